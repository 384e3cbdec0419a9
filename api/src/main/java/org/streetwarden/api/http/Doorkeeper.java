package org.streetwarden.api.http;

import io.vertx.core.AsyncResult;
import io.vertx.core.Handler;
import io.vertx.core.http.HttpMethod;
import io.vertx.core.http.HttpServerRequest;
import io.vertx.ext.web.RoutingContext;
import java.net.URLEncoder;
import java.nio.charset.StandardCharsets;
import java.time.Clock;
import java.util.Optional;
import java.util.Set;
import java.util.concurrent.Executors;
import java.util.function.Supplier;
import org.slf4j.Logger;
import org.slf4j.LoggerFactory;
import org.streetwarden.api.accounts.Caller;
import org.streetwarden.api.accounts.Credentials;
import org.streetwarden.api.accounts.Refusals;
import org.streetwarden.api.accounts.Secret;
import org.streetwarden.api.cases.CaseIndex;

/**
 * The one place where a request is let in: who asks, by a key, a session or a signature; whether the operation's {@link AccessTable.Rule} is
 * open to him; whether the case is one that he may see; whether he asks too often. Lives on the event loop.
 */
final class Doorkeeper {

    private static final Logger LOG = LoggerFactory.getLogger(Doorkeeper.class);
    private static final double PER_SECOND = 200;
    private static final double AT_ONCE = 2000;
    private static final int WRONG_CREDENTIAL_COSTS = 40;
    private static final String BEARER = "Bearer ";
    private static final Set<HttpMethod> WITH_BODY = Set.of(HttpMethod.POST, HttpMethod.PUT, HttpMethod.PATCH);
    private static final Set<HttpMethod> HARMLESS = Set.of(HttpMethod.GET, HttpMethod.HEAD);

    private final AccessTable table;
    private final Credentials credentials;
    private final Refusals refusals;
    private final CaseIndex cases;
    private final Workers workers;
    private final SessionCookie cookie;
    private final SignedBody signatures;
    private final Allowance callers = new Allowance(PER_SECOND, AT_ONCE, System::nanoTime);
    private final Allowance addresses = new Allowance(PER_SECOND, AT_ONCE, System::nanoTime);

    Doorkeeper(
            AccessTable table,
            WebServer.People people,
            SessionCookie cookie,
            CaseIndex cases,
            Clock clock,
            Workers workers) {
        this.table = table;
        this.credentials = people.credentials();
        this.refusals = people.refusals();
        this.cookie = cookie;
        this.cases = cases;
        this.workers = workers;
        this.signatures = new SignedBody(people.credentials(), workers, clock);
    }

    /** @throws IllegalStateException where the description names no roles for it */
    AccessTable.Rule rule(String operation) {
        return table.rule(operation);
    }

    /** Lets a request in, or fails it with a {@link Problem}. */
    void admit(RoutingContext context, AccessTable.Rule rule, Handler<RoutingContext> inside) {
        String shown = Optional.ofNullable(context.request().getHeader("Authorization"))
                .orElse("");
        Optional<String> session = cookie.read(context);
        if (rule.anyone()) {
            spend(addresses, address(context), 1);
            inside.handle(context);
        } else if (rule.signed() && SignedBody.isShown(context)) {
            spend(addresses, address(context), 1);
            bySignature(context, rule, shown, inside);
        } else if (shown.startsWith(BEARER)) {
            byKey(context, rule, shown.substring(BEARER.length()).strip(), inside);
        } else if (session.isPresent()) {
            refuseForeign(context.request());
            Secret secret = Secret.parse(session.get()).orElseThrow(() -> wrong(context));
            hold(context);
            workers.run(() -> credentials.session(secret))
                    .onComplete(found -> enter(context, rule, found, () -> wrong(context), inside));
        } else {
            spend(addresses, address(context), 1);
            throw unknown(context);
        }
    }

    private void bySignature(
            RoutingContext context, AccessTable.Rule rule, String shown, Handler<RoutingContext> inside) {
        Secret bearer = shown.startsWith(BEARER)
                ? Secret.parse(shown.substring(BEARER.length()).strip())
                        .orElseThrow(() -> wrongKey(context, "what is no key"))
                : null;
        signatures
                .caller(context, bearer)
                .onComplete(found -> enter(context, rule, found, () -> forged(context), inside));
    }

    private Problem forged(RoutingContext context) {
        wrongKey(context, "a signature that is nobody's");
        return SignedBody.refused("webhook-signature: expected one by the signing secret of the key that signer or the"
                + " bearer names, over webhook-id.webhook-timestamp.body, found none");
    }

    private void byKey(RoutingContext context, AccessTable.Rule rule, String text, Handler<RoutingContext> inside) {
        Secret secret = Secret.parse(text).orElseThrow(() -> wrongKey(context, "what is no key"));
        Optional<Caller> given = credentials.given(secret);
        if (given.isPresent()) {
            enter(context, rule, given.get(), inside);
        } else {
            hold(context);
            workers.run(() -> key(rule, secret))
                    .onComplete(
                            found -> enter(context, rule, found, () -> wrongKey(context, secret.toString()), inside));
        }
    }

    private Optional<Caller> key(AccessTable.Rule rule, Secret secret) {
        Optional<Caller> caller = credentials.key(secret);
        if (caller.isPresent() && rule.signed() && signatures.isAskedOf(secret)) {
            throw SignedBody.refused("webhook-signature: expected, because this key has a signing secret; found none");
        }
        return caller;
    }

    /** Keeps a body back until somebody reads it. */
    private static void hold(RoutingContext context) {
        if (WITH_BODY.contains(context.request().method())) {
            context.request().pause();
            context.addEndHandler(answered -> context.request().resume());
        }
    }

    private void enter(
            RoutingContext context,
            AccessTable.Rule rule,
            AsyncResult<Optional<Caller>> found,
            Supplier<Problem> wrong,
            Handler<RoutingContext> inside) {
        later(context, () -> {
            if (found.failed()) {
                throw found.cause() instanceof RuntimeException failure
                        ? failure
                        : new IllegalStateException(found.cause());
            }
            enter(context, rule, found.result().orElseThrow(wrong), inside);
        });
    }

    private void enter(RoutingContext context, AccessTable.Rule rule, Caller caller, Handler<RoutingContext> inside) {
        spend(callers, caller.name(), 1);
        if (caller.roles().stream().noneMatch(rule.roles()::contains)) {
            throw forbidden("None of your roles opens this.");
        }
        if (caller.scope().limited() && !rule.scoped()) {
            throw forbidden("This shows the whole city, and you may see a part of it.");
        }
        caller.enter(context);
        String name = URLEncoder.encode(caller.name(), StandardCharsets.UTF_8).replace("+", "%20");
        context.request().headers().set("X-Who", name);
        String caseNo = context.pathParam("caseNo");
        if (caller.scope().limited() && caseNo != null) {
            hold(context);
            workers.run(() -> cases.within(caller.scope(), caseNo))
                    .onComplete(seen -> later(context, () -> {
                        if (seen.failed() || !seen.result()) {
                            throw CaseRoutes.unknown(caseNo);
                        }
                        inside.handle(context);
                    }));
        } else {
            inside.handle(context);
        }
    }

    /** What fails outside the router's own call must be told to it. */
    private static void later(RoutingContext context, Runnable step) {
        try {
            step.run();
        } catch (Problem refused) {
            if (RequestGuard.carriesBody(context.request())) {
                RequestGuard.refuse(context, refused);
            } else {
                context.fail(refused);
            }
        } catch (RuntimeException failure) {
            RequestGuard.endConnection(context);
            context.fail(failure);
        }
    }

    /** A browser sends its cookies whoever made it ask, so a change must come from one of our own pages. */
    private static void refuseForeign(HttpServerRequest request) {
        if (HARMLESS.contains(request.method())) {
            return;
        }
        String site = request.getHeader("Sec-Fetch-Site");
        String origin = Optional.ofNullable(request.getHeader("Origin")).orElse("");
        boolean own = site == null ? origin.endsWith("://" + request.getHeader("Host")) : site.equals("same-origin");
        if (!own) {
            throw forbidden("A signed-in browser changes things from this server's own pages only.");
        }
    }

    private static void spend(Allowance allowance, String name, int cost) {
        if (!allowance.take(name, cost)) {
            throw Problem.of(429, "Too many requests", "You ask too often; wait a little.");
        }
    }

    private Problem wrongKey(RoutingContext context, String shown) {
        Problem problem = wrong(context);
        refusals.count(Refusals.KEY, address(context), shown).ifPresent(write -> workers.run(Executors.callable(write))
                .onFailure(lost -> LOG.warn("a refused key is not in the log: {}", lost.getMessage())));
        return problem;
    }

    private Problem wrong(RoutingContext context) {
        spend(addresses, address(context), WRONG_CREDENTIAL_COSTS);
        cookie.clear(context);
        return unknown(context);
    }

    private static Problem unknown(RoutingContext context) {
        context.response().putHeader("WWW-Authenticate", "Bearer");
        return Problem.of(401, "Not signed in", "Sign in, or send a valid key.");
    }

    private static Problem forbidden(String why) {
        return Problem.of(403, "Forbidden", why);
    }

    private static String address(RoutingContext context) {
        return context.request().remoteAddress().hostAddress();
    }
}
