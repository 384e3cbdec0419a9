package org.streetwarden.proof;

import java.security.GeneralSecurityException;
import java.security.KeyFactory;
import java.security.PrivateKey;
import java.security.PublicKey;
import java.security.Signature;
import java.security.spec.X509EncodedKeySpec;
import java.util.Arrays;
import java.util.HexFormat;
import java.util.Optional;

/** How evidence is signed, by the name that stands in a seal. Stateless; providers come from the process. */
public enum KeyAlgorithm {
    /** RFC 8032. */
    ED25519("Ed25519", "Ed25519", "Ed25519", "06032b6570"),
    /** GB/T 32918.2-2016 over SM3, user id {@code 1234567812345678}, on the curve sm2p256v1. */
    SM2_SM3("SM2withSM3", "EC", "SM3withSM2", "06082a811ccf5501822d");

    private final String id;
    private final String keyFactory;
    private final String signature;
    /** The object identifier, in DER as hexadecimal digits, that stands in a public key of this kind. */
    private final String oid;

    KeyAlgorithm(String id, String keyFactory, String signature, String oid) {
        this.id = id;
        this.keyFactory = keyFactory;
        this.signature = signature;
        this.oid = oid;
    }

    public String id() {
        return id;
    }

    static Optional<KeyAlgorithm> named(String id) {
        return Arrays.stream(values()).filter(each -> each.id.equals(id)).findFirst();
    }

    /** @param publicKey SubjectPublicKeyInfo in DER */
    static Optional<KeyAlgorithm> ofKey(byte[] publicKey) {
        String hex = HexFormat.of().formatHex(publicKey, 0, Math.min(publicKey.length, 32));
        return Arrays.stream(values()).filter(each -> hex.contains(each.oid)).findFirst();
    }

    /** @param encoded SubjectPublicKeyInfo in DER */
    PublicKey publicKey(byte[] encoded) throws GeneralSecurityException {
        return KeyFactory.getInstance(keyFactory).generatePublic(new X509EncodedKeySpec(encoded));
    }

    byte[] sign(PrivateKey key, byte[] message) throws GeneralSecurityException {
        Signature signing = Signature.getInstance(signature);
        signing.initSign(key);
        signing.update(message);
        return signing.sign();
    }

    /** @return false also where key or signature are no such things at all */
    boolean verify(byte[] publicKey, byte[] message, byte[] signed) {
        try {
            Signature check = Signature.getInstance(signature);
            check.initVerify(publicKey(publicKey));
            check.update(message);
            return check.verify(signed);
        } catch (GeneralSecurityException | IllegalArgumentException malformed) {
            return false;
        }
    }
}
