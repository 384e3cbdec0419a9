package org.streetwarden.api.http;

import io.vertx.core.Handler;
import io.vertx.core.http.HttpMethod;
import io.vertx.ext.web.Router;
import io.vertx.ext.web.RoutingContext;
import java.util.ArrayList;
import java.util.List;

/** Every route with its template as {@code openapi.yaml} writes it. */
final class RouteTable {

    static final String TEMPLATE = "template";

    private final Router router;
    private final List<String> templates = new ArrayList<>();

    RouteTable(Router router) {
        this.router = router;
    }

    /** @param template such as {@code /api/v1/cases/{caseNo}} */
    void get(String template, Handler<RoutingContext> handler) {
        templates.add(template);
        router.route(template.replaceAll("\\{(\\w+)}", ":$1"))
                .method(HttpMethod.GET)
                .method(HttpMethod.HEAD)
                .handler(context -> {
                    context.put(TEMPLATE, template);
                    handler.handle(context);
                });
    }

    List<String> templates() {
        return List.copyOf(templates);
    }
}
