package org.streetwarden.api.http;

import io.micrometer.core.instrument.MeterRegistry;
import io.micrometer.core.instrument.Timer;
import io.vertx.core.http.HttpMethod;
import io.vertx.core.http.HttpServerRequest;
import io.vertx.core.http.HttpServerResponse;
import io.vertx.ext.web.RoutingContext;
import java.util.Objects;
import java.util.Optional;
import java.util.Set;

/** What every request passes first: security headers, methods, bodies, the timer. */
final class RequestGuard {

    /** How long a refused body is still read, and thrown away. */
    private static final long LINGER_MS = 2000;

    private static final String PAGE_POLICY = "default-src 'none'; script-src 'self'; style-src 'self'; "
            + "img-src 'self' blob: data:; media-src 'self' blob:; connect-src 'self'; base-uri 'none'; "
            + "form-action 'none'; frame-ancestors 'none'; require-trusted-types-for 'script'; trusted-types 'none'";

    private static final Set<HttpMethod> SERVED = Set.of(HttpMethod.GET, HttpMethod.HEAD);

    private final MeterRegistry registry;
    private final RouteTable routes;

    RequestGuard(MeterRegistry registry, RouteTable routes) {
        this.registry = registry;
        this.routes = routes;
    }

    void handle(RoutingContext context) {
        Timer.Sample sample = Timer.start(registry);
        context.addEndHandler(done -> stop(sample, context));
        putSecurityHeaders(context.response());
        HttpServerRequest request = context.request();
        String path = Objects.requireNonNullElse(request.path(), "");
        if (routes.takes(request.method(), path)) {
            take(context);
        } else if (!SERVED.contains(request.method())) {
            String allowed = routes.allowed(path);
            context.response().putHeader("Allow", allowed);
            refuse(context, Problem.of(405, "Method not allowed", "Only " + allowed + " are served here."));
        } else if (carriesBody(request)) {
            refuse(context, Problem.of(413, "Body not allowed", "A GET or HEAD request carries no body here."));
        } else {
            context.next();
        }
    }

    /** Pages of other sites may not make a visitor's browser change anything. */
    private static void take(RoutingContext context) {
        HttpServerRequest request = context.request();
        String origin = request.getHeader("Origin");
        boolean foreign = "cross-site".equals(request.getHeader("Sec-Fetch-Site"))
                || (origin != null && !origin.endsWith("://" + request.getHeader("Host")));
        if (foreign) {
            refuse(context, Problem.of(403, "Forbidden", "Other sites' pages cannot change anything here."));
        } else {
            context.next();
        }
    }

    static void putSecurityHeaders(HttpServerResponse response) {
        response.putHeader("Content-Security-Policy", PAGE_POLICY)
                .putHeader("X-Content-Type-Options", "nosniff")
                .putHeader("X-Frame-Options", "DENY")
                .putHeader("Referrer-Policy", "no-referrer")
                .putHeader("Cross-Origin-Opener-Policy", "same-origin")
                .putHeader("Cross-Origin-Resource-Policy", "same-origin")
                .putHeader("Permissions-Policy", "camera=(), microphone=(), geolocation=()");
    }

    /** An unread body would be taken for the next request, so the connection ends. */
    static void refuse(RoutingContext context, Problem problem) {
        endConnection(context);
        context.fail(problem.status(), problem);
    }

    /** Once the answer is sent. */
    static void endConnection(RoutingContext context) {
        if (!context.response().headWritten()) {
            context.response().putHeader("Connection", "close");
        }
        context.addEndHandler(sent -> linger(context));
    }

    /**
     * A connection that is closed with bytes unread is reset, and whoever still sends never sees the answer. Bodies of unsaid length
     * are not read on: what is no chunk would end the connection before the answer.
     */
    private static void linger(RoutingContext context) {
        HttpServerRequest request = context.request();
        if (request.isEnded() || request.getHeader("Content-Length") == null) {
            request.connection().close();
            return;
        }
        long timer =
                context.vertx().setTimer(LINGER_MS, over -> request.connection().close());
        request.handler(unread -> {}).endHandler(read -> {
            context.vertx().cancelTimer(timer);
            request.connection().close();
        });
        request.resume();
    }

    static boolean carriesBody(HttpServerRequest request) {
        return request.getHeader("Transfer-Encoding") != null
                || !Optional.ofNullable(request.getHeader("Content-Length"))
                        .orElse("0")
                        .equals("0");
    }

    private void stop(Timer.Sample sample, RoutingContext context) {
        String template = context.get(RouteTable.TEMPLATE, "unmatched");
        sample.stop(Timer.builder("streetwarden.http.requests")
                .tag("route", template)
                .tag("status", Integer.toString(context.response().getStatusCode()))
                .register(registry));
    }
}
