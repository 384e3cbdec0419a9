package org.streetwarden.api.push;

import static java.nio.charset.StandardCharsets.US_ASCII;

import java.security.GeneralSecurityException;
import java.util.Base64;
import javax.crypto.Mac;
import javax.crypto.spec.SecretKeySpec;

/** A secret shared with one target, as Standard Webhooks writes it; signs by HMAC-SHA256. Never shown. Thread-safe. */
public final class WebhookSecret {

    private static final String PREFIX = "whsec_";
    private static final int LEAST_BYTES = 24;
    private static final int MOST_BYTES = 64;
    private static final String HMAC = "HmacSHA256";

    private final SecretKeySpec key;

    private WebhookSecret(byte[] key) {
        this.key = new SecretKeySpec(key, HMAC);
    }

    /**
     * Reads {@code whsec_} and base64 of 24 to 64 bytes.
     *
     * @throws IllegalArgumentException without the text, which may be a secret after all
     */
    public static WebhookSecret parse(String text) {
        if (text.startsWith(PREFIX)) {
            byte[] key = decoded(text.substring(PREFIX.length()).strip());
            if (key.length >= LEAST_BYTES && key.length <= MOST_BYTES) {
                return new WebhookSecret(key);
            }
        }
        throw new IllegalArgumentException(
                "%s and base64 of %d to %d bytes".formatted(PREFIX, LEAST_BYTES, MOST_BYTES));
    }

    private static byte[] decoded(String text) {
        try {
            return Base64.getDecoder().decode(text);
        } catch (IllegalArgumentException noBase64) {
            return new byte[0];
        }
    }

    /**
     * One signature of {@code webhook-signature}: {@code v1,} and base64 of the HMAC over {@code id.timestamp.body}.
     *
     * @param timestamp seconds since 1970
     */
    public String sign(String id, long timestamp, byte[] body) {
        try {
            Mac mac = Mac.getInstance(HMAC);
            mac.init(key);
            mac.update((id + "." + timestamp + ".").getBytes(US_ASCII));
            return "v1," + Base64.getEncoder().encodeToString(mac.doFinal(body));
        } catch (GeneralSecurityException impossible) {
            throw new IllegalStateException(impossible);
        }
    }

    @Override
    public String toString() {
        return PREFIX + "…";
    }
}
