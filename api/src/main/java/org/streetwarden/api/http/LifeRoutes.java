package org.streetwarden.api.http;

import io.micrometer.core.instrument.Counter;
import io.micrometer.core.instrument.MeterRegistry;
import io.vertx.ext.web.RoutingContext;
import java.time.Duration;
import java.util.Arrays;
import java.util.Set;
import org.streetwarden.api.accounts.Caller;
import org.streetwarden.api.cases.CaseIndex;
import org.streetwarden.api.cases.CaseSummary;
import org.streetwarden.api.life.Callback;
import org.streetwarden.api.wire.CaseJson;
import org.streetwarden.api.wire.LifeJson;

/** Takes steps of people and call-backs of the platform, and shows what came of them. */
final class LifeRoutes {

    private static final int USUAL_DAYS = 30;
    private static final int MAX_DAYS = 366;
    private static final int USUAL_TIMES = 3;
    private static final int MAX_TIMES = 1000;
    private static final int MAX_LIMIT = 500;
    private static final String REPEATED = "REPEATED";

    private final WebServer.Life life;
    private final CaseIndex index;
    private final Workers workers;
    private final MeterRegistry registry;

    LifeRoutes(WebServer.Life life, CaseIndex index, Workers workers, MeterRegistry registry) {
        this.life = life;
        this.index = index;
        this.workers = workers;
        this.registry = registry;
        callbacks(REPEATED);
        Arrays.stream(Callback.Outcome.values()).forEach(outcome -> callbacks(outcome.name()));
    }

    void mount(RouteTable routes) {
        routes.post("/api/v1/cases/{caseNo}/steps", this::step);
        routes.get("/api/v1/cases/{caseNo}/callbacks", this::list);
        routes.post("/api/v1/callbacks/status", this::callBack);
        routes.get("/api/v1/cases/{caseNo}/checks", this::checks);
        routes.post("/api/v1/cases/{caseNo}/checks", this::check);
        routes.get("/api/v1/cases/{caseNo}/checks/{checkId}/manifest.json", this::manifest);
        routes.get("/api/v1/hotspots", this::hotSpots);
    }

    private void step(RoutingContext context) {
        new QueryParameters(context, Set.of());
        String caseNo = CaseRoutes.caseNo(context);
        RequestBody.read(context, "application/json", LifeBody.MAX_BYTES)
                .map(body -> LifeBody.step(body.getBytes(), Caller.of(context).name()))
                .compose(order -> workers.run(() -> life.steps().take(caseNo, order)))
                .compose(found -> workers.run(() -> index.find(caseNo)))
                .map(found -> found.orElseThrow(() -> CaseRoutes.unknown(caseNo)))
                .onSuccess(detail -> Answers.json(context, 200, CaseJson.detail(detail)))
                .onFailure(context::fail);
    }

    private void list(RoutingContext context) {
        new QueryParameters(context, Set.of());
        String caseNo = CaseRoutes.caseNo(context);
        workers.run(() -> life.callbacks().of(caseNo))
                .map(found -> found.orElseThrow(() -> CaseRoutes.unknown(caseNo)))
                .onSuccess(rows -> Answers.json(context, 200, LifeJson.list(rows)))
                .onFailure(context::fail);
    }

    private void callBack(RoutingContext context) {
        new QueryParameters(context, Set.of("signer"));
        RequestBody.read(context, "application/json", LifeBody.MAX_BYTES)
                .map(body -> LifeBody.callback(
                        body.getBytes(), SignedBody.id(context).orElse(null)))
                .compose(callback -> workers.run(() -> life.callbacks().take(callback))
                        .map(taken -> taken.orElseThrow(() -> unknown(callback))))
                .onSuccess(taken -> {
                    callbacks(taken.repeated() ? REPEATED : taken.outcome().name())
                            .increment();
                    Answers.json(context, 200, LifeJson.taken(taken));
                })
                .onFailure(context::fail);
    }

    private Counter callbacks(String outcome) {
        return registry.counter("streetwarden.callbacks", "outcome", outcome);
    }

    private static Problem unknown(Callback callback) {
        return Problem.notFound(
                "No case has this %s.".formatted(callback.caseNo() == null ? "platformCaseNo" : "caseNo"));
    }

    private void checks(RoutingContext context) {
        new QueryParameters(context, Set.of());
        String caseNo = CaseRoutes.caseNo(context);
        workers.run(() -> life.checks().of(caseNo))
                .map(found -> found.orElseThrow(() -> CaseRoutes.unknown(caseNo)))
                .compose(shown -> workers.run(() -> index.evidence(caseNo, CaseSummary.PICTURE))
                        .map(picture -> LifeJson.checks(caseNo, shown, picture.isEmpty() ? null : before(caseNo))))
                .onSuccess(checks -> Answers.json(context, 200, checks))
                .onFailure(context::fail);
    }

    private static String before(String caseNo) {
        return "/api/v1/cases/" + caseNo + "/evidence/" + CaseSummary.PICTURE;
    }

    private void manifest(RoutingContext context) {
        new QueryParameters(context, Set.of());
        String caseNo = CaseRoutes.caseNo(context);
        long check = checkId(context);
        workers.run(() -> life.checks().manifest(caseNo, check))
                .map(found -> found.orElseThrow(
                        () -> Problem.notFound("Case " + caseNo + " has no judged check " + check + ".")))
                .onSuccess(text -> context.response()
                        .putHeader("Content-Type", "application/json")
                        .putHeader("Cache-Control", "private, no-cache")
                        .end(text))
                .onFailure(context::fail);
    }

    static long checkId(RoutingContext context) {
        String id = context.pathParam("checkId");
        if (!id.matches("[0-9]{1,18}")) {
            throw Problem.notFound("The path holds no id of a check such as 7.");
        }
        return Long.parseLong(id);
    }

    private void check(RoutingContext context) {
        new QueryParameters(context, Set.of());
        String caseNo = CaseRoutes.caseNo(context);
        RequestBody.read(context, "application/json", LifeBody.MAX_BYTES)
                .map(body -> LifeBody.seen(body.getBytes(), Caller.of(context).name()))
                .compose(seen -> workers.run(() -> life.checks().take(caseNo, seen.who(), seen.samples())))
                .map(taken -> taken.orElseThrow(() -> CaseRoutes.unknown(caseNo)))
                .onSuccess(check -> Answers.json(context, 201, LifeJson.check(caseNo, check)))
                .onFailure(context::fail);
    }

    private void hotSpots(RoutingContext context) {
        QueryParameters query = new QueryParameters(context, Set.of("days", "times", "limit"));
        int days = query.number("days", 1, MAX_DAYS, USUAL_DAYS);
        int times = query.number("times", 2, MAX_TIMES, USUAL_TIMES);
        int limit = query.number("limit", 1, MAX_LIMIT, MAX_LIMIT);
        workers.run(() -> life.hotSpots().list(Duration.ofDays(days), times, limit))
                .onSuccess(spots -> Answers.json(context, 200, LifeJson.hotSpots(spots)))
                .onFailure(context::fail);
    }
}
