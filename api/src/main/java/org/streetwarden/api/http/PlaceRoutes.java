package org.streetwarden.api.http;

import io.vertx.ext.web.RoutingContext;
import java.util.List;
import java.util.Optional;
import java.util.Set;
import org.streetwarden.api.places.PlaceImport;
import org.streetwarden.api.places.PlaceImports;
import org.streetwarden.api.places.PlaceIndex;
import org.streetwarden.api.places.Register;
import org.streetwarden.api.wire.PlaceJson;

/** Shows registers: what is in force, every version of it, and its rows. */
final class PlaceRoutes {

    private static final int MAX_ROWS = 200;
    private static final int MAX_VERSION = 999_999_999;

    private final PlaceIndex index;
    private final PlaceImports imports;
    private final Workers workers;

    private record Found(PlaceImport version, List<PlaceIndex.Row> rows) {}

    PlaceRoutes(PlaceIndex index, PlaceImports imports, Workers workers) {
        this.index = index;
        this.imports = imports;
        this.workers = workers;
    }

    void mount(RouteTable routes) {
        routes.get("/api/v1/places", this::list);
        routes.get("/api/v1/places/{register}", this::rows);
        routes.get("/api/v1/places/{register}/versions", this::versions);
    }

    /** @throws Problem 404 where the path names none */
    static Register register(RoutingContext context) {
        return Register.of(context.pathParam("register"))
                .orElseThrow(() -> Problem.notFound("The path names none of " + Register.names() + "."));
    }

    private void list(RoutingContext context) {
        new QueryParameters(context, Set.of());
        workers.run(index::registers)
                .onSuccess(found -> Answers.json(context, 200, PlaceJson.imports("registers", found)))
                .onFailure(context::fail);
    }

    private void rows(RoutingContext context) {
        QueryParameters query = new QueryParameters(context, Set.of("version", "after", "limit"));
        String register = register(context).name();
        int version = query.number("version", 1, MAX_VERSION, 0);
        String after = query.one("after").orElse("");
        int limit = query.number("limit", 1, MAX_ROWS, 50);
        workers.run(() -> find(register, version == 0 ? null : version, after, limit + 1))
                .map(found -> found.orElseThrow(() -> Problem.notFound("%s has no such version.".formatted(register))))
                .onSuccess(found -> {
                    boolean more = found.rows().size() > limit;
                    List<PlaceIndex.Row> page = more ? found.rows().subList(0, limit) : found.rows();
                    Answers.json(
                            context,
                            200,
                            PlaceJson.rows(
                                    found.version(), page, more ? page.getLast().key() : null));
                })
                .onFailure(context::fail);
    }

    private Optional<Found> find(String register, Integer version, String after, int limit) {
        return index.version(register, version).map(each -> new Found(each, index.rows(each.id(), after, limit)));
    }

    private void versions(RoutingContext context) {
        new QueryParameters(context, Set.of());
        String register = register(context).name();
        workers.run(() -> imports.list(register))
                .onSuccess(found -> Answers.json(context, 200, PlaceJson.imports("imports", found)))
                .onFailure(context::fail);
    }
}
