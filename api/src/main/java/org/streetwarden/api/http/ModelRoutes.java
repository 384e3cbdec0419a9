package org.streetwarden.api.http;

import io.vertx.ext.web.RoutingContext;
import java.util.Arrays;
import java.util.List;
import java.util.Optional;
import java.util.Set;
import java.util.regex.Pattern;
import java.util.stream.Collectors;
import org.streetwarden.api.accounts.Caller;
import org.streetwarden.api.models.ModelEntry;
import org.streetwarden.api.models.ModelState;
import org.streetwarden.api.models.StepRequest;
import org.streetwarden.api.wire.ModelJson;
import org.streetwarden.casefile.ModelRole;
import org.streetwarden.casefile.Rollout;

/** Lists models, shows one, moves them, and shows what workers are to follow. */
final class ModelRoutes {

    static final Pattern SHA256 = Pattern.compile("[0-9a-f]{64}");

    private static final String STATES =
            Arrays.stream(ModelState.values()).map(Enum::name).collect(Collectors.joining(", "));
    private static final String ROLES = "active, canary, shadow";

    private final WebServer.Models models;
    private final Workers workers;

    ModelRoutes(WebServer.Models models, Workers workers) {
        this.models = models;
        this.workers = workers;
    }

    void mount(RouteTable routes) {
        routes.get("/api/v1/models", this::list);
        routes.get("/api/v1/models/{sha256}", this::show);
        routes.post("/api/v1/models/{sha256}/steps", this::step);
        routes.get("/api/v1/models/{sha256}/shadow", this::shadow);
        routes.get("/api/v1/models/{sha256}/totals", this::totals);
        routes.get("/api/v1/rollout", this::rollout);
    }

    private void list(RoutingContext context) {
        QueryParameters query = new QueryParameters(context, Set.of("state"));
        List<ModelState> states = query.many("state", STATES, ModelRoutes::state);
        workers.run(models.registry()::list)
                .map(all -> all.stream()
                        .filter(model -> states.isEmpty() || states.contains(model.state()))
                        .toList())
                .onSuccess((List<ModelEntry> found) -> Answers.json(context, 200, ModelJson.list(found)))
                .onFailure(context::fail);
    }

    private static Optional<ModelState> state(String name) {
        return Arrays.stream(ModelState.values())
                .filter(state -> state.name().equals(name))
                .findFirst();
    }

    private void show(RoutingContext context) {
        new QueryParameters(context, Set.of());
        answer(context, sha256(context));
    }

    private void answer(RoutingContext context, String sha256) {
        workers.run(() -> models.registry().detail(sha256))
                .map(found -> found.orElseThrow(() -> unknown(sha256)))
                .onSuccess(detail -> Answers.json(context, 200, ModelJson.detail(detail)))
                .onFailure(context::fail);
    }

    private void step(RoutingContext context) {
        new QueryParameters(context, Set.of());
        String sha256 = sha256(context);
        RequestBody.read(context, "application/json", StepJson.MAX_BYTES)
                .map(body -> StepJson.read(
                        sha256, body.getBytes(), Caller.of(context).name()))
                .compose((StepRequest request) -> workers.run(() -> {
                    models.steps().take(request);
                    return request;
                }))
                .onSuccess(done -> answer(context, sha256))
                .onFailure(context::fail);
    }

    private void shadow(RoutingContext context) {
        QueryParameters query = new QueryParameters(context, Set.of("group"));
        totals(context, group(query), ModelRole.SHADOW);
    }

    private void totals(RoutingContext context) {
        QueryParameters query = new QueryParameters(context, Set.of("group", "role"));
        String role = query.one("role").orElse("active");
        if (!List.of(ROLES.split(", ")).contains(role)) {
            throw Problem.badParameter("role", ROLES, role);
        }
        totals(context, group(query), ModelRole.valueOf(role.toUpperCase(java.util.Locale.ROOT)));
    }

    private void totals(RoutingContext context, String group, ModelRole role) {
        String sha256 = sha256(context);
        workers.run(() -> models.rollout().totals(sha256, group, role))
                .onSuccess(totals -> Answers.json(context, 200, ModelJson.totals(sha256, totals)))
                .onFailure(context::fail);
    }

    private static String group(QueryParameters query) {
        String group = query.one("group").orElse(Rollout.DEFAULT_GROUP);
        if (!StepJson.GROUP.matcher(group).matches()) {
            throw Problem.badParameter("group", "the name of a group of cameras", group);
        }
        return group;
    }

    private void rollout(RoutingContext context) {
        new QueryParameters(context, Set.of());
        workers.run(models.rollout()::standing)
                .onSuccess(standing -> Answers.json(context, 200, ModelJson.rollout(standing)))
                .onFailure(context::fail);
    }

    /** @throws Problem 404 where the path holds no digest */
    static String sha256(RoutingContext context) {
        String sha256 = context.pathParam("sha256");
        if (!SHA256.matcher(sha256).matches()) {
            throw Problem.notFound("The path holds no digest of 64 lower-case hexadecimal digits.");
        }
        return sha256;
    }

    static Problem unknown(String sha256) {
        return Problem.notFound("There is no model " + sha256 + ".");
    }
}
