package org.streetwarden.api.http;

import io.vertx.ext.web.RoutingContext;
import java.util.List;
import java.util.Set;
import org.streetwarden.api.directory.DirectoryFilter;
import org.streetwarden.api.directory.DirectoryIndex;
import org.streetwarden.api.directory.DirectoryRow;
import org.streetwarden.api.wire.DirectoryJson;

/** Lists the camera directory and shows one entry. */
final class DirectoryRoutes {

    private static final int MAX_ENTRIES = 500;
    private static final Set<String> PARAMETERS =
            Set.of("source", "division", "kind", "status", "released", "present", "after", "limit");

    private final DirectoryIndex index;
    private final Workers workers;

    private record Found(DirectoryRow row, List<DirectoryIndex.Step> history) {}

    DirectoryRoutes(DirectoryIndex index, Workers workers) {
        this.index = index;
        this.workers = workers;
    }

    void mount(RouteTable routes) {
        routes.get("/api/v1/cameras/directory", this::list);
        routes.get("/api/v1/cameras/directory/{code}", this::show);
    }

    private void list(RoutingContext context) {
        QueryParameters query = new QueryParameters(context, PARAMETERS);
        DirectoryFilter filter = new DirectoryFilter(
                query.one("source").orElse(null),
                digits(query, "division", 8),
                query.one("kind").orElse(null),
                query.one("status").orElse(null),
                query.flag("released").orElse(null),
                query.flag("present").orElse(null));
        String after = digits(query, "after", 20);
        int limit = query.number("limit", 1, MAX_ENTRIES, 50);
        workers.run(() -> index.list(filter, after == null ? "" : after, limit))
                .onSuccess(page -> Answers.json(context, 200, DirectoryJson.page(page)))
                .onFailure(context::fail);
    }

    private static String digits(QueryParameters query, String name, int most) {
        return query.one(name)
                .map(text -> {
                    if (!text.matches("[0-9]{1," + most + "}")) {
                        throw Problem.badParameter(name, "1 to " + most + " digits", text);
                    }
                    return text;
                })
                .orElse(null);
    }

    private void show(RoutingContext context) {
        new QueryParameters(context, Set.of());
        String code = context.pathParam("code");
        workers.run(() -> index.find(code).map(row -> new Found(row, index.history(code))))
                .map(found -> found.orElseThrow(() -> Problem.notFound("The directory has no entry of this code.")))
                .onSuccess(found -> Answers.json(context, 200, DirectoryJson.detail(found.row(), found.history())))
                .onFailure(context::fail);
    }
}
