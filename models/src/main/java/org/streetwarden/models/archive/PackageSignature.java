package org.streetwarden.models.archive;

import java.security.GeneralSecurityException;
import java.security.PrivateKey;
import java.security.PublicKey;
import java.security.Signature;
import java.util.Collection;
import java.util.HexFormat;
import java.util.List;
import org.streetwarden.models.BrokenPackage;

/** Who stands for a package: an Ed25519 signature (RFC 8032) over the 32 bytes of its digest, kept beside the archive. */
public final class PackageSignature {

    public static final int BYTES = 64;

    /** A signature's file is named as its archive, with this instead of {@code .zip}. */
    public static final String SUFFIX = ".sig";

    private static final String ALGORITHM = "Ed25519";

    private PackageSignature() {}

    /**
     * Signs a package.
     *
     * @param digest 64 hexadecimal digits
     * @return {@value #BYTES} bytes
     */
    public static byte[] sign(String digest, PrivateKey key) {
        try {
            Signature signature = Signature.getInstance(ALGORITHM);
            signature.initSign(key);
            signature.update(HexFormat.of().parseHex(digest));
            return signature.sign();
        } catch (GeneralSecurityException e) {
            throw new IllegalStateException("Ed25519: expected a key of its own, found another", e);
        }
    }

    /**
     * Checks that one of the trusted keys has signed a package.
     *
     * @param where the package is named so in the refusal
     * @param digest 64 hexadecimal digits
     * @param signature as found, of any length; empty where there is none
     * @throws BrokenPackage where none has
     */
    public static void require(String where, String digest, byte[] signature, Collection<PublicKey> trusted)
            throws BrokenPackage {
        if (signature.length != BYTES) {
            throw new BrokenPackage(List.of("%s: signature: expected %d bytes by one of %d trusted keys, found %d"
                    .formatted(where, BYTES, trusted.size(), signature.length)));
        }
        for (PublicKey key : trusted) {
            if (holds(digest, signature, key)) {
                return;
            }
        }
        throw new BrokenPackage(List.of(
                "%s: signature: expected one over digest %s by one of %d trusted keys, found one that none of them made"
                        .formatted(where, digest, trusted.size())));
    }

    private static boolean holds(String digest, byte[] bytes, PublicKey key) {
        try {
            Signature signature = Signature.getInstance(ALGORITHM);
            signature.initVerify(key);
            signature.update(HexFormat.of().parseHex(digest));
            return signature.verify(bytes);
        } catch (GeneralSecurityException e) {
            return false;
        }
    }
}
