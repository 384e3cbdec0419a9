package org.streetwarden.api.http;

import com.fasterxml.jackson.databind.node.ArrayNode;
import com.fasterxml.jackson.databind.node.JsonNodeFactory;
import com.fasterxml.jackson.databind.node.ObjectNode;
import io.vertx.core.Future;
import io.vertx.ext.web.RoutingContext;
import java.time.Duration;
import java.util.HashSet;
import java.util.List;
import java.util.Optional;
import java.util.Set;
import java.util.function.BiFunction;
import java.util.function.Function;
import java.util.regex.Pattern;
import org.streetwarden.api.accounts.Accounts;
import org.streetwarden.api.accounts.By;
import org.streetwarden.api.accounts.Grant;
import org.streetwarden.api.accounts.Identities;
import org.streetwarden.api.accounts.KeyRing;
import org.streetwarden.api.accounts.Sessions;
import org.streetwarden.api.oidc.OpenIdSignIn;

/** Whoever gives roles makes accounts and keys, changes and takes them back. */
final class AccountRoutes {

    private static final int MAX_BYTES = 64 * 1024;
    private static final Pattern SUBJECT = Pattern.compile("[\\x20-\\x7e]{1,255}");
    private static final int USUAL_DAYS = 365;
    private static final int MOST_DAYS = 731;
    private static final int USUAL_OVERLAP_HOURS = 72;
    private static final int MOST_OVERLAP_HOURS = 24 * 90;

    private final Accounts accounts;
    private final KeyRing keys;
    private final Sessions sessions;
    private final Identities identities;
    private final Optional<OpenIdSignIn> openId;
    private final Workers workers;

    AccountRoutes(WebServer.People people, Workers workers) {
        this.accounts = people.accounts();
        this.keys = people.keys();
        this.sessions = people.sessions();
        this.identities = people.identities();
        this.openId = people.openId();
        this.workers = workers;
    }

    void mount(RouteTable routes) {
        routes.get("/api/v1/accounts", this::list);
        routes.post("/api/v1/accounts", this::add);
        routes.put("/api/v1/accounts/{name}", this::change);
        routes.post("/api/v1/accounts/{name}/reset", this::reset);
        routes.post("/api/v1/accounts/{name}/link", this::link);
        routes.delete("/api/v1/accounts/{name}/lock", this::unlock);
        routes.delete("/api/v1/accounts/{name}/codes", this::dropCodes);
        routes.put("/api/v1/accounts/{name}/identity", this::linkIdentity);
        routes.delete("/api/v1/accounts/{name}/identity", this::unlinkIdentity);
        routes.get("/api/v1/keys", this::listKeys);
        routes.post("/api/v1/keys", this::makeKey);
        routes.post("/api/v1/keys/{id}/rotate", this::rotate);
        routes.delete("/api/v1/keys/{id}", this::revoke);
    }

    private void list(RoutingContext context) {
        new QueryParameters(context, Set.of());
        workers.run(accounts::all)
                .onSuccess(all -> array(context, "accounts", all, AccountJson::account))
                .onFailure(context::fail);
    }

    private void listKeys(RoutingContext context) {
        new QueryParameters(context, Set.of());
        workers.run(keys::all)
                .onSuccess(all -> array(context, "keys", all, AccountJson::key))
                .onFailure(context::fail);
    }

    private static <T> void array(RoutingContext context, String field, List<T> rows, Function<T, ObjectNode> json) {
        ObjectNode node = JsonNodeFactory.instance.objectNode();
        ArrayNode array = node.putArray(field);
        rows.forEach(row -> array.add(json.apply(row)));
        Answers.json(context, 200, node);
    }

    private static Future<BodyFields> body(RoutingContext context, Set<String> known) {
        new QueryParameters(context, Set.of());
        return RequestBody.read(context, "application/json", MAX_BYTES)
                .map(body -> new BodyFields(body.getBytes(), known));
    }

    private static Set<String> grantAnd(String... fields) {
        Set<String> known = new HashSet<>(AccountJson.GRANT_FIELDS);
        known.addAll(Set.of(fields));
        return known;
    }

    private void add(RoutingContext context) {
        By by = SessionRoutes.by(context);
        body(context, grantAnd("name"))
                .compose(fields -> {
                    String name = AccountJson.name(fields);
                    Grant grant = AccountJson.grant(fields);
                    return workers.run(() -> accounts.add(name, grant, by))
                            .map(made -> made.orElseThrow(AccountRoutes::taken))
                            .map(password -> secret("name", name, "password", password));
                })
                .onSuccess(made -> Answers.json(context, 201, made))
                .onFailure(context::fail);
    }

    private void change(RoutingContext context) {
        By by = SessionRoutes.by(context);
        String name = anothers(context, by);
        body(context, grantAnd("disabled"))
                .compose(fields -> {
                    boolean disabled = fields.has("disabled") && fields.flag("disabled");
                    Grant grant = AccountJson.grant(fields);
                    return workers.run(() -> accounts.grant(name, grant, disabled, by));
                })
                .onSuccess(done -> done(context, done, "account"))
                .onFailure(context::fail);
    }

    /** @throws Problem 403 where it is the caller's own */
    private static String anothers(RoutingContext context, By by) {
        String name = context.pathParam("name");
        if (name.equals(by.name())) {
            throw Problem.of(403, "Forbidden", "Nobody changes what he himself may do.");
        }
        return name;
    }

    private void reset(RoutingContext context) {
        By by = SessionRoutes.by(context);
        String name = anothers(context, by);
        body(context, Set.of())
                .compose(fields -> workers.run(() -> accounts.reset(name, by)))
                .map(made -> made.orElseThrow(() -> unknown("local account")))
                .onSuccess(password -> Answers.json(context, 200, secret("name", name, "password", password)))
                .onFailure(context::fail);
    }

    private void link(RoutingContext context) {
        By by = SessionRoutes.by(context);
        String name = anothers(context, by);
        body(context, Set.of())
                .compose(fields -> workers.run(() -> sessions.makeLink(name, by)))
                .map(made -> made.orElseThrow(() -> unknown("account")))
                .onSuccess(
                        made -> Answers.json(context, 201, secret("name", name, "path", "/login#once=" + made.text())))
                .onFailure(context::fail);
    }

    private void unlock(RoutingContext context) {
        take(context, accounts::unlock, "account");
    }

    private void dropCodes(RoutingContext context) {
        take(context, accounts::dropCodes, "account with one-time codes");
    }

    private void take(RoutingContext context, BiFunction<String, By, Boolean> work, String what) {
        new QueryParameters(context, Set.of());
        By by = SessionRoutes.by(context);
        String name = anothers(context, by);
        workers.run(() -> work.apply(name, by))
                .onSuccess(done -> done(context, done, what))
                .onFailure(context::fail);
    }

    private void linkIdentity(RoutingContext context) {
        By by = SessionRoutes.by(context);
        String name = anothers(context, by);
        body(context, Set.of("subject"))
                .compose(fields -> {
                    String subject =
                            fields.matching("subject", SUBJECT.asMatchPredicate(), "1 to 255 printable characters");
                    if (!fields.has("subject")) {
                        fields.missing("subject", "what the provider calls the person");
                    }
                    fields.finish();
                    String issuer = openId.orElseThrow(AccountRoutes::nobodyElse)
                            .provider()
                            .issuer();
                    return workers.run(() -> identities.link(name, issuer, subject, by));
                })
                .onSuccess(linked -> {
                    if (linked == Identities.Linked.TAKEN) {
                        context.fail(Problem.of(
                                409, "Not possible now", "subject: expected nobody's, found another account's"));
                    } else {
                        done(context, linked == Identities.Linked.DONE, "local account");
                    }
                })
                .onFailure(context::fail);
    }

    private static Problem nobodyElse() {
        return Problem.of(409, "Not possible now", "No other server signs people in here.");
    }

    private void unlinkIdentity(RoutingContext context) {
        new QueryParameters(context, Set.of());
        By by = SessionRoutes.by(context);
        String name = anothers(context, by);
        workers.run(() -> identities.unlink(name, by))
                .map(made -> made.orElseThrow(() -> unknown("account that another server proves")))
                .onSuccess(password -> Answers.json(context, 200, secret("name", name, "password", password)))
                .onFailure(context::fail);
    }

    private void makeKey(RoutingContext context) {
        By by = SessionRoutes.by(context);
        body(context, grantAnd("name", "days", "signs"))
                .compose(fields -> {
                    String name = AccountJson.name(fields);
                    Duration validFor = Duration.ofDays(fields.whole("days", 1, MOST_DAYS, USUAL_DAYS));
                    boolean signs = fields.has("signs") && fields.flag("signs");
                    Grant grant = AccountJson.grant(fields);
                    return workers.run(() -> keys.make(name, grant, signs, validFor, by));
                })
                .map(made -> made.orElseThrow(AccountRoutes::taken))
                .onSuccess(made -> Answers.json(context, 201, key(made)))
                .onFailure(context::fail);
    }

    private void rotate(RoutingContext context) {
        By by = SessionRoutes.by(context);
        String id = context.pathParam("id");
        body(context, Set.of("days", "overlapHours"))
                .compose(fields -> {
                    Duration validFor = Duration.ofDays(fields.whole("days", 1, MOST_DAYS, USUAL_DAYS));
                    Duration overlap =
                            Duration.ofHours(fields.whole("overlapHours", 0, MOST_OVERLAP_HOURS, USUAL_OVERLAP_HOURS));
                    fields.finish();
                    return workers.run(() -> keys.rotate(id, overlap, validFor, by));
                })
                .map(made -> made.orElseThrow(() -> unknown("valid key")))
                .onSuccess(made -> Answers.json(context, 201, key(made)))
                .onFailure(context::fail);
    }

    private void revoke(RoutingContext context) {
        new QueryParameters(context, Set.of());
        By by = SessionRoutes.by(context);
        String id = context.pathParam("id");
        workers.run(() -> keys.revoke(id, by))
                .onSuccess(done -> done(context, done, "valid key"))
                .onFailure(context::fail);
    }

    private static void done(RoutingContext context, boolean done, String what) {
        if (done) {
            context.response().setStatusCode(204).end();
        } else {
            context.fail(unknown(what));
        }
    }

    private static ObjectNode key(KeyRing.Made made) {
        ObjectNode node = secret("id", made.key().id(), "key", made.key().text());
        return made.signing() == null ? node : node.put("signingSecret", made.signing());
    }

    private static ObjectNode secret(String name, String value, String secret, String text) {
        return JsonNodeFactory.instance.objectNode().put(name, value).put(secret, text);
    }

    private static Problem taken() {
        return Problem.of(
                409, "Not possible now", "name: expected one that no account and no key has, found a taken one");
    }

    private static Problem unknown(String what) {
        return Problem.notFound("There is no such " + what + ".");
    }
}
