package org.streetwarden.api.http;

import com.fasterxml.jackson.databind.JsonNode;
import io.vertx.core.Future;
import io.vertx.ext.web.RoutingContext;
import java.io.IOException;
import java.util.Set;
import org.streetwarden.api.accounts.Caller;
import org.streetwarden.api.fleet.Fleet;
import org.streetwarden.api.fleet.FleetBoard;
import org.streetwarden.api.wire.FleetJson;

/** Shows the workers, and tells one to give its cameras away or to work again. */
final class FleetRoutes {

    private static final int MAX_BODY_BYTES = 4096;
    private static final Set<String> FIELDS = Set.of("who", "why");
    private static final String DRAIN = "/api/v1/fleet/workers/{id}/drain";

    private final FleetBoard board;
    private final Workers workers;

    FleetRoutes(FleetBoard board, Workers workers) {
        this.board = board;
        this.workers = workers;
    }

    void mount(RouteTable routes) {
        routes.get("/api/v1/fleet", this::show);
        routes.post(DRAIN, this::drain);
        routes.delete(DRAIN, this::undo);
    }

    private void show(RoutingContext context) {
        new QueryParameters(context, Set.of());
        answer(context, workers.run(board::fleet));
    }

    private static void answer(RoutingContext context, Future<Fleet> fleet) {
        fleet.onSuccess(found -> Answers.json(context, 200, FleetJson.fleet(found)))
                .onFailure(failure -> context.fail(
                        failure instanceof IOException
                                ? Problem.unavailable("Redis does not answer; try again soon.")
                                : failure));
    }

    private void drain(RoutingContext context) {
        new QueryParameters(context, Set.of());
        String id = workerId(context);
        answer(
                context,
                RequestBody.read(context, "application/json", MAX_BODY_BYTES)
                        .map(body -> RequestBody.object(body.getBytes()))
                        .compose(body -> tell(id, true, Caller.of(context).name(), text(body, "why"))));
    }

    private static String text(JsonNode body, String field) {
        body.fieldNames().forEachRemaining(name -> {
            if (!FIELDS.contains(name)) {
                throw Problem.badParameter("body", "only who, why", name);
            }
        });
        return RequestBody.text(field, body.path(field).asText());
    }

    private void undo(RoutingContext context) {
        new QueryParameters(context, Set.of());
        String id = workerId(context);
        String who = RequestBody.text(context, "X-Who");
        String why = RequestBody.text(context, "X-Why");
        answer(context, tell(id, false, who, why));
    }

    private Future<Fleet> tell(String id, boolean drain, String who, String why) {
        return workers.run(() -> {
            boolean known = board.fleet().members().stream()
                    .anyMatch(member -> member.status().workerId().equals(id));
            if (!known && drain) {
                throw Problem.notFound("No worker " + id + " has spoken within an hour.");
            }
            board.tell(id, drain, who, why);
            return board.fleet();
        });
    }

    /** @throws Problem 404 where the path holds no worker's id */
    private static String workerId(RoutingContext context) {
        String id = context.pathParam("id");
        if (!CaseRoutes.CAMERA_ID.matcher(id).matches()) {
            throw Problem.notFound("The path holds no worker's id.");
        }
        return id;
    }
}
