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
    private final Doorkeeper door;
    private final boolean open;
    private final List<String> operations;
    private final List<Taker> takers;

    /** Where a request with a body belongs. */
    private record Taker(HttpMethod method, Pattern path) {}

    RouteTable(Router router, Doorkeeper door) {
        this(router, door, false, new ArrayList<>(), new ArrayList<>());
    }

    private RouteTable(Router router, Doorkeeper door, boolean open, List<String> operations, List<Taker> takers) {
        this.router = router;
        this.door = door;
        this.open = open;
        this.operations = operations;
        this.takers = takers;
    }

    /** The same table for what is open to anyone and holds no data: pages and their files. */
    RouteTable open() {
        return new RouteTable(router, door, true, operations, takers);
    }

    /** @param template such as {@code /api/v1/cases/{caseNo}} */
    void get(String template, Handler<RoutingContext> handler) {
        route("get", template, handler).method(HttpMethod.GET).method(HttpMethod.HEAD);
    }

    /** A route that changes something and reads its request's body. */
    void post(String template, Handler<RoutingContext> handler) {
        takes(HttpMethod.POST, template, handler);
    }

    /** A route that changes something and reads its request's body. */
    void put(String template, Handler<RoutingContext> handler) {
        takes(HttpMethod.PUT, template, handler);
    }

    /** A route that adds its request's body to something. */
    void patch(String template, Handler<RoutingContext> handler) {
        takes(HttpMethod.PATCH, template, handler);
    }

    /** What a path can do, as its protocol says it in headers. */
    void options(String template, Handler<RoutingContext> handler) {
        takes(HttpMethod.OPTIONS, template, handler);
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
        route(method.name().toLowerCase(Locale.ROOT), template, handler).method(method);
        takers.add(new Taker(method, Pattern.compile(template.replaceAll("\\{\\w+}", "[^/]+"))));
    }

    private Route route(String method, String template, Handler<RoutingContext> handler) {
        String operation = method + " " + template;
        AccessTable.Rule rule = open ? AccessTable.OPEN : door.rule(operation);
        operations.add(operation);
        return router.route(template.replaceAll("\\{(\\w+)}", ":$1")).handler(context -> {
            context.put(TEMPLATE, template);
            if (context.pathParams().values().stream().anyMatch(RouteTable::unprintable)) {
                RequestGuard.refuse(context, Problem.notFound("The path holds a character that cannot be printed."));
            } else {
                admit(context, rule, handler);
            }
        });
    }

    private static boolean unprintable(String text) {
        return text.codePoints().anyMatch(Character::isISOControl);
    }

    /** Where a request with a body is refused at once, the body stays unread and the connection ends. */
    private void admit(RoutingContext context, AccessTable.Rule rule, Handler<RoutingContext> handler) {
        try {
            door.admit(context, rule, handler);
        } catch (Problem wrong) {
            if (takes(context.request().method(), context.request().path())) {
                RequestGuard.refuse(context, wrong);
            } else {
                throw wrong;
            }
        }
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
