package org.streetwarden.api.http;

import com.fasterxml.jackson.databind.node.JsonNodeFactory;
import com.fasterxml.jackson.databind.node.ObjectNode;
import io.vertx.ext.web.RoutingContext;
import java.util.Optional;
import java.util.Set;
import org.streetwarden.api.accounts.By;
import org.streetwarden.api.accounts.Caller;
import org.streetwarden.api.accounts.Secret;
import org.streetwarden.api.accounts.Sessions;
import org.streetwarden.api.accounts.SignIn;
import org.streetwarden.api.oidc.OpenIdSignIn;

/** People sign in and out. */
final class SessionRoutes {

    private static final int MAX_BYTES = 4096;
    private static final int MAX_CHARS = 200;

    private final SignIn signIn;
    private final Sessions sessions;
    private final Optional<OpenIdSignIn> openId;
    private final SessionCookie cookie;
    private final Workers workers;

    SessionRoutes(WebServer.People people, SessionCookie cookie, Workers workers) {
        this.signIn = people.signIn();
        this.sessions = people.sessions();
        this.openId = people.openId();
        this.cookie = cookie;
        this.workers = workers;
    }

    void mount(RouteTable routes) {
        routes.post("/api/v1/session", this::open);
        routes.get("/api/v1/session", this::show);
        routes.delete("/api/v1/session", this::end);
    }

    static By by(RoutingContext context) {
        return new By(
                Caller.of(context).name(), context.request().remoteAddress().hostAddress());
    }

    private void open(RoutingContext context) {
        new QueryParameters(context, Set.of());
        String address = by(context).address();
        RequestBody.read(context, "application/json", MAX_BYTES)
                .map(body -> new BodyFields(body.getBytes(), Set.of("name", "password", "code", "link")))
                .compose(fields -> {
                    if (fields.has("link")) {
                        Secret link = Secret.parse(String.valueOf(fields.optional("link", MAX_CHARS, false)))
                                .orElseThrow(SessionRoutes::refused);
                        return workers.run(() -> sessions.byLink(link, address));
                    }
                    String name = fields.required("name", MAX_CHARS);
                    String password = fields.required("password", MAX_CHARS);
                    String code = Optional.ofNullable(fields.optional("code", MAX_CHARS, false))
                            .orElse("");
                    fields.finish();
                    return workers.run(() -> signIn.open(name, password, code, address));
                })
                .map(opened -> opened.orElseThrow(SessionRoutes::refused))
                .onSuccess(secret -> {
                    cookie.set(context, secret.text());
                    context.response()
                            .setStatusCode(204)
                            .putHeader("Cache-Control", "no-store")
                            .end();
                })
                .onFailure(context::fail);
    }

    private static Problem refused() {
        return Problem.of(
                401,
                "Not signed in",
                "Name, password, code or link do not hold, or the account is locked for a while.");
    }

    private void show(RoutingContext context) {
        new QueryParameters(context, Set.of());
        Caller caller = Caller.of(context);
        ObjectNode node = JsonNodeFactory.instance.objectNode().put("name", caller.name());
        AccountJson.put(node, caller.roles(), caller.scope());
        Answers.json(context, 200, node);
    }

    private void end(RoutingContext context) {
        new QueryParameters(context, Set.of());
        By by = by(context);
        Optional<Secret> shown = cookie.read(context).flatMap(Secret::parse);
        workers.run(() -> shown.flatMap(secret -> sessions.end(secret, by))
                        .flatMap(issuer -> openId.flatMap(each -> each.signOut(issuer))))
                .onSuccess(elsewhere -> {
                    cookie.clear(context);
                    elsewhere.ifPresentOrElse(
                            page -> Answers.json(
                                    context,
                                    200,
                                    JsonNodeFactory.instance.objectNode().put("location", page)),
                            () -> context.response().setStatusCode(204).end());
                })
                .onFailure(context::fail);
    }
}
