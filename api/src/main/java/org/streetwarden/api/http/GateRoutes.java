package org.streetwarden.api.http;

import io.vertx.core.Vertx;
import io.vertx.core.buffer.Buffer;
import io.vertx.ext.web.RoutingContext;
import java.io.IOException;
import java.nio.charset.StandardCharsets;
import java.nio.file.Path;
import java.util.Set;
import org.streetwarden.api.evidence.EvidenceMissing;
import org.streetwarden.api.evidence.EvidenceStore;
import org.streetwarden.api.models.GateReport;
import org.streetwarden.api.models.ModelDetail;
import org.streetwarden.api.wire.ModelJson;

/** Takes and shows gate reports: the numbers, which decide, and the page beside them, which people read. */
final class GateRoutes {

    private static final int MAX_PAGE_BYTES = 64 << 20;
    private static final String PAGE_POLICY =
            "default-src 'none'; img-src data:; style-src 'unsafe-inline'; base-uri 'none'; form-action 'none'; sandbox";

    private final Vertx vertx;
    private final WebServer.Models models;
    private final EvidenceStore store;
    private final Workers workers;

    GateRoutes(Vertx vertx, WebServer.Models models, EvidenceStore store, Workers workers) {
        this.vertx = vertx;
        this.models = models;
        this.store = store;
        this.workers = workers;
    }

    void mount(RouteTable routes) {
        routes.put("/api/v1/models/{sha256}/gate.json", this::takeReport);
        routes.get("/api/v1/models/{sha256}/gate.json", this::showReport);
        routes.put("/api/v1/models/{sha256}/gate.html", this::takePage);
        routes.get("/api/v1/models/{sha256}/gate.html", this::showPage);
    }

    private static String key(String sha256, String name) {
        return "models/" + sha256 + "/" + name;
    }

    private void takeReport(RoutingContext context) {
        new QueryParameters(context, Set.of());
        String sha256 = ModelRoutes.sha256(context);
        String who = RequestBody.text(context, "X-Who");
        RequestBody.read(context, "application/json", GateReport.MAX_BYTES)
                .compose(body -> workers.run(() -> keep(sha256, body.getBytes(), who)))
                .onSuccess(detail -> Answers.json(context, 200, ModelJson.detail(detail)))
                .onFailure(failure -> fail(context, failure));
    }

    private ModelDetail keep(String sha256, byte[] json, String who) throws IOException {
        GateReport report = GateReport.parse(json);
        checkKnown(sha256);
        store.put(key(sha256, "gate.json"), "application/json", json);
        models.registry().addGate(sha256, report, json, who);
        return models.registry().detail(sha256).orElseThrow();
    }

    private void showReport(RoutingContext context) {
        new QueryParameters(context, Set.of());
        String sha256 = ModelRoutes.sha256(context);
        workers.run(() -> models.registry().detail(sha256))
                .map(found -> found.map(ModelDetail::gate).orElseThrow(() -> none(sha256)))
                .onSuccess(gate -> context.response()
                        .putHeader("Content-Type", "application/json")
                        .putHeader("Cache-Control", "no-store")
                        .end(Buffer.buffer(gate.report().getBytes(StandardCharsets.UTF_8))))
                .onFailure(context::fail);
    }

    private void takePage(RoutingContext context) {
        new QueryParameters(context, Set.of());
        String sha256 = ModelRoutes.sha256(context);
        FileBody.receive(vertx, context, workers, "text/html", MAX_PAGE_BYTES)
                .compose(body -> body.with(workers, () -> keep(sha256, body.path())))
                .onSuccess(kept -> context.response().setStatusCode(204).end())
                .onFailure(failure -> fail(context, failure));
    }

    private void checkKnown(String sha256) {
        if (models.registry().find(sha256).isEmpty()) {
            throw ModelRoutes.unknown(sha256);
        }
    }

    private Void keep(String sha256, Path page) throws IOException {
        checkKnown(sha256);
        store.put(key(sha256, "gate.html"), "text/html; charset=utf-8", page);
        return null;
    }

    private void showPage(RoutingContext context) {
        new QueryParameters(context, Set.of());
        String sha256 = ModelRoutes.sha256(context);
        workers.run(() -> store.read(key(sha256, "gate.html"), MAX_PAGE_BYTES))
                .onSuccess(page -> context.response()
                        .putHeader("Content-Type", "text/html; charset=utf-8")
                        .putHeader("Content-Security-Policy", PAGE_POLICY)
                        .putHeader("Cache-Control", "no-store")
                        .end(Buffer.buffer(page)))
                .onFailure(failure -> fail(context, failure instanceof EvidenceMissing ? none(sha256) : failure));
    }

    private static Problem none(String sha256) {
        return Problem.notFound("There is no gate report of model " + sha256 + ".");
    }

    private static void fail(RoutingContext context, Throwable failure) {
        context.fail(
                failure instanceof IOException
                        ? Problem.unavailable("The object store does not answer; try again soon.")
                        : failure);
    }
}
