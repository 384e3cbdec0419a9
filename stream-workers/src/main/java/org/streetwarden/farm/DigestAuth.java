package org.streetwarden.farm;

import static java.nio.charset.StandardCharsets.UTF_8;

import java.security.MessageDigest;
import java.security.NoSuchAlgorithmException;
import java.security.SecureRandom;
import java.util.HashMap;
import java.util.HexFormat;
import java.util.Locale;
import java.util.Map;
import java.util.regex.Matcher;
import java.util.regex.Pattern;
import org.streetwarden.farm.CameraSpec.Credentials;

/**
 * Digest authentication with MD5 (RFC 2617, RFC 7616) for one connection: its nonces are good on this connection only and
 * for a limited time. Not thread-safe.
 */
final class DigestAuth {

    static final String REALM = "Streetwarden farm";

    private static final SecureRandom RANDOM = new SecureRandom();
    private static final HexFormat HEX = HexFormat.of();
    private static final Pattern PARAMETER =
            Pattern.compile("\\G\\s*([A-Za-z]{1,16})=(?:\"([^\"]*)\"|([^\\s,\"]*))\\s*,?");

    private final long nonceLifeNanos;
    private String nonce = "";
    private long issuedNanos;

    enum Verdict {
        RIGHT,
        WRONG,
        STALE
    }

    DigestAuth(long nonceLifeNanos) {
        this.nonceLifeNanos = nonceLifeNanos;
    }

    /** A WWW-Authenticate header with a fresh nonce. */
    String challenge(boolean stale, long nowNanos) {
        byte[] bytes = new byte[16];
        RANDOM.nextBytes(bytes);
        nonce = HEX.formatHex(bytes);
        issuedNanos = nowNanos;
        return "Digest realm=\"" + REALM + "\", nonce=\"" + nonce + "\", algorithm=MD5" + (stale ? ", stale=true" : "");
    }

    /** @param authorization the header's value, empty where there was none */
    Verdict check(String authorization, String method, Target target, Credentials credentials, long nowNanos) {
        Map<String, String> given = parameters(authorization);
        Target claimed = Target.parse(given.getOrDefault("uri", ""));
        boolean sameCamera = claimed != null && claimed.camera().equals(target.camera());
        String expected = response(method, given, credentials);
        boolean right = sameCamera
                && given.getOrDefault("username", "").equals(credentials.user())
                && given.getOrDefault("realm", "").equals(REALM)
                && MessageDigest.isEqual(
                        expected.getBytes(UTF_8),
                        given.getOrDefault("response", "")
                                .toLowerCase(Locale.ROOT)
                                .getBytes(UTF_8));
        if (!right) {
            return Verdict.WRONG;
        }
        boolean fresh = given.getOrDefault("nonce", "").equals(nonce) && nowNanos - issuedNanos <= nonceLifeNanos;
        return fresh ? Verdict.RIGHT : Verdict.STALE;
    }

    private static Map<String, String> parameters(String authorization) {
        Map<String, String> found = new HashMap<>();
        if (authorization.regionMatches(true, 0, "Digest ", 0, 7)) {
            Matcher m = PARAMETER.matcher(authorization);
            m.region(7, authorization.length());
            while (m.find()) {
                found.putIfAbsent(m.group(1).toLowerCase(Locale.ROOT), m.group(2) == null ? m.group(3) : m.group(2));
            }
        }
        return found;
    }

    /** RFC 2617 section 3.2.2.1, with and without quality of protection. */
    private static String response(String method, Map<String, String> given, Credentials credentials) {
        String ha1 = md5(credentials.user() + ":" + REALM + ":" + credentials.password());
        String ha2 = md5(method + ":" + given.getOrDefault("uri", ""));
        String nonce = given.getOrDefault("nonce", "");
        String qop = given.getOrDefault("qop", "");
        String middle = qop.isEmpty()
                ? nonce
                : nonce + ":" + given.getOrDefault("nc", "") + ":" + given.getOrDefault("cnonce", "") + ":" + qop;
        return md5(ha1 + ":" + middle + ":" + ha2);
    }

    static String md5(String text) {
        try {
            return HEX.formatHex(MessageDigest.getInstance("MD5").digest(text.getBytes(UTF_8)));
        } catch (NoSuchAlgorithmException e) {
            throw new IllegalStateException("every Java platform has MD5", e);
        }
    }
}
