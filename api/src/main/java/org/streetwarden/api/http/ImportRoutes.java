package org.streetwarden.api.http;

import io.vertx.core.Vertx;
import io.vertx.ext.web.RoutingContext;
import java.io.IOException;
import java.util.Arrays;
import java.util.List;
import java.util.Optional;
import java.util.Set;
import java.util.concurrent.Semaphore;
import java.util.regex.Pattern;
import java.util.stream.Collectors;
import org.slf4j.Logger;
import org.slf4j.LoggerFactory;
import org.streetwarden.api.accounts.Caller;
import org.streetwarden.api.directory.CameraImport;
import org.streetwarden.api.directory.CameraImport.Outcome;
import org.streetwarden.api.directory.CameraImports;
import org.streetwarden.api.directory.ImportRequest;
import org.streetwarden.api.directory.ImportRow;
import org.streetwarden.api.wire.DirectoryJson;
import org.streetwarden.directory.CoordinateSystem;

/** Takes in catalogues of cameras, shows what they would do, and does it. */
final class ImportRoutes {

    private static final Logger LOG = LoggerFactory.getLogger(ImportRoutes.class);
    private static final long MAX_FILE_BYTES = 64L << 20;
    private static final int MAX_ROWS = 200;
    private static final int MAX_POSITION = 999_999_999;
    private static final Pattern SOURCE = Pattern.compile("[A-Za-z0-9][A-Za-z0-9._-]{0,63}");
    private static final Set<String> PARAMETERS = Set.of("source", "crs", "purpose", "sharing", "complete");
    private static final String TYPES = Arrays.stream(ImportRequest.Format.values())
            .map(ImportRequest.Format::mime)
            .collect(Collectors.joining(" or "));
    private static final String OUTCOMES =
            Arrays.stream(Outcome.values()).map(Enum::name).collect(Collectors.joining(", "));

    private final Vertx vertx;
    private final CameraImports imports;
    private final Workers workers;
    private final Semaphore place = new Semaphore(1);

    ImportRoutes(Vertx vertx, CameraImports imports, Workers workers) {
        this.vertx = vertx;
        this.imports = imports;
        this.workers = workers;
    }

    void mount(RouteTable routes) {
        routes.post("/api/v1/cameras/imports", this::receive);
        routes.get("/api/v1/cameras/imports", this::list);
        routes.get("/api/v1/cameras/imports/{id}", this::show);
        routes.get("/api/v1/cameras/imports/{id}/rows", this::rows);
        routes.post("/api/v1/cameras/imports/{id}/apply", this::apply);
    }

    private void receive(RoutingContext context) {
        ImportRequest request = request(context);
        if (!place.tryAcquire()) {
            throw Problem.unavailable("Another import is being read; try again soon.");
        }
        FileBody.receive(vertx, context, workers, request.format().mime(), MAX_FILE_BYTES)
                .compose(body -> body.with(workers, () -> imports.take(request, body.path(), body.sha256())))
                .onComplete(done -> place.release())
                .onSuccess(taken -> answer(context, taken))
                .onFailure(failure -> fail(context, failure));
    }

    private static void answer(RoutingContext context, CameraImports.Taken taken) {
        context.response()
                .putHeader(
                        "Location", "/api/v1/cameras/imports/" + taken.draft().id());
        Answers.json(context, taken.added() ? 201 : 200, DirectoryJson.summary(taken.draft()));
    }

    static void fail(RoutingContext context, Throwable failure) {
        if (failure instanceof IOException) {
            LOG.warn("an import could not be read back: {}", failure.getMessage());
            context.fail(Problem.unavailable("The server's disk does not take the file; try again later."));
        } else {
            context.fail(failure);
        }
    }

    private static ImportRequest request(RoutingContext context) {
        QueryParameters query = new QueryParameters(context, PARAMETERS);
        String source = query.one("source").orElse("");
        if (!SOURCE.matcher(source).matches()) {
            throw Problem.badParameter("source", "a name of letters, digits, dots and hyphens", source);
        }
        String crs = query.one("crs").orElse("");
        return new ImportRequest(
                source,
                format(context),
                CoordinateSystem.of(crs).orElseThrow(() -> Problem.badParameter("crs", CoordinateSystem.ids(), crs)),
                query.one("purpose")
                        .map(text -> RequestBody.text("purpose", text))
                        .orElse(null),
                query.one("sharing")
                        .map(text -> RequestBody.text("sharing", text))
                        .orElse(null),
                flag(query, "complete", true),
                RequestBody.text(context, "X-Who"),
                RequestBody.text(context, "X-Why"));
    }

    static ImportRequest.Format format(RoutingContext context) {
        return Arrays.stream(ImportRequest.Format.values())
                .filter(format -> RequestBody.isOf(context.request(), format.mime()))
                .findFirst()
                .orElseThrow(() -> Problem.of(415, "Media type not taken", "Content-Type: expected " + TYPES + "."));
    }

    static boolean flag(QueryParameters query, String name, boolean otherwise) {
        String text = query.one(name).orElse(Boolean.toString(otherwise));
        if (!text.equals("true") && !text.equals("false")) {
            throw Problem.badParameter(name, "true or false", text);
        }
        return text.equals("true");
    }

    private void list(RoutingContext context) {
        new QueryParameters(context, Set.of());
        workers.run(imports::list)
                .onSuccess(found -> Answers.json(context, 200, DirectoryJson.imports(found)))
                .onFailure(context::fail);
    }

    private void show(RoutingContext context) {
        new QueryParameters(context, Set.of());
        long id = id(context);
        workers.run(() -> imports.find(id))
                .map(found -> found.orElseThrow(() -> Problem.notFound("There is no import " + id + ".")))
                .onSuccess((CameraImport found) -> Answers.json(context, 200, DirectoryJson.summary(found)))
                .onFailure(context::fail);
    }

    private void rows(RoutingContext context) {
        QueryParameters query = new QueryParameters(context, Set.of("outcome", "after", "limit"));
        long id = id(context);
        Outcome outcome = query.one("outcome").map(ImportRoutes::outcome).orElse(null);
        int after = query.number("after", 0, MAX_POSITION, 0);
        int limit = query.number("limit", 1, MAX_ROWS, 50);
        workers.run(() -> imports.rows(id, outcome, after, limit + 1))
                .onSuccess(
                        rows -> Answers.json(context, 200, DirectoryJson.rows(first(rows, limit), next(rows, limit))))
                .onFailure(context::fail);
    }

    private static List<ImportRow> first(List<ImportRow> rows, int limit) {
        return rows.subList(0, Math.min(limit, rows.size()));
    }

    private static Integer next(List<ImportRow> rows, int limit) {
        return rows.size() > limit ? rows.get(limit - 1).position() : null;
    }

    private static Outcome outcome(String name) {
        return Arrays.stream(Outcome.values())
                .filter(outcome -> outcome.name().equals(name))
                .findFirst()
                .orElseThrow(() -> Problem.badParameter("outcome", OUTCOMES, name));
    }

    private void apply(RoutingContext context) {
        new QueryParameters(context, Set.of());
        long id = id(context);
        RequestBody.read(context, "application/json", ApplyJson.MAX_BYTES)
                .map(body -> ApplyJson.read(body.getBytes(), Caller.of(context).name()))
                .compose(ask -> workers.run(() -> imports.apply(id, ask.who(), ask.allowGone())))
                .onSuccess(done -> Answers.json(context, 200, DirectoryJson.summary(done)))
                .onFailure(context::fail);
    }

    /** @throws Problem 404 where the path holds no number */
    static long id(RoutingContext context) {
        return Optional.of(context.pathParam("id"))
                .filter(text -> text.matches("[0-9]{1,18}"))
                .map(Long::parseLong)
                .orElseThrow(() -> Problem.notFound("The path holds no number of an import."));
    }
}
