package org.streetwarden.api.http;

import io.vertx.core.buffer.Buffer;
import io.vertx.ext.web.RoutingContext;
import java.util.List;
import java.util.Optional;
import java.util.Set;
import java.util.function.BiFunction;
import org.streetwarden.api.accounts.Caller;
import org.streetwarden.api.retention.LegalHolds;
import org.streetwarden.api.retention.LegalHolds.Hold;
import org.streetwarden.api.retention.RetentionIndex;
import org.streetwarden.api.retention.RetentionStart;

/** Shows what is kept how long and what falls due, and sets and lifts legal holds. */
final class RetentionRoutes {

    private static final int MAX_BODY_BYTES = 4096;
    private static final int MAX_WHY_CHARS = 500;
    private static final int MOST_DUE = 1000;
    private static final int USUAL_DUE = 100;
    private static final int USUAL_DAYS = 30;
    private static final int MOST_DAYS = 3650;
    private static final String HOLD = "/api/v1/cases/{caseNo}/hold";

    private final RetentionIndex index;
    private final LegalHolds holds;
    private final RetentionStart start;
    private final Workers workers;

    RetentionRoutes(RetentionIndex index, LegalHolds holds, RetentionStart start, Workers workers) {
        this.index = index;
        this.holds = holds;
        this.start = start;
        this.workers = workers;
    }

    void mount(RouteTable routes) {
        routes.get("/api/v1/retention", this::standings);
        routes.post("/api/v1/retention/confirm", this::confirm);
        routes.get("/api/v1/retention/due", this::due);
        routes.get("/api/v1/retention/deletions/{position}", this::list);
        routes.get("/api/v1/holds", this::holds);
        routes.get("/api/v1/cases/{caseNo}/kept", this::kept);
        routes.post(HOLD, context -> change(context, (caseNo, why) -> holds.set(caseNo, name(context), why)));
        routes.post(
                HOLD + "/lift", context -> change(context, (caseNo, why) -> holds.lift(caseNo, name(context), why)));
    }

    private static String name(RoutingContext context) {
        return Caller.of(context).name();
    }

    private void standings(RoutingContext context) {
        int days = new QueryParameters(context, Set.of("days")).number("days", 0, MOST_DAYS, USUAL_DAYS);
        workers.run(() -> RetentionJson.standings(
                        index.standings(days), days, holds.standing().size(), start.confirmed()))
                .onSuccess(json -> Answers.json(context, 200, json))
                .onFailure(context::fail);
    }

    private void confirm(RoutingContext context) {
        new QueryParameters(context, Set.of());
        RequestBody.read(context, "application/json", MAX_BODY_BYTES)
                .map(body -> why(body.getBytes()))
                .compose(why -> workers.run(() -> start.confirm(name(context), why)))
                .onSuccess(confirmed -> Answers.json(context, 200, RetentionJson.confirmed(confirmed)))
                .onFailure(context::fail);
    }

    private void due(RoutingContext context) {
        QueryParameters query = new QueryParameters(context, Set.of("days", "limit"));
        int days = query.number("days", 0, MOST_DAYS, USUAL_DAYS);
        int limit = query.number("limit", 1, MOST_DUE, USUAL_DUE);
        workers.run(() -> RetentionJson.due(index.due(days, limit), index))
                .onSuccess(json -> Answers.json(context, 200, json))
                .onFailure(context::fail);
    }

    private void list(RoutingContext context) {
        new QueryParameters(context, Set.of());
        String position = context.pathParam("position");
        if (!position.matches("[0-9]{1,18}")) {
            throw Problem.notFound("The path holds no position in the log.");
        }
        workers.run(() -> index.list(Long.parseLong(position)))
                .map(found -> found.orElseThrow(
                        () -> Problem.notFound("Entry " + position + " of the log is of no deletion of evidence.")))
                .onSuccess(list -> context.response()
                        .putHeader("Content-Type", "application/json")
                        .putHeader("Cache-Control", "no-store")
                        .end(Buffer.buffer(list)))
                .onFailure(context::fail);
    }

    private void holds(RoutingContext context) {
        new QueryParameters(context, Set.of());
        workers.run(() -> holds.standing())
                .onSuccess((List<Hold> all) -> Answers.json(context, 200, RetentionJson.holds(all)))
                .onFailure(context::fail);
    }

    private void kept(RoutingContext context) {
        new QueryParameters(context, Set.of());
        String caseNo = CaseRoutes.caseNo(context);
        workers.run(() -> index.of(caseNo))
                .map(found -> found.orElseThrow(() -> CaseRoutes.unknown(caseNo)))
                .onSuccess(kept -> Answers.json(context, 200, RetentionJson.kept(kept)))
                .onFailure(context::fail);
    }

    private void change(RoutingContext context, BiFunction<String, String, Optional<Hold>> change) {
        new QueryParameters(context, Set.of());
        String caseNo = CaseRoutes.caseNo(context);
        RequestBody.read(context, "application/json", MAX_BODY_BYTES)
                .map(body -> why(body.getBytes()))
                .compose(why -> workers.run(() -> change.apply(caseNo, why)))
                .map(found -> found.orElseThrow(() -> CaseRoutes.unknown(caseNo)))
                .onSuccess(hold -> Answers.json(context, 200, RetentionJson.hold(hold)))
                .onFailure(context::fail);
    }

    private static String why(byte[] body) {
        BodyFields fields = new BodyFields(body, Set.of("why"));
        String why = fields.required("why", MAX_WHY_CHARS);
        fields.finish();
        return why;
    }
}
