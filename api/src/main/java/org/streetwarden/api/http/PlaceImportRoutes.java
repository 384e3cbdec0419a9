package org.streetwarden.api.http;

import io.vertx.core.Vertx;
import io.vertx.ext.web.RoutingContext;
import java.util.Arrays;
import java.util.List;
import java.util.Optional;
import java.util.Set;
import java.util.concurrent.Semaphore;
import java.util.stream.Collectors;
import org.streetwarden.api.accounts.Caller;
import org.streetwarden.api.directory.ImportRequest;
import org.streetwarden.api.places.PlaceChange;
import org.streetwarden.api.places.PlaceImport;
import org.streetwarden.api.places.PlaceImport.Outcome;
import org.streetwarden.api.places.PlaceImports;
import org.streetwarden.api.places.PlaceRequest;
import org.streetwarden.api.wire.PlaceJson;
import org.streetwarden.directory.CoordinateSystem;

/** Takes in files of registers, shows what they would do, and makes them versions. */
final class PlaceImportRoutes {

    private static final long MAX_FILE_BYTES = 32L << 20;
    private static final int MAX_CHANGES = 200;
    private static final String OUTCOMES =
            Arrays.stream(Outcome.values()).map(Enum::name).collect(Collectors.joining(", "));

    private final Vertx vertx;
    private final PlaceImports imports;
    private final Workers workers;
    private final Semaphore place = new Semaphore(1);

    PlaceImportRoutes(Vertx vertx, PlaceImports imports, Workers workers) {
        this.vertx = vertx;
        this.imports = imports;
        this.workers = workers;
    }

    void mount(RouteTable routes) {
        routes.post("/api/v1/places/{register}/imports", this::receive);
        routes.get("/api/v1/places/imports/{id}", this::show);
        routes.get("/api/v1/places/imports/{id}/changes", this::changes);
        routes.post("/api/v1/places/imports/{id}/apply", this::apply);
    }

    private void receive(RoutingContext context) {
        PlaceRequest request = request(context);
        if (!place.tryAcquire()) {
            throw Problem.unavailable("Another import is being read; try again soon.");
        }
        FileBody.receive(vertx, context, workers, request.format().mime(), MAX_FILE_BYTES)
                .compose(body -> body.with(workers, () -> imports.take(request, body.path(), body.sha256())))
                .onComplete(done -> place.release())
                .onSuccess(taken -> answer(context, taken))
                .onFailure(failure -> ImportRoutes.fail(context, failure));
    }

    private static void answer(RoutingContext context, PlaceImports.Taken taken) {
        context.response()
                .putHeader("Location", "/api/v1/places/imports/" + taken.draft().id());
        Answers.json(context, taken.added() ? 201 : 200, PlaceJson.summary(taken.draft()));
    }

    private static PlaceRequest request(RoutingContext context) {
        QueryParameters query = new QueryParameters(context, Set.of("crs", "source"));
        ImportRequest.Format format = ImportRoutes.format(context);
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
                crs.map(id -> CoordinateSystem.of(id)
                                .orElseThrow(() -> Problem.badParameter("crs", CoordinateSystem.ids(), id)))
                        .orElse(null),
                RequestBody.text("source", query.one("source").orElse("")),
                RequestBody.text(context, "X-Who"),
                RequestBody.text(context, "X-Why"));
    }

    private void show(RoutingContext context) {
        new QueryParameters(context, Set.of());
        long id = ImportRoutes.id(context);
        workers.run(() -> imports.find(id))
                .map(found -> found.orElseThrow(() -> Problem.notFound("There is no import " + id + ".")))
                .onSuccess((PlaceImport found) -> Answers.json(context, 200, PlaceJson.summary(found)))
                .onFailure(context::fail);
    }

    private void changes(RoutingContext context) {
        QueryParameters query = new QueryParameters(context, Set.of("outcome", "after", "limit"));
        long id = ImportRoutes.id(context);
        Outcome outcome = query.one("outcome").map(PlaceImportRoutes::outcome).orElse(null);
        String after = query.one("after").orElse("");
        int limit = query.number("limit", 1, MAX_CHANGES, 50);
        workers.run(() -> imports.changes(id, outcome, after, limit + 1))
                .onSuccess(found -> {
                    boolean more = found.size() > limit;
                    List<PlaceChange> page = more ? found.subList(0, limit) : found;
                    Answers.json(
                            context,
                            200,
                            PlaceJson.changes(page, more ? page.getLast().key() : null));
                })
                .onFailure(context::fail);
    }

    private static Outcome outcome(String name) {
        return Arrays.stream(Outcome.values())
                .filter(outcome -> outcome.name().equals(name))
                .findFirst()
                .orElseThrow(() -> Problem.badParameter("outcome", OUTCOMES, name));
    }

    private void apply(RoutingContext context) {
        new QueryParameters(context, Set.of());
        long id = ImportRoutes.id(context);
        RequestBody.read(context, "application/json", ApplyJson.MAX_BYTES)
                .map(body -> ApplyJson.read(body.getBytes(), Caller.of(context).name()))
                .compose(ask -> workers.run(() -> imports.apply(id, ask.who(), ask.allowGone())))
                .onSuccess(done -> Answers.json(context, 200, PlaceJson.summary(done)))
                .onFailure(context::fail);
    }
}
