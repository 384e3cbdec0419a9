package org.streetwarden.zone;

import java.nio.charset.StandardCharsets;
import java.security.MessageDigest;
import java.security.NoSuchAlgorithmException;
import java.util.HexFormat;

/** The leading hexadecimal digits of a SHA-256 over a text in UTF-8. */
public final class Fingerprint {

    private Fingerprint() {}

    /** @param digits 1 to 64 */
    public static String of(String text, int digits) {
        try {
            byte[] digest = MessageDigest.getInstance("SHA-256").digest(text.getBytes(StandardCharsets.UTF_8));
            return HexFormat.of().formatHex(digest).substring(0, digits);
        } catch (NoSuchAlgorithmException missing) {
            throw new IllegalStateException("SHA-256: every Java platform has it, this one does not", missing);
        }
    }
}
