package org.streetwarden.api.accounts;

import java.nio.ByteBuffer;
import java.security.GeneralSecurityException;
import java.security.SecureRandom;
import java.time.Instant;
import java.util.OptionalLong;
import javax.crypto.Mac;
import javax.crypto.spec.SecretKeySpec;

/** Codes of six digits that change every 30 seconds (TOTP, RFC 6238, with HMAC-SHA-1 as authenticator apps have it). */
final class OneTimeCode {

    private static final int SECRET_BYTES = 20;
    private static final int STEP_S = 30;
    private static final int TOLERATED_STEPS = 1;
    private static final int MODULUS = 1_000_000;
    private static final String BASE32 = "ABCDEFGHIJKLMNOPQRSTUVWXYZ234567";

    private OneTimeCode() {}

    static byte[] makeSecret() {
        byte[] secret = new byte[SECRET_BYTES];
        new SecureRandom().nextBytes(secret);
        return secret;
    }

    /**
     * As apps take it.
     *
     * @param secret 20 bytes
     */
    static String base32(byte[] secret) {
        StringBuilder text = new StringBuilder();
        long bits = 0;
        int held = 0;
        for (byte each : secret) {
            bits = (bits << 8) | (each & 0xff);
            for (held += 8; held >= 5; held -= 5) {
                text.append(BASE32.charAt((int) ((bits >> (held - 5)) & 31)));
            }
        }
        return text.toString();
    }

    static String at(byte[] secret, long step) {
        try {
            Mac mac = Mac.getInstance("HmacSHA1");
            mac.init(new SecretKeySpec(secret, "HmacSHA1"));
            byte[] hash = mac.doFinal(ByteBuffer.allocate(8).putLong(step).array());
            int from = hash[hash.length - 1] & 0xf;
            int number = ByteBuffer.wrap(hash).getInt(from) & 0x7fff_ffff;
            return "%06d".formatted(number % MODULUS);
        } catch (GeneralSecurityException impossible) {
            throw new IllegalStateException("every JDK has HMAC-SHA-1", impossible);
        }
    }

    /**
     * The step that a code belongs to, one before or after now at most.
     *
     * @param usedStep newest step whose code was taken; neither it nor an earlier one is taken again
     */
    static OptionalLong match(byte[] secret, String code, Instant now, long usedStep) {
        long current = now.getEpochSecond() / STEP_S;
        for (long step = current - TOLERATED_STEPS; step <= current + TOLERATED_STEPS; step++) {
            if (step > usedStep && at(secret, step).equals(code)) {
                return OptionalLong.of(step);
            }
        }
        return OptionalLong.empty();
    }
}
