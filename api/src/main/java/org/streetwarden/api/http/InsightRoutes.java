package org.streetwarden.api.http;

import io.vertx.ext.web.RoutingContext;
import java.time.Clock;
import java.time.Instant;
import java.util.Set;
import org.streetwarden.api.accounts.Caller;
import org.streetwarden.api.cases.Scope;
import org.streetwarden.api.insight.InsightIndex;
import org.streetwarden.api.insight.Span;
import org.streetwarden.api.wire.InsightJson;

/** Shows what the cases of some weeks say together. */
final class InsightRoutes {

    private static final int MOST_WEEKS = 26;
    private static final int USUAL_WEEKS = 9;

    private final InsightIndex index;
    private final Clock clock;
    private final Workers workers;

    InsightRoutes(InsightIndex index, Clock clock, Workers workers) {
        this.index = index;
        this.clock = clock;
        this.workers = workers;
    }

    void mount(RouteTable routes) {
        routes.get("/api/v1/insight", this::show);
    }

    private void show(RoutingContext context) {
        QueryParameters query = new QueryParameters(context, Set.of("weeks", "to"));
        int weeks = query.number("weeks", 1, MOST_WEEKS, USUAL_WEEKS);
        Instant now = clock.instant();
        Instant asked = query.time("to");
        Instant to = asked == null || asked.isAfter(now) ? now : asked;
        Scope scope = Caller.of(context).scope();
        workers.run(() -> index.of(new Span(to, weeks, now, scope.grids(), scope.cameraGroups())))
                .onSuccess(insight -> Answers.json(context, 200, InsightJson.of(insight)))
                .onFailure(context::fail);
    }
}
