package org.streetwarden.api.http;

import io.vertx.core.Context;
import io.vertx.core.Vertx;
import io.vertx.core.http.HttpMethod;
import io.vertx.core.http.HttpServerResponse;
import io.vertx.ext.web.RoutingContext;
import java.io.BufferedOutputStream;
import java.io.IOException;
import java.io.OutputStream;
import java.util.Optional;
import java.util.Set;
import java.util.concurrent.Semaphore;
import org.slf4j.Logger;
import org.slf4j.LoggerFactory;
import org.streetwarden.api.export.CaseExport;
import org.streetwarden.api.export.CaseExport.Plan;

/** Hands out a case with its proofs as an archive that is made while it is read; who and why stand in the log before. */
final class ExportRoutes {

    private static final Logger LOG = LoggerFactory.getLogger(ExportRoutes.class);
    private static final int MAX_AT_ONCE = 8;
    private static final int CHUNK_BYTES = 64 * 1024;

    private final Vertx vertx;
    private final CaseExport export;
    private final AccessLog accesses;
    private final Workers workers;
    private final Semaphore places = new Semaphore(MAX_AT_ONCE);

    ExportRoutes(Vertx vertx, CaseExport export, AccessLog accesses, Workers workers) {
        this.vertx = vertx;
        this.export = export;
        this.accesses = accesses;
        this.workers = workers;
    }

    void mount(RouteTable routes) {
        routes.get("/api/v1/cases/{caseNo}/export", this::open);
    }

    private void open(RoutingContext context) {
        new QueryParameters(context, Set.of());
        String caseNo = CaseRoutes.caseNo(context);
        RequestBody.text(context, "X-Who");
        String why = RequestBody.text(context, "X-Why");
        AccessLog.Access access = AccessLog.access(context, "EXPORT", caseNo, why);
        if (!places.tryAcquire()) {
            throw Problem.unavailable("Too many cases are being exported; try again soon.");
        }
        Context loop = vertx.getOrCreateContext();
        workers.run(() -> plan(caseNo, access))
                .map(found -> found.orElseThrow(() -> CaseRoutes.unknown(caseNo)))
                .onSuccess(plan -> send(context, loop, plan))
                .onFailure(failure -> {
                    places.release();
                    context.fail(told(failure));
                });
    }

    private Optional<Plan> plan(String caseNo, AccessLog.Access access) throws IOException {
        Optional<Plan> plan = export.plan(caseNo);
        if (plan.isPresent()) {
            accesses.note(access);
        }
        return plan;
    }

    private static Throwable told(Throwable failure) {
        if (failure instanceof IOException) {
            LOG.error("an export failed: {}", failure.getMessage());
            return Problem.of(502, "Evidence damaged", "The stored evidence is not there or not what was filed.");
        }
        return failure;
    }

    private void send(RoutingContext context, Context loop, Plan plan) {
        String caseNo = plan.detail().summary().caseNo();
        HttpServerResponse response = context.response();
        response.putHeader("Content-Type", "application/zip")
                .putHeader("Content-Disposition", "attachment; filename=\"" + caseNo + ".zip\"")
                .putHeader("Cache-Control", "no-store");
        if (context.request().method().equals(HttpMethod.HEAD)) {
            places.release();
            response.end();
            return;
        }
        response.setChunked(true);
        Thread.ofPlatform().daemon().name("export-" + caseNo).start(() -> write(loop, response, plan));
    }

    /** The answer has begun, so only a broken connection tells the reader of a failure. */
    private void write(Context loop, HttpServerResponse response, Plan plan) {
        try {
            OutputStream out = new BufferedOutputStream(new ResponseStream(loop, response), CHUNK_BYTES);
            export.write(plan, out);
            out.flush();
            loop.runOnContext(done -> response.end());
        } catch (IOException | RuntimeException failure) {
            LOG.warn("export of {} broke off", plan.detail().summary().caseNo(), failure);
            loop.runOnContext(broken -> response.reset());
        } finally {
            places.release();
        }
    }
}
