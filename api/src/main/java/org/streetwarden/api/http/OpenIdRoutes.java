package org.streetwarden.api.http;

import com.fasterxml.jackson.databind.node.JsonNodeFactory;
import com.fasterxml.jackson.databind.node.ObjectNode;
import io.vertx.core.Future;
import io.vertx.core.MultiMap;
import io.vertx.core.http.Cookie;
import io.vertx.core.http.CookieSameSite;
import io.vertx.ext.web.RoutingContext;
import java.util.List;
import java.util.Optional;
import java.util.Set;
import org.slf4j.Logger;
import org.slf4j.LoggerFactory;
import org.streetwarden.api.oidc.OpenIdSignIn;
import org.streetwarden.api.oidc.OpenIdSignIn.Brought;
import org.streetwarden.api.oidc.OpenIdSignIn.Opened;
import org.streetwarden.api.oidc.Provider;
import org.streetwarden.api.oidc.ProviderAway;

/** People go to the provider to sign in, and come back. */
final class OpenIdRoutes {

    private static final Logger LOG = LoggerFactory.getLogger(OpenIdRoutes.class);
    private static final int MAX_BYTES = 4096;
    private static final int MAX_CHARS = 500;
    private static final long COOKIE_S = 600;

    private final Optional<OpenIdSignIn> signIn;
    private final SessionCookie sessions;
    private final boolean tls;
    private final String name;
    private final Workers workers;

    /** @param signIn empty where no provider is configured */
    OpenIdRoutes(Optional<OpenIdSignIn> signIn, SessionCookie sessions, boolean tls, Workers workers) {
        this.signIn = signIn;
        this.sessions = sessions;
        this.tls = tls;
        this.name = tls ? "__Host-streetwarden-away" : "streetwarden-away";
        this.workers = workers;
    }

    void mount(RouteTable routes) {
        routes.get("/api/v1/session/ways", this::ways);
        routes.post("/api/v1/session/oidc", this::begin);
        routes.get(OpenIdSignIn.CALLBACK, this::finish);
    }

    private void ways(RoutingContext context) {
        new QueryParameters(context, Set.of());
        ObjectNode node = JsonNodeFactory.instance.objectNode();
        signIn.map(each -> each.provider().button())
                .ifPresentOrElse(words -> put(node.putObject("oidc"), words), () -> node.putNull("oidc"));
        Answers.json(context, 200, node);
    }

    private static void put(ObjectNode node, Provider.Words words) {
        node.put("zh", words.zh()).put("en", words.en());
    }

    private void begin(RoutingContext context) {
        new QueryParameters(context, Set.of());
        RequestBody.read(context, "application/json", MAX_BYTES)
                .map(body -> new BodyFields(body.getBytes(), Set.of("next")))
                .compose(fields -> {
                    String next = Optional.ofNullable(fields.optional("next", MAX_CHARS, false))
                            .orElse("/");
                    fields.finish();
                    OpenIdSignIn known = signIn.orElseThrow(OpenIdRoutes::none);
                    return workers.run(() -> known.begin(next));
                })
                .recover(failure -> Future.failedFuture(away(failure)))
                .onSuccess(begun -> {
                    context.response()
                            .addCookie(cookie(begun.cookie(), COOKIE_S))
                            .putHeader("Cache-Control", "no-store");
                    Answers.json(
                            context, 200, JsonNodeFactory.instance.objectNode().put("location", begun.location()));
                })
                .onFailure(context::fail);
    }

    private static Problem none() {
        return Problem.notFound("No other server signs people in here.");
    }

    private static Throwable away(Throwable failure) {
        if (failure instanceof ProviderAway) {
            LOG.warn("nobody can sign in by OpenID Connect: {}", failure.getMessage());
            return Problem.unavailable("The server that signs people in does not answer; try again soon.");
        }
        return failure;
    }

    /** A browser comes back; whatever is wrong is said on the page to sign in, and why in the log. */
    private void finish(RoutingContext context) {
        OpenIdSignIn known = signIn.orElseThrow(OpenIdRoutes::none);
        MultiMap query = context.queryParams();
        Cookie shown = context.request().getCookie(name);
        Brought brought = new Brought(
                shown == null ? null : shown.getValue(),
                one(query, "state"),
                one(query, "code"),
                one(query, "iss"),
                one(query, "error"));
        String address = SessionRoutes.by(context).address();
        workers.run(() -> known.finish(brought, address))
                .onSuccess(opened -> answer(context, opened))
                .onFailure(failure -> {
                    if (failure instanceof ProviderAway) {
                        LOG.warn("nobody can sign in by OpenID Connect: {}", failure.getMessage());
                        leave(context, "/login?refused=away");
                    } else {
                        context.fail(failure);
                    }
                });
    }

    /** @return null where it is absent or there are two */
    private static String one(MultiMap query, String name) {
        List<String> all = query.getAll(name);
        return all.size() == 1 ? all.getFirst() : null;
    }

    private void answer(RoutingContext context, Optional<Opened> opened) {
        opened.ifPresent(each -> sessions.set(context, each.session().text()));
        leave(context, opened.map(Opened::next).orElse("/login?refused=oidc"));
    }

    private void leave(RoutingContext context, String path) {
        context.response()
                .addCookie(cookie("", 0))
                .setStatusCode(303)
                .putHeader("Location", path)
                .putHeader("Cache-Control", "no-store")
                .end();
    }

    /** Sent along when the provider's page sends the browser back here, which {@code Strict} would not be. */
    private Cookie cookie(String value, long seconds) {
        return Cookie.cookie(name, value)
                .setPath("/")
                .setHttpOnly(true)
                .setSecure(tls)
                .setMaxAge(seconds)
                .setSameSite(CookieSameSite.LAX);
    }
}
