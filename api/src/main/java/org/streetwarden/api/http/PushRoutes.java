package org.streetwarden.api.http;

import io.vertx.core.Future;
import io.vertx.ext.web.RoutingContext;
import java.time.DateTimeException;
import java.time.LocalDate;
import java.util.List;
import java.util.Optional;
import java.util.Set;
import org.streetwarden.api.accounts.Caller;
import org.streetwarden.api.adapters.AdapterFile;
import org.streetwarden.api.cases.CaseNumber;
import org.streetwarden.api.push.DeliveryLog;
import org.streetwarden.api.push.DeliveryLog.Done;
import org.streetwarden.api.push.Feed;
import org.streetwarden.api.push.PushJson;
import org.streetwarden.api.push.TryOut;

/** Shows what is pushed and what became of it, and serves the feed that platforms read. */
final class PushRoutes {

    private static final int MOST_BYTES = 4096;
    private static final int MOST_LINE_CHARS = 500;
    private static final int MOST_ROWS = 200;
    private static final int USUAL_ROWS = 50;
    private static final List<String> STATES = List.of("WAITING", "HELD", "DELIVERED", "DEAD", "SKIPPED");

    private final DeliveryLog log;
    private final Feed feed;
    private final TryOut tryOut;
    private final Workers workers;

    PushRoutes(WebServer.Push push, Workers workers) {
        this.log = push.log();
        this.feed = push.feed();
        this.tryOut = push.tryOut();
        this.workers = workers;
    }

    void mount(RouteTable routes) {
        routes.get("/api/v1/push/targets", this::targets);
        routes.post("/api/v1/push/targets/{id}/enable", this::enable);
        routes.get("/api/v1/push/targets/{id}/try", this::tryOut);
        routes.get("/api/v1/push/deliveries", this::deliveries);
        routes.post("/api/v1/push/deliveries/{id}/replay", this::replay);
        routes.get("/api/v1/feed", this::feed);
        routes.get("/api/v1/feed/days/{day}", this::day);
    }

    private void targets(RoutingContext context) {
        new QueryParameters(context, Set.of());
        workers.run(log::targets)
                .onSuccess(rows -> Answers.json(context, 200, PushJson.targets(rows)))
                .onFailure(context::fail);
    }

    private void tryOut(RoutingContext context) {
        QueryParameters query = new QueryParameters(context, Set.of("case", "op"));
        String caseNo = query.one("case")
                .filter(CaseNumber::looksLikeOne)
                .orElseThrow(() -> Problem.badParameter(
                        "case", "a case number", query.one("case").orElse("nothing")));
        String op = query.one("op").orElse("CREATE");
        if (!AdapterFile.OPS.contains(op) && !op.equals(TryOut.NEARBY)) {
            String known = String.join(", ", AdapterFile.OPS) + ", " + TryOut.NEARBY;
            throw Problem.badParameter("op", "one of " + known, op);
        }
        String target = context.pathParam("id");
        workers.run(() -> tryOut.of(target, caseNo, op))
                .map(shown -> shown.orElseThrow(() -> Problem.notFound("There is no such target or case.")))
                .onSuccess(shown -> Answers.json(context, 200, shown))
                .onFailure(context::fail);
    }

    private void deliveries(RoutingContext context) {
        QueryParameters query = new QueryParameters(context, Set.of("target", "state", "after", "limit"));
        String target = query.one("target").orElse(null);
        String state = query.one("state").orElse(null);
        if (state != null && !STATES.contains(state)) {
            throw Problem.badParameter("state", "one of " + String.join(", ", STATES), state);
        }
        long after = cursor(query);
        int limit = query.number("limit", 1, MOST_ROWS, USUAL_ROWS);
        workers.run(() -> log.list(target, state, after, limit))
                .onSuccess(rows -> Answers.json(context, 200, PushJson.deliveries(rows, limit)))
                .onFailure(context::fail);
    }

    /** @return 0 where there is none */
    private static long cursor(QueryParameters query) {
        return query.one("after")
                .map(text -> number(text)
                        .orElseThrow(
                                () -> Problem.badParameter("after", "a cursor as an earlier answer gave it", text)))
                .orElse(0L);
    }

    private static Optional<Long> number(String text) {
        return text.matches("[0-9]{1,18}") ? Optional.of(Long.parseLong(text)) : Optional.empty();
    }

    private record Order(String who, String why) {}

    private static Future<Order> order(RoutingContext context) {
        new QueryParameters(context, Set.of());
        return RequestBody.read(context, "application/json", MOST_BYTES).map(body -> {
            BodyFields fields = new BodyFields(body.getBytes(), Set.of("who", "why"));
            Order order = new Order(Caller.of(context).name(), fields.required("why", MOST_LINE_CHARS));
            fields.finish();
            return order;
        });
    }

    private void replay(RoutingContext context) {
        Optional<Long> id = number(context.pathParam("id"));
        order(context)
                .compose(order -> workers.run(() -> id.map(each -> log.replay(each, order.who(), order.why()))
                        .orElse(Done.UNKNOWN)))
                .onSuccess(done -> answer(context, done, "delivery", "It waits already, is held, or was skipped."))
                .onFailure(context::fail);
    }

    private void enable(RoutingContext context) {
        String id = context.pathParam("id");
        order(context)
                .compose(order -> workers.run(() -> log.enable(id, order.who(), order.why())))
                .onSuccess(done -> answer(context, done, "target", "It is served already."))
                .onFailure(context::fail);
    }

    private static void answer(RoutingContext context, Done done, String what, String notNow) {
        switch (done) {
            case DONE -> context.response().setStatusCode(204).end();
            case UNKNOWN -> context.fail(Problem.notFound("There is no such " + what + "."));
            case NOT_NOW -> context.fail(Problem.of(409, "Not possible now", notNow));
        }
    }

    private void feed(RoutingContext context) {
        QueryParameters query = new QueryParameters(context, Set.of("after", "limit"));
        long after = cursor(query);
        int limit = query.number("limit", 1, MOST_ROWS, USUAL_ROWS);
        workers.run(() -> feed.after(after, limit))
                .onSuccess(page -> Answers.json(context, 200, PushJson.page(page)))
                .onFailure(context::fail);
    }

    private void day(RoutingContext context) {
        new QueryParameters(context, Set.of());
        LocalDate day = day(context.pathParam("day"));
        workers.run(() -> feed.day(day))
                .onSuccess(found -> Answers.json(context, 200, PushJson.day(found)))
                .onFailure(context::fail);
    }

    private static LocalDate day(String text) {
        try {
            if (text.matches("[0-9]{4}-[0-9]{2}-[0-9]{2}")) {
                return LocalDate.parse(text);
            }
        } catch (DateTimeException noDay) {
            throw Problem.badParameter("day", "a day as 2026-11-21", text);
        }
        throw Problem.badParameter("day", "a day as 2026-11-21", text);
    }
}
