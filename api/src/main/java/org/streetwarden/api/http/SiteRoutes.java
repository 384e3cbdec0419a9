package org.streetwarden.api.http;

import io.vertx.ext.web.RoutingContext;
import java.util.List;
import java.util.Set;
import org.streetwarden.api.accounts.Caller;
import org.streetwarden.api.cases.Scope;
import org.streetwarden.api.sites.Site;
import org.streetwarden.api.sites.SiteIndex;
import org.streetwarden.api.wire.SiteJson;

/** Shows the register of dumping places. */
final class SiteRoutes {

    private static final int MOST = 200;

    private final SiteIndex index;
    private final Workers workers;

    SiteRoutes(SiteIndex index, Workers workers) {
        this.index = index;
        this.workers = workers;
    }

    void mount(RouteTable routes) {
        routes.get("/api/v1/sites", this::list);
        routes.get("/api/v1/sites/{siteId}", this::show);
    }

    private void list(RoutingContext context) {
        QueryParameters query = new QueryParameters(context, Set.of("before", "limit"));
        int before = query.number("before", 1, Integer.MAX_VALUE, Integer.MAX_VALUE);
        int limit = query.number("limit", 1, MOST, MOST);
        Scope scope = Caller.of(context).scope();
        workers.run(() -> index.list(scope, before, limit + 1))
                .onSuccess(found -> {
                    boolean more = found.size() > limit;
                    List<Site> page = more ? found.subList(0, limit) : found;
                    Answers.json(
                            context,
                            200,
                            SiteJson.page(page, more ? page.getLast().id() : null));
                })
                .onFailure(context::fail);
    }

    private void show(RoutingContext context) {
        new QueryParameters(context, Set.of());
        long siteId = number(context, "siteId");
        Scope scope = Caller.of(context).scope();
        workers.run(() -> index.find(scope, siteId))
                .map(found -> found.orElseThrow(() -> Problem.notFound("There is no site " + siteId + ".")))
                .onSuccess(site -> Answers.json(context, 200, SiteJson.site(site)))
                .onFailure(context::fail);
    }

    /** @throws Problem 404 where the path holds none */
    static long number(RoutingContext context, String parameter) {
        String text = context.pathParam(parameter);
        if (!text.matches("[1-9][0-9]{0,8}")) {
            throw Problem.notFound("The path holds no number for " + parameter + ".");
        }
        return Long.parseLong(text);
    }
}
