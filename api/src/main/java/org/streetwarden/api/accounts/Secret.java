package org.streetwarden.api.accounts;

import java.nio.charset.StandardCharsets;
import java.security.MessageDigest;
import java.security.NoSuchAlgorithmException;
import java.security.SecureRandom;
import java.util.Base64;
import java.util.HexFormat;
import java.util.Optional;
import java.util.regex.Matcher;
import java.util.regex.Pattern;

/**
 * A random secret that is shown once and kept as a digest only. Its 256 bits cannot be guessed, so a plain SHA-256 keeps it.
 *
 * @param id what may be shown later on, such as {@code k3v9x2mq}
 * @param text the whole: {@code sw_}, id, {@code _} and the secret
 */
public record Secret(String id, String text) {

    private static final Pattern FORM = Pattern.compile("sw_([0-9a-z-]{1,24})_[A-Za-z0-9_-]{32,64}");
    private static final String ID_LETTERS = "abcdefghjkmnpqrstuvwxyz23456789";
    private static final int ID_CHARS = 8;
    private static final int SECRET_BYTES = 32;
    private static final SecureRandom RANDOM = new SecureRandom();

    /** A new one. */
    public static Secret make() {
        StringBuilder id = new StringBuilder();
        for (int i = 0; i < ID_CHARS; i++) {
            id.append(ID_LETTERS.charAt(RANDOM.nextInt(ID_LETTERS.length())));
        }
        byte[] bytes = new byte[SECRET_BYTES];
        RANDOM.nextBytes(bytes);
        String random = Base64.getUrlEncoder().withoutPadding().encodeToString(bytes);
        return new Secret(id.toString(), "sw_" + id + "_" + random);
    }

    /** @return empty where it cannot be one */
    public static Optional<Secret> parse(String text) {
        Matcher form = FORM.matcher(text);
        return form.matches() ? Optional.of(new Secret(form.group(1), text)) : Optional.empty();
    }

    /** SHA-256 of the whole, 64 lower-case hexadecimal digits. */
    public String sha256() {
        try {
            byte[] digest = MessageDigest.getInstance("SHA-256").digest(text.getBytes(StandardCharsets.UTF_8));
            return HexFormat.of().formatHex(digest);
        } catch (NoSuchAlgorithmException impossible) {
            throw new IllegalStateException("every JDK has SHA-256", impossible);
        }
    }

    /** Without the secret. */
    @Override
    public String toString() {
        return "sw_" + id;
    }
}
