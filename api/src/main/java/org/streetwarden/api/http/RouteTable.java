package org.streetwarden.api.http;

import io.vertx.core.Handler;
import io.vertx.core.http.HttpMethod;
import io.vertx.ext.web.Route;
import io.vertx.ext.web.Router;
import io.vertx.ext.web.RoutingContext;
import java.util.ArrayList;
import java.util.List;
import java.util.Locale;
import java.util.regex.Pattern;
import java.util.stream.Collectors;

/** Every route with its template as {@code openapi.yaml} writes it. */
final class RouteTable {

    static final String TEMPLATE = "template";

    private final Router router;
    private final List<String> operations = new ArrayList<>();
    private final List<Taker> takers = new ArrayList<>();

    /** Where a request with a body belongs. */
    private record Taker(HttpMethod method, Pattern path) {}

    RouteTable(Router router) {
        this.router = router;
    }

    /** @param template such as {@code /api/v1/cases/{caseNo}} */
    void get(String template, Handler<RoutingContext> handler) {
        operations.add("get " + template);
        route(template, handler).method(HttpMethod.GET).method(HttpMethod.HEAD);
    }

    /** A route that changes something and reads its request's body. */
    void post(String template, Handler<RoutingContext> handler) {
        takes(HttpMethod.POST, template, handler);
    }

    /** A route that changes something and reads its request's body. */
    void put(String template, Handler<RoutingContext> handler) {
        takes(HttpMethod.PUT, template, handler);
    }

    /** A route that takes something back; who and why stand in its headers, and it has no body. */
    void delete(String template, Handler<RoutingContext> handler) {
        takes(HttpMethod.DELETE, template, context -> {
            if (RequestGuard.carriesBody(context.request())) {
                throw Problem.of(413, "Body not allowed", "A DELETE request carries no body here.");
            }
            handler.handle(context);
        });
    }

    private void takes(HttpMethod method, String template, Handler<RoutingContext> handler) {
        operations.add(method.name().toLowerCase(Locale.ROOT) + " " + template);
        route(template, context -> handle(context, handler)).method(method);
        takers.add(new Taker(method, Pattern.compile(template.replaceAll("\\{\\w+}", "[^/]+"))));
    }

    /** Where a handler refuses at once, the body stays unread and the connection ends. */
    private static void handle(RoutingContext context, Handler<RoutingContext> handler) {
        try {
            handler.handle(context);
        } catch (Problem wrong) {
            RequestGuard.refuse(context, wrong);
        }
    }

    private Route route(String template, Handler<RoutingContext> handler) {
        return router.route(template.replaceAll("\\{(\\w+)}", ":$1")).handler(context -> {
            context.put(TEMPLATE, template);
            if (context.pathParams().values().stream().anyMatch(RouteTable::unprintable)) {
                RequestGuard.refuse(context, Problem.notFound("The path holds a character that cannot be printed."));
            } else {
                handler.handle(context);
            }
        });
    }

    private static boolean unprintable(String text) {
        return text.codePoints().anyMatch(Character::isISOControl);
    }

    /** Whether some route reads the body of such a request. */
    boolean takes(HttpMethod method, String path) {
        return takers.stream()
                .anyMatch(taker ->
                        taker.method.equals(method) && taker.path.matcher(path).matches());
    }

    /** The methods that a path is served with, as an Allow header says it. */
    String allowed(String path) {
        return "GET, HEAD"
                + takers.stream()
                        .filter(taker -> taker.path.matcher(path).matches())
                        .map(taker -> ", " + taker.method.name())
                        .distinct()
                        .collect(Collectors.joining());
    }

    /** Method and template of each, as in {@code get /api/v1/cases}. */
    List<String> operations() {
        return List.copyOf(operations);
    }
}
