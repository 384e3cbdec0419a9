package org.streetwarden.proof;

import java.nio.charset.StandardCharsets;
import java.security.GeneralSecurityException;
import java.security.cert.X509Certificate;
import java.util.ArrayList;
import java.util.Arrays;
import java.util.Base64;
import java.util.List;
import java.util.Map;
import java.util.TreeMap;

/**
 * A detached signature over one file: who signed, how, and which digests the file has. What is signed is the seal's own
 * canonical JSON without its signature, behind a line that names its purpose; so every member is covered, the file by its
 * digests. Immutable.
 *
 * @param keyId SHA-256 of {@code publicKey}, hexadecimal
 * @param publicKey SubjectPublicKeyInfo in DER
 * @param certificates of that key and its issuers, leaf first, X.509 in DER; empty for a bare key
 * @param sha256 of the file
 * @param sm3 of the file
 */
@SuppressWarnings("ArrayRecordComponent") // never compared
public record Seal(
        KeyAlgorithm algorithm,
        String keyId,
        byte[] publicKey,
        List<byte[]> certificates,
        String sha256,
        String sm3,
        byte[] signature) {

    /** Organisational unit of a certificate whose key was made for a demonstration. */
    public static final String DEMO_UNIT = "OU=streetwarden-demo";

    /** A chain of eight certificates stays below. */
    public static final int MAX_BYTES = 64 * 1024;

    private static final int MOST_CERTIFICATES = 8;
    private static final byte[] PURPOSE = "streetwarden.org/seal@v1\n".getBytes(StandardCharsets.US_ASCII);

    public Seal {
        certificates = List.copyOf(certificates);
    }

    /** The file's bytes: canonical JSON. */
    public byte[] encode() {
        Map<String, Object> members = members();
        members.put("signature", base64(signature));
        return CanonicalJson.write(members);
    }

    /** What is signed. */
    byte[] message() {
        byte[] json = CanonicalJson.write(members());
        byte[] message = Arrays.copyOf(PURPOSE, PURPOSE.length + json.length);
        System.arraycopy(json, 0, message, PURPOSE.length, json.length);
        return message;
    }

    private Map<String, Object> members() {
        Map<String, Object> members = new TreeMap<>();
        members.put("schema", 1);
        members.put("algorithm", algorithm.id());
        members.put("keyId", keyId);
        members.put("publicKey", base64(publicKey));
        members.put("certificates", certificates.stream().map(Seal::base64).toList());
        members.put("file", Map.of("sha256", sha256, "sm3", sm3));
        return members;
    }

    Seal signed(byte[] with) {
        return new Seal(algorithm, keyId, publicKey, certificates, sha256, sm3, with);
    }

    /**
     * Reads a seal from outside; says nothing yet of whether it holds.
     *
     * @throws MalformedProof where it is not exactly what {@link #encode} makes of it
     */
    public static Seal decode(byte[] json) throws MalformedProof {
        if (json.length > MAX_BYTES) {
            throw new MalformedProof("seal: expected at most %d bytes, found %d".formatted(MAX_BYTES, json.length));
        }
        try {
            Map<String, Object> members = CanonicalJson.canonicalObject(json);
            Map<?, ?> file = (Map<?, ?>) members.get("file");
            List<byte[]> certificates = new ArrayList<>();
            for (Object each : (List<?>) members.get("certificates")) {
                certificates.add(Base64.getDecoder().decode((String) each));
            }
            String algorithm = (String) members.get("algorithm");
            Seal seal = new Seal(
                    KeyAlgorithm.named(algorithm).orElseThrow(() -> new IllegalArgumentException(algorithm)),
                    (String) members.get("keyId"),
                    Base64.getDecoder().decode((String) members.get("publicKey")),
                    certificates,
                    (String) file.get("sha256"),
                    (String) file.get("sm3"),
                    Base64.getDecoder().decode((String) members.get("signature")));
            return checked(seal, json);
        } catch (ClassCastException | NullPointerException | IllegalArgumentException unfit) {
            throw new MalformedProof("seal: expected the members of schema 1, found others", unfit);
        }
    }

    private static Seal checked(Seal seal, byte[] json) throws MalformedProof {
        if (!Arrays.equals(seal.encode(), json)) {
            throw new MalformedProof("seal: expected the members of schema 1, found others");
        }
        if (!seal.keyId.equals(HashAlgorithm.SHA_256.hex(seal.publicKey))) {
            throw new MalformedProof("seal: expected the key's own digest as its id, found " + seal.keyId);
        }
        if (seal.certificates.size() > MOST_CERTIFICATES) {
            throw new MalformedProof("seal: expected at most %d certificates, found %d"
                    .formatted(MOST_CERTIFICATES, seal.certificates.size()));
        }
        List<X509Certificate> chain = seal.chain();
        if (!chain.isEmpty() && !Arrays.equals(chain.getFirst().getPublicKey().getEncoded(), seal.publicKey)) {
            throw new MalformedProof("seal: expected a certificate of its own key, found one of another");
        }
        return seal;
    }

    /** The certificates, leaf first. */
    List<X509Certificate> chain() throws MalformedProof {
        List<X509Certificate> chain = new ArrayList<>();
        try {
            for (byte[] each : certificates) {
                chain.add(Providers.certificate(each));
            }
        } catch (GeneralSecurityException unreadable) {
            throw new MalformedProof("seal: expected X.509 certificates, found something else", unreadable);
        }
        return chain;
    }

    /** Whether this key signed exactly these bytes. Says nothing of whose key it is. */
    public boolean holds(byte[] file) {
        return sha256.equals(HashAlgorithm.SHA_256.hex(file))
                && sm3.equals(HashAlgorithm.SM3.hex(file))
                && algorithm.verify(publicKey, message(), signature);
    }

    /** Whom the certificate names, as it says; the key's id where there is none. */
    public String signer() {
        try {
            List<X509Certificate> chain = chain();
            return chain.isEmpty()
                    ? "key " + keyId
                    : chain.getFirst().getSubjectX500Principal().getName();
        } catch (MalformedProof unreadable) {
            return "key " + keyId;
        }
    }

    /** Whether the key was made for a demonstration and says so. */
    public boolean demo() {
        return signer().contains(DEMO_UNIT);
    }

    private static String base64(byte[] bytes) {
        return Base64.getEncoder().encodeToString(bytes);
    }
}
