package org.streetwarden.api.http;

import io.vertx.core.Future;
import io.vertx.core.buffer.Buffer;
import io.vertx.ext.web.RoutingContext;
import java.nio.charset.StandardCharsets;
import java.security.MessageDigest;
import java.time.Clock;
import java.time.Duration;
import java.time.Instant;
import java.util.Arrays;
import java.util.Optional;
import org.streetwarden.api.accounts.Caller;
import org.streetwarden.api.accounts.Credentials;
import org.streetwarden.api.accounts.KeyRing.Signer;
import org.streetwarden.api.accounts.Secret;
import org.streetwarden.api.push.WebhookSecret;

/** Who signed the body of a request, as Standard Webhooks says: HMAC-SHA256 over {@code id.timestamp.body}, five minutes old at most. */
final class SignedBody {

    static final Duration TOLERANCE = Duration.ofMinutes(5);

    private static final String ID = "webhook-id";
    private static final String AT = "webhook-timestamp";
    private static final String SIGNATURES = "webhook-signature";
    private static final int MOST_SIGNATURES = 8;

    private final Credentials credentials;
    private final Workers workers;
    private final Clock clock;

    SignedBody(Credentials credentials, Workers workers, Clock clock) {
        this.credentials = credentials;
        this.workers = workers;
        this.clock = clock;
    }

    static boolean isShown(RoutingContext context) {
        return context.request().getHeader(SIGNATURES) != null;
    }

    /** The id of a request whose signature held; empty where none was shown. */
    static Optional<String> id(RoutingContext context) {
        return Optional.ofNullable(context.get(ID));
    }

    /**
     * Reads the body and says who signed it. Call before the request's handler returns.
     *
     * @param bearer key that is shown beside the signature, which must be the signer's; null where the query names the signer
     * @return empty where the signature is nobody's; fails with a {@link Problem} where its time is not now
     */
    Future<Optional<Caller>> caller(RoutingContext context, Secret bearer) {
        String signer = bearer == null ? context.queryParams().get("signer") : bearer.id();
        return RequestBody.read(context, "application/json", LifeBody.MAX_BYTES).compose(body -> {
            RequestBody.keep(context, body);
            String id = header(context, ID, "[\\x21-\\x7e]{1,128}", "1 to 128 characters without blanks");
            long at = Long.parseLong(header(context, AT, "[0-9]{1,12}", "seconds since 1970"));
            Instant now = clock.instant();
            if (Duration.between(Instant.ofEpochSecond(at), now).abs().compareTo(TOLERANCE) > 0) {
                throw refused("%s: expected within %d s of %d, found %d"
                        .formatted(AT, TOLERANCE.toSeconds(), now.getEpochSecond(), at));
            }
            return workers.run(() -> signer(signer, bearer).filter(each -> holds(context, each, id, at, body)))
                    .map(found -> found.map(each -> {
                        context.put(ID, id);
                        return each.caller();
                    }));
        });
    }

    private Optional<Signer> signer(String id, Secret bearer) {
        boolean same = bearer == null || credentials.key(bearer).isPresent();
        return same && id != null ? credentials.signer(id) : Optional.empty();
    }

    private static boolean holds(RoutingContext context, Signer signer, String id, long at, Buffer body) {
        byte[] expected = WebhookSecret.parse(signer.signing())
                .sign(id, at, body.getBytes())
                .getBytes(StandardCharsets.US_ASCII);
        return Arrays.stream(context.request().getHeader(SIGNATURES).split(" ", MOST_SIGNATURES))
                .anyMatch(each -> MessageDigest.isEqual(each.getBytes(StandardCharsets.UTF_8), expected));
    }

    private static String header(RoutingContext context, String name, String form, String expected) {
        String text = Optional.ofNullable(context.request().getHeader(name)).orElse("");
        if (!text.matches(form)) {
            throw refused("%s: expected %s, found something else".formatted(name, expected));
        }
        return text;
    }

    /** Whether a key's call-backs must be signed; blocks on the database. */
    boolean isAskedOf(Secret key) {
        return credentials.signer(key.id()).isPresent();
    }

    static Problem refused(String why) {
        return Problem.of(401, "Not signed in", why);
    }
}
