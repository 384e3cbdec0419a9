package org.streetwarden.api.http;

import io.vertx.ext.web.RoutingContext;
import java.time.Duration;
import java.util.Arrays;
import java.util.List;
import java.util.Optional;
import java.util.Set;
import java.util.stream.Collectors;
import org.streetwarden.api.accounts.Caller;
import org.streetwarden.api.cases.Scope;
import org.streetwarden.api.coverage.CameraSight;
import org.streetwarden.api.coverage.CoverageIndex;
import org.streetwarden.api.coverage.CoverageWindow;
import org.streetwarden.api.coverage.Sight;
import org.streetwarden.api.coverage.Standing;
import org.streetwarden.api.wire.CoverageJson;

/** Shows whether cameras are seen as often as promised, and which are not. */
final class CoverageRoutes {

    private static final int MOST_HOURS = 168;
    private static final int USUAL_HOURS = 6;
    private static final int MOST_CAMERAS = 500;
    private static final String SIGHTS =
            Arrays.stream(Sight.values()).map(Enum::name).collect(Collectors.joining(", "));

    private final CoverageIndex index;
    private final Workers workers;

    private record Answer(Standing standing, List<CoverageWindow> windows) {}

    private record Found(CameraSight camera, List<CoverageIndex.Day> days) {}

    CoverageRoutes(CoverageIndex index, Workers workers) {
        this.index = index;
        this.workers = workers;
    }

    void mount(RouteTable routes) {
        routes.get("/api/v1/coverage", this::standing);
        routes.get("/api/v1/coverage/cameras", this::cameras);
        routes.get("/api/v1/coverage/cameras/{id}", this::camera);
    }

    private void standing(RoutingContext context) {
        QueryParameters query = new QueryParameters(context, Set.of("hours"));
        Duration back = Duration.ofHours(query.number("hours", 1, MOST_HOURS, USUAL_HOURS));
        workers.run(() -> {
                    Standing standing = index.standing();
                    return new Answer(standing, index.windows(standing.at().minus(back)));
                })
                .onSuccess(answer ->
                        Answers.json(context, 200, CoverageJson.standing(answer.standing(), answer.windows())))
                .onFailure(context::fail);
    }

    private void cameras(RoutingContext context) {
        QueryParameters query = new QueryParameters(context, Set.of("sight", "after", "limit"));
        List<Sight> sights = query.many("sight", SIGHTS, CoverageRoutes::sight);
        String after = query.one("after").orElse("");
        if (!after.isEmpty() && !CaseRoutes.CAMERA_ID.matcher(after).matches()) {
            throw Problem.badParameter("after", "a camera id", after);
        }
        int limit = query.number("limit", 1, MOST_CAMERAS, 50);
        Scope scope = Caller.of(context).scope();
        workers.run(() -> index.cameras(sights, after, limit, scope))
                .onSuccess(page -> Answers.json(context, 200, CoverageJson.page(page)))
                .onFailure(context::fail);
    }

    private static Optional<Sight> sight(String name) {
        return Arrays.stream(Sight.values())
                .filter(sight -> sight.name().equals(name))
                .findFirst();
    }

    private void camera(RoutingContext context) {
        new QueryParameters(context, Set.of());
        String id = context.pathParam("id");
        Scope scope = Caller.of(context).scope();
        workers.run(() -> index.camera(id, scope).map(camera -> new Found(camera, index.days(id))))
                .map(found -> found.orElseThrow(
                        () -> Problem.notFound("No worker has reported a camera of this id within a day.")))
                .onSuccess(found -> Answers.json(context, 200, CoverageJson.detail(found.camera(), found.days())))
                .onFailure(context::fail);
    }
}
