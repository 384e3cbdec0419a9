package org.streetwarden.api.remote;

import static java.nio.charset.StandardCharsets.UTF_8;

import java.security.GeneralSecurityException;
import java.security.MessageDigest;
import java.time.Duration;
import java.time.Instant;
import java.util.Arrays;
import java.util.Base64;
import javax.crypto.Mac;
import javax.crypto.spec.SecretKeySpec;

/**
 * Whether a webhook is from whoever shares the secret, as Standard Webhooks says it: HMAC-SHA256 over
 * {@code id.timestamp.body}, and no older than five minutes. A platform does the same in its own language.
 */
final class WebhookCheck {

    private static final Duration TOLERANCE = Duration.ofMinutes(5);

    private final byte[] key;

    /** @param secret {@code whsec_} and base64 */
    WebhookCheck(String secret) throws RemoteFailure {
        if (!secret.matches("whsec_[A-Za-z0-9+/]{32,88}={0,2}")) {
            throw new RemoteFailure("--secret-file: expected whsec_ and base64 in it, found something else");
        }
        key = Base64.getDecoder().decode(secret.substring("whsec_".length()));
    }

    /** @param signatures one or more, with blanks between; one that is right will do, so that secrets can be replaced */
    boolean isSound(String id, String timestamp, String signatures, byte[] body, Instant now) {
        if (id == null || signatures == null || timestamp == null || !timestamp.matches("[0-9]{1,12}")) {
            return false;
        }
        Duration age = Duration.between(Instant.ofEpochSecond(Long.parseLong(timestamp)), now)
                .abs();
        byte[] expected = sign(id, timestamp, body).getBytes(UTF_8);
        return age.compareTo(TOLERANCE) <= 0
                && Arrays.stream(signatures.split(" ", -1))
                        .anyMatch(each -> MessageDigest.isEqual(each.getBytes(UTF_8), expected));
    }

    /** As it stands in {@code webhook-signature}. */
    String sign(String id, String timestamp, byte[] body) {
        return "v1," + Base64.getEncoder().encodeToString(hmac(id + "." + timestamp + ".", body));
    }

    private byte[] hmac(String head, byte[] body) {
        try {
            Mac mac = Mac.getInstance("HmacSHA256");
            mac.init(new SecretKeySpec(key, "HmacSHA256"));
            mac.update(head.getBytes(UTF_8));
            return mac.doFinal(body);
        } catch (GeneralSecurityException impossible) {
            throw new IllegalStateException(impossible);
        }
    }
}
