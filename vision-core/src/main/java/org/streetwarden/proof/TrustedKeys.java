package org.streetwarden.proof;

import java.nio.charset.StandardCharsets;
import java.security.GeneralSecurityException;
import java.security.cert.PKIXParameters;
import java.security.cert.TrustAnchor;
import java.security.cert.X509Certificate;
import java.time.Instant;
import java.util.ArrayList;
import java.util.Arrays;
import java.util.Base64;
import java.util.Date;
import java.util.HashSet;
import java.util.List;
import java.util.Optional;
import java.util.Set;
import java.util.regex.Matcher;
import java.util.regex.Pattern;

/** Keys and issuers that a verifier believes, out of PEM: certificates, or bare public keys. Immutable. */
public final class TrustedKeys {

    /** Nobody is believed. */
    public static final TrustedKeys NONE = new TrustedKeys(List.of(), List.of());

    private static final Pattern BLOCK =
            Pattern.compile("-----BEGIN (CERTIFICATE|PUBLIC KEY)-----([A-Za-z0-9+/=\\s]+)-----END \\1-----");

    private final List<X509Certificate> certificates;
    private final List<byte[]> keys;

    private TrustedKeys(List<X509Certificate> certificates, List<byte[]> keys) {
        this.certificates = certificates;
        this.keys = keys;
    }

    /** @throws MalformedProof where the text holds neither a certificate nor a public key, or an unreadable one */
    public static TrustedKeys parse(byte[] pem) throws MalformedProof {
        List<X509Certificate> certificates = new ArrayList<>();
        List<byte[]> keys = new ArrayList<>();
        Matcher block = BLOCK.matcher(new String(pem, StandardCharsets.US_ASCII));
        while (block.find()) {
            try {
                byte[] der = Base64.getMimeDecoder().decode(block.group(2));
                if (block.group(1).equals("CERTIFICATE")) {
                    certificates.add(Providers.certificate(der));
                } else {
                    keys.add(der);
                }
            } catch (GeneralSecurityException | IllegalArgumentException unreadable) {
                throw new MalformedProof("trusted keys: expected readable PEM, found something else", unreadable);
            }
        }
        if (certificates.isEmpty() && keys.isEmpty()) {
            throw new MalformedProof("trusted keys: expected PEM with a certificate or a public key, found neither");
        }
        return new TrustedKeys(certificates, keys);
    }

    /** Those of them that are certificates. */
    List<X509Certificate> certificates() {
        return certificates;
    }

    /**
     * Why a seal's key is believed.
     *
     * @param at when the certificates must be valid
     * @return a clause such as {@code "its certificate was issued by CN=…"}; empty where it is not believed
     */
    public Optional<String> vouch(Seal seal, Instant at) {
        if (keys.stream().anyMatch(key -> Arrays.equals(key, seal.publicKey()))) {
            return Optional.of("its public key is one you trust");
        }
        try {
            List<X509Certificate> chain = seal.chain();
            if (!chain.isEmpty() && certificates.contains(chain.getFirst())) {
                chain.getFirst().checkValidity(Date.from(at));
                return Optional.of("its certificate is one you trust");
            }
            return chain.isEmpty() ? Optional.empty() : issuer(chain, at);
        } catch (MalformedProof | GeneralSecurityException refused) {
            return Optional.empty();
        }
    }

    /** Path validation of RFC 5280; revocation is not asked, this works without a network. */
    private Optional<String> issuer(List<X509Certificate> chain, Instant at) throws GeneralSecurityException {
        Set<TrustAnchor> anchors = new HashSet<>();
        certificates.forEach(each -> anchors.add(new TrustAnchor(each, null)));
        if (anchors.isEmpty()) {
            return Optional.empty();
        }
        List<X509Certificate> path =
                chain.stream().filter(each -> !certificates.contains(each)).toList();
        PKIXParameters parameters = new PKIXParameters(anchors);
        parameters.setRevocationEnabled(false);
        parameters.setDate(Date.from(at));
        Providers.validate(path, parameters);
        return Optional.of("its certificate was issued by "
                + path.getLast().getIssuerX500Principal().getName() + ", whom you trust");
    }
}
