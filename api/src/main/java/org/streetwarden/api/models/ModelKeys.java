package org.streetwarden.api.models;

import java.security.GeneralSecurityException;
import java.security.KeyFactory;
import java.security.PublicKey;
import java.security.Signature;
import java.security.spec.X509EncodedKeySpec;
import java.util.ArrayList;
import java.util.Base64;
import java.util.HexFormat;
import java.util.List;
import java.util.Optional;

/** The Ed25519 keys (RFC 8032) whose signatures are believed; where there are any, a package needs one. Thread-safe. */
public final class ModelKeys {

    /** Before the 32 bytes of a key in an X.509 SubjectPublicKeyInfo (RFC 8410). */
    private static final byte[] SPKI_HEAD = HexFormat.of().parseHex("302a300506032b6570032100");

    private static final int RAW_BYTES = 32;

    private final List<PublicKey> keys;

    private ModelKeys(List<PublicKey> keys) {
        this.keys = List.copyOf(keys);
    }

    /**
     * Reads keys, each 32 raw bytes or an X.509 SubjectPublicKeyInfo in base64.
     *
     * @param text keys between commas or blanks; empty for none
     * @throws IllegalArgumentException where one is no such key
     */
    public static ModelKeys parse(String text) {
        List<PublicKey> keys = new ArrayList<>();
        for (String each : text.strip().split("[,\\s]+", -1)) {
            if (!each.isEmpty()) {
                keys.add(key(each));
            }
        }
        return new ModelKeys(keys);
    }

    private static PublicKey key(String base64) {
        byte[] bytes = Base64.getDecoder().decode(base64);
        try {
            if (bytes.length == RAW_BYTES) {
                byte[] whole = new byte[SPKI_HEAD.length + RAW_BYTES];
                System.arraycopy(SPKI_HEAD, 0, whole, 0, SPKI_HEAD.length);
                System.arraycopy(bytes, 0, whole, SPKI_HEAD.length, RAW_BYTES);
                bytes = whole;
            }
            return KeyFactory.getInstance("Ed25519").generatePublic(new X509EncodedKeySpec(bytes));
        } catch (GeneralSecurityException unreadable) {
            throw new IllegalArgumentException("no Ed25519 public key", unreadable);
        }
    }

    /** Whether every package must be signed. */
    public boolean required() {
        return !keys.isEmpty();
    }

    /**
     * Who signed.
     *
     * @param digest the 32 bytes signed
     * @return the first 16 hexadecimal digits of the SHA-256 of the key; empty where none of the keys did
     */
    public Optional<String> signer(byte[] digest, byte[] signature) {
        return keys.stream()
                .filter(key -> signed(key, digest, signature))
                .findFirst()
                .map(key -> HexFormat.of()
                        .formatHex(Digests.sha256().digest(key.getEncoded()))
                        .substring(0, 16));
    }

    private static boolean signed(PublicKey key, byte[] digest, byte[] signature) {
        try {
            Signature check = Signature.getInstance("Ed25519");
            check.initVerify(key);
            check.update(digest);
            return check.verify(signature);
        } catch (GeneralSecurityException malformed) {
            return false;
        }
    }
}
