package org.streetwarden.api.http;

import com.fasterxml.jackson.databind.node.ObjectNode;
import io.vertx.core.Vertx;
import io.vertx.ext.web.RoutingContext;
import java.util.List;
import java.util.Optional;
import java.util.Set;
import org.streetwarden.api.imports.Format;
import org.streetwarden.api.places.PlaceChange;
import org.streetwarden.api.places.PlaceImport;
import org.streetwarden.api.places.PlaceImport.Outcome;
import org.streetwarden.api.places.PlaceImports;
import org.streetwarden.api.places.PlaceRequest;
import org.streetwarden.api.wire.PlaceJson;
import org.streetwarden.directory.CoordinateSystem;

/** Takes in files of registers, shows what they would do, and makes them versions. */
final class PlaceImportRoutes extends ImportRoutes<PlaceRequest, PlaceImport> {

    private static final long MAX_FILE_BYTES = 32L << 20;
    private static final int MAX_CHANGES = 200;
    private static final String PATH = "/api/v1/places/imports";

    private final PlaceImports imports;
    private final Workers workers;

    PlaceImportRoutes(Vertx vertx, PlaceImports imports, Workers workers) {
        super(vertx, imports, PATH, MAX_FILE_BYTES, workers);
        this.imports = imports;
        this.workers = workers;
    }

    void mount(RouteTable routes) {
        mount(routes, "/api/v1/places/{register}/imports");
        routes.get(PATH + "/{id}/changes", this::changes);
    }

    @Override
    ObjectNode summary(PlaceImport each) {
        return PlaceJson.summary(each);
    }

    @Override
    PlaceRequest request(RoutingContext context, Format format) {
        QueryParameters query = new QueryParameters(context, Set.of("crs", "source"));
        var register = PlaceRoutes.register(context);
        Optional<String> crs = query.one("crs");
        if (crs.isPresent() != register.placed()) {
            throw Problem.badParameter(
                    "crs",
                    register.placed() ? CoordinateSystem.ids() : "none for rows without a place",
                    crs.orElse(""));
        }
        return new PlaceRequest(
                register,
                format,
                crs.map(ImportRoutes::system).orElse(null),
                RequestBody.text("source", query.one("source").orElse("")),
                RequestBody.text(context, "X-Who"),
                RequestBody.text(context, "X-Why"));
    }

    private void changes(RoutingContext context) {
        QueryParameters query = new QueryParameters(context, Set.of("outcome", "after", "limit"));
        long id = id(context);
        Outcome outcome = outcome(query, Outcome.values());
        String after = query.one("after").orElse("");
        int limit = query.number("limit", 1, MAX_CHANGES, 50);
        workers.run(() -> imports.changes(id, outcome, after, limit + 1))
                .onSuccess(found -> {
                    List<PlaceChange> page = first(found, limit);
                    Answers.json(
                            context,
                            200,
                            PlaceJson.changes(
                                    page, found.size() > limit ? page.getLast().key() : null));
                })
                .onFailure(context::fail);
    }
}
