package org.streetwarden.api.accounts;

import java.nio.charset.StandardCharsets;
import java.security.MessageDigest;
import java.security.SecureRandom;
import java.util.Base64;
import java.util.Optional;
import java.util.concurrent.Semaphore;
import java.util.concurrent.TimeUnit;
import java.util.regex.Matcher;
import java.util.regex.Pattern;
import org.bouncycastle.crypto.generators.Argon2BytesGenerator;
import org.bouncycastle.crypto.params.Argon2Parameters;

/**
 * Passwords, kept by Argon2id (RFC 9106) as {@code $argon2id$v=19$m=19456,t=2,p=1$salt$hash}. Two are worked out at a time, so
 * that guessing takes neither the memory nor the cores from all others.
 */
final class Password {

    static final int MIN_CHARS = 12;
    static final int MAX_CHARS = 128;

    private static final int MEMORY_KIB = 19_456;
    private static final int PASSES = 2;
    private static final int SALT_BYTES = 16;
    private static final int HASH_BYTES = 32;
    private static final int FIRST_BYTES = 15;
    private static final long PATIENCE_S = 10;
    private static final Pattern KEPT =
            Pattern.compile("\\$argon2id\\$v=19\\$m=(\\d{1,7}),t=(\\d{1,2}),p=1\\$([^$]+)\\$([^$]+)");
    private static final SecureRandom RANDOM = new SecureRandom();
    private static final Semaphore AT_ONCE = new Semaphore(2);
    private static final String NOBODYS = keep("nobody has this password");

    private Password() {}

    /** A first one: 120 random bits as 20 letters, digits, - and _. */
    static String make() {
        byte[] bytes = new byte[FIRST_BYTES];
        RANDOM.nextBytes(bytes);
        return Base64.getUrlEncoder().withoutPadding().encodeToString(bytes);
    }

    /** Why somebody may not choose this one. Length counts, not its mixture (NIST SP 800-63B, section 3.1.1). */
    static Optional<String> objection(String name, String chosen) {
        int chars = chosen.codePointCount(0, chosen.length());
        if (chars < MIN_CHARS || chars > MAX_CHARS) {
            return Optional.of("new: expected %d to %d characters, found %d".formatted(MIN_CHARS, MAX_CHARS, chars));
        }
        if (chosen.codePoints().distinct().count() < 5 || chosen.contains(name)) {
            return Optional.of("new: expected neither your name in it nor a few characters repeated, found that");
        }
        return Optional.empty();
    }

    static String keep(String password) {
        byte[] salt = new byte[SALT_BYTES];
        RANDOM.nextBytes(salt);
        Base64.Encoder base64 = Base64.getEncoder().withoutPadding();
        byte[] hash = argon2(password, salt, MEMORY_KIB, PASSES, HASH_BYTES);
        return "$argon2id$v=19$m=%d,t=%d,p=1$%s$%s"
                .formatted(MEMORY_KIB, PASSES, base64.encodeToString(salt), base64.encodeToString(hash));
    }

    /**
     * Whether it is the one; takes as long where there is none.
     *
     * @param kept null for none
     */
    static boolean matches(String password, String kept) {
        Matcher parts = KEPT.matcher(kept == null ? NOBODYS : kept);
        if (!parts.matches()) {
            throw new IllegalStateException("an account's password: expected Argon2id, found something else");
        }
        byte[] expected = Base64.getDecoder().decode(parts.group(4));
        byte[] found = argon2(
                password.length() > MAX_CHARS * 2 ? "" : password,
                Base64.getDecoder().decode(parts.group(3)),
                Integer.parseInt(parts.group(1)),
                Integer.parseInt(parts.group(2)),
                expected.length);
        return MessageDigest.isEqual(expected, found) && kept != null;
    }

    private static byte[] argon2(String password, byte[] salt, int memoryKib, int passes, int bytes) {
        try {
            if (!AT_ONCE.tryAcquire(PATIENCE_S, TimeUnit.SECONDS)) {
                throw new Busy();
            }
        } catch (InterruptedException stop) {
            Thread.currentThread().interrupt();
            throw new Busy();
        }
        try {
            Argon2BytesGenerator generator = new Argon2BytesGenerator();
            generator.init(new Argon2Parameters.Builder(Argon2Parameters.ARGON2_id)
                    .withVersion(Argon2Parameters.ARGON2_VERSION_13)
                    .withMemoryAsKB(memoryKib)
                    .withIterations(passes)
                    .withParallelism(1)
                    .withSalt(salt)
                    .build());
            byte[] hash = new byte[bytes];
            generator.generateBytes(password.getBytes(StandardCharsets.UTF_8), hash);
            return hash;
        } finally {
            AT_ONCE.release();
        }
    }

    /** Too many sign in at once. */
    static final class Busy extends RuntimeException {
        private static final long serialVersionUID = 1L;

        Busy() {
            super("too many sign in at once", null, false, false);
        }
    }
}
