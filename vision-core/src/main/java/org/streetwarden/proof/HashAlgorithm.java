package org.streetwarden.proof;

import java.io.IOException;
import java.io.InputStream;
import java.security.MessageDigest;
import java.security.NoSuchAlgorithmException;
import java.util.ArrayList;
import java.util.HexFormat;
import java.util.List;

/** Digests that stand in manifests, 32 bytes each, as 64 lower-case hexadecimal digits. Thread-safe. */
public enum HashAlgorithm {
    /** FIPS 180-4; every Java platform has it. */
    SHA_256("SHA-256"),
    /** GB/T 32905-2016; the process must have a security provider that offers it. */
    SM3("SM3");

    private static final int CHUNK_BYTES = 64 * 1024;

    private final String jcaName;

    HashAlgorithm(String jcaName) {
        this.jcaName = jcaName;
    }

    /** Ready for bytes. */
    public MessageDigest digest() {
        try {
            return MessageDigest.getInstance(jcaName);
        } catch (NoSuchAlgorithmException missing) {
            throw new IllegalStateException(
                    jcaName + ": expected a security provider that offers it, found none", missing);
        }
    }

    public String hex(byte[] bytes) {
        return HexFormat.of().formatHex(digest().digest(bytes));
    }

    /** Every algorithm's digest of one stream, read once to its end, in the order of this enum. */
    public static List<String> all(InputStream in) throws IOException {
        List<MessageDigest> digests = new ArrayList<>();
        for (HashAlgorithm algorithm : values()) {
            digests.add(algorithm.digest());
        }
        byte[] chunk = new byte[CHUNK_BYTES];
        for (int n; (n = in.read(chunk)) > 0; ) {
            for (MessageDigest digest : digests) {
                digest.update(chunk, 0, n);
            }
        }
        return digests.stream()
                .map(digest -> HexFormat.of().formatHex(digest.digest()))
                .toList();
    }
}
