package org.streetwarden.proof;

import java.io.IOException;
import java.security.GeneralSecurityException;
import java.security.KeyStore;
import java.security.PrivateKey;
import java.security.Provider;
import java.security.Security;
import java.security.cert.Certificate;
import java.util.ArrayList;
import java.util.Collections;
import java.util.List;

/**
 * A key that signs, wherever it lies: in a PKCS#12 file or behind PKCS#11, where it never leaves its device. Thread-safe;
 * never prints itself.
 */
public final class SigningKey {

    private final KeyAlgorithm algorithm;
    private final PrivateKey key;
    private final byte[] publicKey;
    private final List<byte[]> certificates;

    private SigningKey(KeyAlgorithm algorithm, PrivateKey key, byte[] publicKey, List<byte[]> certificates) {
        this.algorithm = algorithm;
        this.key = key;
        this.publicKey = publicKey;
        this.certificates = certificates;
    }

    /**
     * A key of a PKCS#12 file.
     *
     * @param file its bytes
     * @param alias empty where the file holds but one key
     * @throws GeneralSecurityException one sentence, without the password
     */
    public static SigningKey pkcs12(byte[] file, char[] password, String alias) throws GeneralSecurityException {
        try {
            return of(Providers.pkcs12(file, password), password, alias);
        } catch (GeneralSecurityException refused) {
            throw new GeneralSecurityException("key store: " + refused.getMessage(), refused);
        }
    }

    /**
     * A key of a device behind PKCS#11.
     *
     * @param configuration path of a file as the JDK's SunPKCS11 provider reads it
     * @param alias empty where the device holds but one key
     * @throws GeneralSecurityException one sentence, without the PIN
     */
    public static SigningKey pkcs11(String configuration, char[] pin, String alias) throws GeneralSecurityException {
        Provider blank = Security.getProvider("SunPKCS11");
        if (blank == null) {
            throw new GeneralSecurityException("PKCS#11: expected the JDK's provider, found none");
        }
        Provider device;
        try {
            device = blank.configure(configuration);
        } catch (RuntimeException unfit) {
            throw new GeneralSecurityException("PKCS#11: expected a device, found none: " + unfit.getMessage(), unfit);
        }
        Security.addProvider(device);
        KeyStore store = KeyStore.getInstance("PKCS11", device);
        try {
            store.load(null, pin);
        } catch (IOException refused) {
            throw new GeneralSecurityException("PKCS#11: " + refused.getMessage(), refused);
        }
        return of(store, pin, alias);
    }

    private static String only(KeyStore store) throws GeneralSecurityException {
        List<String> keys = new ArrayList<>();
        for (String alias : Collections.list(store.aliases())) {
            if (store.isKeyEntry(alias)) {
                keys.add(alias);
            }
        }
        if (keys.size() != 1) {
            throw new GeneralSecurityException("expected one key or an alias, found the keys " + keys);
        }
        return keys.getFirst();
    }

    private static SigningKey of(KeyStore store, char[] password, String named) throws GeneralSecurityException {
        String alias = named.isEmpty() ? only(store) : named;
        Certificate[] chain = store.getCertificateChain(alias);
        if (chain == null || !(store.getKey(alias, password) instanceof PrivateKey key)) {
            throw new GeneralSecurityException("expected a key '%s' with its certificate, found none".formatted(alias));
        }
        return of(key, List.of(chain));
    }

    /** @param chain of the key and its issuers, leaf first; not empty */
    static SigningKey of(PrivateKey key, List<Certificate> chain) throws GeneralSecurityException {
        byte[] publicKey = chain.getFirst().getPublicKey().getEncoded();
        KeyAlgorithm algorithm = KeyAlgorithm.ofKey(publicKey)
                .orElseThrow(() -> new GeneralSecurityException("expected a key of Ed25519 or SM2, found one of "
                        + chain.getFirst().getPublicKey().getAlgorithm()));
        List<byte[]> certificates = new ArrayList<>();
        for (Certificate each : chain) {
            certificates.add(each.getEncoded());
        }
        return new SigningKey(algorithm, key, publicKey, certificates);
    }

    public KeyAlgorithm algorithm() {
        return algorithm;
    }

    /** SubjectPublicKeyInfo in DER. */
    public byte[] publicKey() {
        return publicKey.clone();
    }

    /** SHA-256 of the public key, hexadecimal. */
    public String id() {
        return HashAlgorithm.SHA_256.hex(publicKey);
    }

    /** Signs a file. */
    public Seal seal(byte[] file) {
        Seal blank = new Seal(
                algorithm,
                id(),
                publicKey,
                certificates,
                HashAlgorithm.SHA_256.hex(file),
                HashAlgorithm.SM3.hex(file),
                new byte[0]);
        return blank.signed(sign(blank.message()));
    }

    byte[] sign(byte[] message) {
        try {
            return algorithm.sign(key, message);
        } catch (GeneralSecurityException refused) {
            throw new IllegalStateException("the signing key refuses: " + refused.getMessage(), refused);
        }
    }
}
