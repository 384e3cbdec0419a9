package org.streetwarden.api.http;

import com.fasterxml.jackson.databind.node.ArrayNode;
import com.fasterxml.jackson.databind.node.JsonNodeFactory;
import com.fasterxml.jackson.databind.node.ObjectNode;
import io.vertx.core.Future;
import io.vertx.ext.web.RoutingContext;
import java.net.URLEncoder;
import java.nio.charset.StandardCharsets;
import java.util.List;
import java.util.Optional;
import java.util.Set;
import org.streetwarden.api.accounts.By;
import org.streetwarden.api.accounts.OwnAccount;
import org.streetwarden.api.accounts.Secret;
import org.streetwarden.api.accounts.Sessions;
import org.streetwarden.api.accounts.SignIn;
import org.streetwarden.api.accounts.SignIn.Proposed;

/** People look after their own accounts: password, one-time codes, where they are signed in. */
final class OwnAccountRoutes {

    private static final int MAX_BYTES = 4096;
    private static final int MAX_CHARS = 200;

    private final SignIn signIn;
    private final OwnAccount own;
    private final Sessions sessions;
    private final SessionCookie cookie;
    private final Workers workers;

    OwnAccountRoutes(WebServer.People people, SessionCookie cookie, Workers workers) {
        this.signIn = people.signIn();
        this.own = people.own();
        this.sessions = people.sessions();
        this.cookie = cookie;
        this.workers = workers;
    }

    void mount(RouteTable routes) {
        routes.get("/api/v1/session/account", this::show);
        routes.delete("/api/v1/session/sessions", this::endOthers);
        routes.delete("/api/v1/session/sessions/{id}", this::endOne);
        routes.post("/api/v1/session/password", this::changePassword);
        routes.post("/api/v1/session/codes", this::proposeCodes);
        routes.put("/api/v1/session/codes", this::confirmCodes);
        routes.post("/api/v1/session/codes/off", this::dropCodes);
    }

    private Optional<Secret> present(RoutingContext context) {
        return cookie.read(context).flatMap(Secret::parse);
    }

    private void show(RoutingContext context) {
        new QueryParameters(context, Set.of());
        By by = SessionRoutes.by(context);
        Optional<Secret> present = present(context);
        workers.run(() -> own.show(by.name(), present))
                .map(shown -> shown.orElseThrow(() -> Problem.notFound("A key asks, which is no account.")))
                .onSuccess(shown -> Answers.json(context, 200, json(shown)))
                .onFailure(context::fail);
    }

    private static ObjectNode json(OwnAccount.Shown shown) {
        ObjectNode node = AccountJson.account(shown.account()).put("recoveryCodes", shown.recoveryCodes());
        ArrayNode sessions = node.putArray("sessions");
        shown.sessions().forEach(each -> sessions.addObject()
                .put("id", each.id())
                .put("address", each.address())
                .put("madeAt", each.madeAt().toString())
                .put("seenAt", each.seenAt().toString())
                .put("endsAt", each.endsAt().toString())
                .put("present", each.present()));
        ArrayNode signIns = node.putArray("signIns");
        shown.signIns().forEach(each -> signIns.addObject()
                .put("at", each.at().toString())
                .put("how", each.how())
                .put("address", each.address()));
        return node;
    }

    private void endOne(RoutingContext context) {
        new QueryParameters(context, Set.of());
        By by = SessionRoutes.by(context);
        String id = context.pathParam("id");
        workers.run(() -> sessions.endOwn(id, by))
                .onSuccess(ended -> {
                    if (ended) {
                        done(context);
                    } else {
                        context.fail(Problem.notFound("You have no such session."));
                    }
                })
                .onFailure(context::fail);
    }

    private void endOthers(RoutingContext context) {
        new QueryParameters(context, Set.of());
        By by = SessionRoutes.by(context);
        Optional<Secret> present = present(context);
        workers.run(() -> {
                    sessions.endOthers(present, by);
                    return true;
                })
                .onSuccess(ended -> done(context))
                .onFailure(context::fail);
    }

    private static Future<BodyFields> body(RoutingContext context, Set<String> known) {
        new QueryParameters(context, Set.of());
        return RequestBody.read(context, "application/json", MAX_BYTES)
                .map(body -> new BodyFields(body.getBytes(), known));
    }

    private void changePassword(RoutingContext context) {
        By by = SessionRoutes.by(context);
        Optional<Secret> present = present(context);
        body(context, Set.of("old", "new"))
                .compose(fields -> {
                    String old = fields.required("old", MAX_CHARS);
                    String chosen = fields.required("new", MAX_CHARS);
                    fields.finish();
                    return workers.run(() -> signIn.change(old, chosen, present, by));
                })
                .onSuccess(objection -> doneUnless(context, objection))
                .onFailure(context::fail);
    }

    private void proposeCodes(RoutingContext context) {
        By by = SessionRoutes.by(context);
        body(context, Set.of("password"))
                .compose(fields -> {
                    String password = fields.required("password", MAX_CHARS);
                    fields.finish();
                    return workers.run(() -> signIn.proposeCodes(password, by));
                })
                .onSuccess(proposed -> {
                    if (proposed.objection() == null) {
                        Answers.json(context, 201, json(proposed, by.name()));
                    } else {
                        context.fail(unusable(proposed.objection()));
                    }
                })
                .onFailure(context::fail);
    }

    private static ObjectNode json(Proposed proposed, String name) {
        String encoded = URLEncoder.encode(name, StandardCharsets.UTF_8).replace("+", "%20");
        String uri =
                "otpauth://totp/Streetwarden:%s?secret=%s&issuer=Streetwarden".formatted(encoded, proposed.secret());
        QrPath drawn = QrPath.of(uri);
        ObjectNode node = JsonNodeFactory.instance
                .objectNode()
                .put("secret", proposed.secret())
                .put("uri", uri);
        node.putObject("qr").put("size", drawn.size()).put("path", drawn.data());
        return node;
    }

    private void confirmCodes(RoutingContext context) {
        By by = SessionRoutes.by(context);
        body(context, Set.of("code"))
                .compose(fields -> {
                    String code = fields.required("code", MAX_CHARS);
                    fields.finish();
                    return workers.run(() -> signIn.confirmCodes(code, by));
                })
                .map(codes ->
                        codes.orElseThrow(() -> unusable("code: expected one of the proposed secret, found another")))
                .onSuccess(codes -> Answers.json(context, 200, json(codes)))
                .onFailure(context::fail);
    }

    private static ObjectNode json(List<String> recoveryCodes) {
        ObjectNode node = JsonNodeFactory.instance.objectNode();
        ArrayNode codes = node.putArray("recoveryCodes");
        recoveryCodes.forEach(codes::add);
        return node;
    }

    private void dropCodes(RoutingContext context) {
        By by = SessionRoutes.by(context);
        body(context, Set.of("password", "code"))
                .compose(fields -> {
                    String password = fields.required("password", MAX_CHARS);
                    String code = fields.required("code", MAX_CHARS);
                    fields.finish();
                    return workers.run(() -> signIn.dropCodes(password, code, by));
                })
                .onSuccess(objection -> doneUnless(context, objection))
                .onFailure(context::fail);
    }

    private static void doneUnless(RoutingContext context, Optional<String> objection) {
        objection.ifPresentOrElse(why -> context.fail(unusable(why)), () -> done(context));
    }

    private static void done(RoutingContext context) {
        context.response().setStatusCode(204).end();
    }

    private static Problem unusable(String why) {
        return Problem.of(422, "Not usable", why);
    }
}
