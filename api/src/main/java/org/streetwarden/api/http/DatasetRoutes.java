package org.streetwarden.api.http;

import io.vertx.core.Context;
import io.vertx.core.Vertx;
import io.vertx.core.http.HttpMethod;
import io.vertx.core.http.HttpServerResponse;
import io.vertx.ext.web.RoutingContext;
import java.io.BufferedOutputStream;
import java.io.IOException;
import java.io.OutputStream;
import java.util.Arrays;
import java.util.Optional;
import java.util.Set;
import java.util.concurrent.Semaphore;
import java.util.stream.Collectors;
import org.slf4j.Logger;
import org.slf4j.LoggerFactory;
import org.streetwarden.api.accounts.Caller;
import org.streetwarden.api.accounts.Role;
import org.streetwarden.api.dataset.DatasetExport;
import org.streetwarden.api.dataset.DatasetExport.Plan;
import org.streetwarden.api.dataset.DatasetFormat;
import org.streetwarden.api.dataset.Order;
import org.streetwarden.api.dataset.Split.Shares;
import org.streetwarden.api.verdicts.Opinion;
import org.streetwarden.api.verdicts.StandingVerdicts.Filter;
import org.streetwarden.api.verdicts.VerdictReason;
import org.streetwarden.zone.Kind;

/** Hands out judged cases as an archive that is made while it is read. */
final class DatasetRoutes {

    private static final Logger LOG = LoggerFactory.getLogger(DatasetRoutes.class);
    private static final int MAX_AT_ONCE = 2;
    private static final int CHUNK_BYTES = 64 * 1024;
    private static final Set<String> PARAMETERS =
            Set.of("format", "kind", "camera", "group", "verdict", "since", "until", "val", "test", "masked");
    private static final String FORMATS =
            Arrays.stream(DatasetFormat.values()).map(DatasetFormat::id).collect(Collectors.joining(", "));
    private static final String VERDICTS = Opinion.CONFIRMED + ", "
            + Arrays.stream(VerdictReason.values()).map(VerdictReason::id).collect(Collectors.joining(", "));

    private final Vertx vertx;
    private final DatasetExport dataset;
    private final Workers workers;
    private final Semaphore places = new Semaphore(MAX_AT_ONCE);

    DatasetRoutes(Vertx vertx, DatasetExport dataset, Workers workers) {
        this.vertx = vertx;
        this.dataset = dataset;
        this.workers = workers;
    }

    void mount(RouteTable routes) {
        routes.get("/api/v1/dataset", this::open);
    }

    private void open(RoutingContext context) {
        Order order = order(context);
        if (context.request().method().equals(HttpMethod.HEAD)) {
            putHeaders(context.response(), order);
            context.response().end();
            return;
        }
        if (!places.tryAcquire()) {
            throw Problem.unavailable("Two datasets are being made; try again when they are done.");
        }
        Context loop = vertx.getOrCreateContext();
        workers.run(() -> dataset.plan(order))
                .onSuccess(plan -> send(context, loop, plan))
                .onFailure(failure -> {
                    places.release();
                    context.fail(failure);
                });
    }

    private static Order order(RoutingContext context) {
        QueryParameters query = new QueryParameters(context, PARAMETERS);
        DatasetFormat format = query.one("format")
                .flatMap(DatasetFormat::of)
                .orElseThrow(() -> Problem.badParameter(
                        "format", "one of " + FORMATS, query.one("format").orElse("nothing")));
        Shares shares = new Shares(
                query.number("val", 0, Shares.MAX_PERCENT, Shares.USUAL.valPercent()),
                query.number("test", 0, Shares.MAX_PERCENT, Shares.USUAL.testPercent()));
        String masked = query.one("masked").orElse("true");
        if (!masked.equals("true") && !masked.equals("false")) {
            throw Problem.badParameter("masked", "true or false", masked);
        }
        if (masked.equals("false") && !Caller.of(context).holds(Role.AUDITOR)) {
            throw Problem.of(403, "Forbidden", "Without masks it is an auditor's.");
        }
        String who = RequestBody.text(context, "X-Who");
        boolean asked = context.request().getHeader("X-Why") != null || masked.equals("false");
        String why = asked ? RequestBody.text(context, "X-Why") : null;
        return new Order(format, filter(query), shares, masked.equals("true"), who, why);
    }

    private static Filter filter(QueryParameters query) {
        Filter filter = new Filter(
                query.many("kind", CaseRoutes.KINDS, Kind::of),
                query.many(
                        "camera", "a camera id", id -> Optional.of(id).filter(CaseRoutes.CAMERA_ID.asMatchPredicate())),
                query.many("group", "the name of a group of cameras", id -> Optional.of(id)
                        .filter(StepJson.GROUP.asMatchPredicate())),
                query.many("verdict", VERDICTS, DatasetRoutes::verdict),
                query.time("since"),
                query.time("until"));
        if (filter.since() != null && filter.until() != null && !filter.since().isBefore(filter.until())) {
            throw Problem.badParameter(
                    "until",
                    "a time after since, " + filter.since(),
                    filter.until().toString());
        }
        return filter;
    }

    private static Optional<String> verdict(String id) {
        return id.equals(Opinion.CONFIRMED)
                ? Optional.of(id)
                : VerdictReason.of(id).map(VerdictReason::id);
    }

    private static void putHeaders(HttpServerResponse response, Order order) {
        response.putHeader("Content-Type", "application/zip")
                .putHeader(
                        "Content-Disposition",
                        "attachment; filename=\"streetwarden-" + order.format().id() + ".zip\"")
                .putHeader("Cache-Control", "no-store");
    }

    private void send(RoutingContext context, Context loop, Plan plan) {
        HttpServerResponse response = context.response();
        putHeaders(response, plan.order());
        response.putHeader("X-Dataset-Cases", Integer.toString(plan.cases())).setChunked(true);
        Thread.ofPlatform().daemon().name("dataset-" + plan.id()).start(() -> write(loop, response, plan));
    }

    /** The answer has begun, so only a broken connection tells the reader of a failure. */
    private void write(Context loop, HttpServerResponse response, Plan plan) {
        try (OutputStream out = new BufferedOutputStream(new ResponseStream(loop, response), CHUNK_BYTES)) {
            dataset.write(plan, out);
            out.flush();
            loop.runOnContext(done -> response.end());
        } catch (IOException | RuntimeException failure) {
            LOG.warn("dataset {} broke off", plan.id(), failure);
            loop.runOnContext(broken -> response.reset());
        } finally {
            places.release();
        }
    }
}
