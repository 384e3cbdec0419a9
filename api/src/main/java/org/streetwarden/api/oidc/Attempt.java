package org.streetwarden.api.oidc;

import java.nio.charset.StandardCharsets;
import java.security.MessageDigest;
import java.security.NoSuchAlgorithmException;
import java.security.SecureRandom;
import java.time.Duration;
import java.time.Instant;
import java.util.Base64;
import java.util.HexFormat;
import java.util.Optional;
import java.util.regex.Matcher;
import java.util.regex.Pattern;

/**
 * One browser's way to the provider and back. Its secret lies in that browser's cookie and nowhere else; state, nonce and code
 * verifier are digests of it, so that a stranger's visit costs the server no memory, and what the provider sees leads to
 * none of the others.
 *
 * @param text as the cookie holds it: seconds since 1970, 256 random bits, where to go afterwards
 * @param next path of ours
 */
record Attempt(String text, Instant begunAt, String next) {

    static final Duration LONGEST = Duration.ofMinutes(10);

    private static final int RANDOM_BYTES = 32;
    private static final Pattern FORM = Pattern.compile("([0-9]{1,12})\\.[A-Za-z0-9_-]{43}\\.([A-Za-z0-9_-]{2,700})");
    private static final Pattern OURS = Pattern.compile("/(?![/\\\\])[\\x21-\\x7e&&[^\\\\]]{0,499}|/");
    private static final SecureRandom RANDOM = new SecureRandom();

    /** @param next where to go afterwards; anything but a path of ours is read as the first page */
    static Attempt begin(Instant now, String next) {
        byte[] bytes = new byte[RANDOM_BYTES];
        RANDOM.nextBytes(bytes);
        String path = isOurs(next) ? next : "/";
        String text = "%d.%s.%s"
                .formatted(now.getEpochSecond(), base64(bytes), base64(path.getBytes(StandardCharsets.US_ASCII)));
        return new Attempt(text, now, path);
    }

    private static boolean isOurs(String path) {
        return OURS.matcher(path).matches();
    }

    /** @return empty where it cannot be one */
    static Optional<Attempt> parse(String text) {
        Matcher form = FORM.matcher(text);
        if (!form.matches()) {
            return Optional.empty();
        }
        try {
            String next = new String(Base64.getUrlDecoder().decode(form.group(2)), StandardCharsets.US_ASCII);
            return Optional.of(new Attempt(text, Instant.ofEpochSecond(Long.parseLong(form.group(1))), next))
                    .filter(read -> isOurs(read.next()));
        } catch (IllegalArgumentException noBase64) {
            return Optional.empty();
        }
    }

    boolean isOver(Instant now) {
        return now.isBefore(begunAt.minus(LONGEST)) || now.isAfter(begunAt.plus(LONGEST));
    }

    String state() {
        return base64(sha256("state." + text));
    }

    String nonce() {
        return base64(sha256("nonce." + text));
    }

    /** RFC 7636: 43 characters. */
    String verifier() {
        return base64(sha256("verifier." + text));
    }

    /** RFC 7636, method S256. */
    String challenge() {
        return base64(sha256(verifier()));
    }

    /** Under which it is remembered, when it is done. */
    String stateSha256() {
        return HexFormat.of().formatHex(sha256(state()));
    }

    private static String base64(byte[] bytes) {
        return Base64.getUrlEncoder().withoutPadding().encodeToString(bytes);
    }

    private static byte[] sha256(String text) {
        try {
            return MessageDigest.getInstance("SHA-256").digest(text.getBytes(StandardCharsets.US_ASCII));
        } catch (NoSuchAlgorithmException impossible) {
            throw new IllegalStateException("every JDK has SHA-256", impossible);
        }
    }

    /** Without the secret. */
    @Override
    public String toString() {
        return "Attempt[" + begunAt + "]";
    }
}
