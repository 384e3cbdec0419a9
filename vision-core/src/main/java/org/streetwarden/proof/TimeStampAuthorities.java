package org.streetwarden.proof;

import java.security.GeneralSecurityException;
import java.security.cert.CertificateParsingException;
import java.security.cert.PKIXParameters;
import java.security.cert.TrustAnchor;
import java.security.cert.X509Certificate;
import java.util.ArrayList;
import java.util.Date;
import java.util.HashSet;
import java.util.List;
import java.util.Optional;
import java.util.Set;

/** Whose time-stamps a verifier believes: certificates of authorities, or of who issues theirs. Immutable. */
public final class TimeStampAuthorities {

    /** Nobody is believed. */
    public static final TimeStampAuthorities NONE = new TimeStampAuthorities(List.of());

    private static final String EXTENDED_KEY_USAGE = "2.5.29.37";
    private static final String TIME_STAMPING = "1.3.6.1.5.5.7.3.8";
    private static final int MOST_ISSUERS = 8;

    private final List<X509Certificate> certificates;

    private TimeStampAuthorities(List<X509Certificate> certificates) {
        this.certificates = List.copyOf(certificates);
    }

    /** @throws MalformedProof where the text holds no certificate, or an unreadable one */
    public static TimeStampAuthorities parse(byte[] pem) throws MalformedProof {
        List<X509Certificate> certificates = TrustedKeys.parse(pem).certificates();
        if (certificates.isEmpty()) {
            throw new MalformedProof("authorities: expected PEM with a certificate, found public keys alone");
        }
        return new TimeStampAuthorities(certificates);
    }

    /**
     * Checks a token's signature and, where anybody is believed, its signer.
     *
     * @return whom the signer's certificate names
     * @throws MalformedProof where the signature does not hold, the certificate is not for time-stamping alone, or was not
     *     valid at the token's time under a believed one
     */
    public String vouch(TimeStampToken token) throws MalformedProof {
        X509Certificate signer = token.signer();
        stampsTime(signer);
        if (!certificates.isEmpty()) {
            try {
                believe(token, signer);
            } catch (GeneralSecurityException refused) {
                throw new MalformedProof(
                        "time-stamp: its certificate (%s) is none that is believed at %s: %s"
                                .formatted(
                                        signer.getSubjectX500Principal().getName(), token.at(), refused.getMessage()),
                        refused);
            }
        }
        return signer.getSubjectX500Principal().getName();
    }

    /** RFC 3161, section 2.3: critical, and for nothing else. */
    private static void stampsTime(X509Certificate signer) throws MalformedProof {
        try {
            Set<String> critical = signer.getCriticalExtensionOIDs();
            if (critical != null
                    && critical.contains(EXTENDED_KEY_USAGE)
                    && List.of(TIME_STAMPING).equals(signer.getExtendedKeyUsage())) {
                return;
            }
        } catch (CertificateParsingException unreadable) {
            throw new MalformedProof("time-stamp: its certificate's use cannot be read", unreadable);
        }
        throw new MalformedProof("time-stamp: its certificate is not one for time-stamping alone");
    }

    /** Path validation of RFC 5280 as of the token's time; revocation is not asked, this works without a network. */
    private void believe(TimeStampToken token, X509Certificate signer) throws GeneralSecurityException {
        Date at = Date.from(token.at());
        if (certificates.contains(signer)) {
            signer.checkValidity(at);
            return;
        }
        Set<TrustAnchor> anchors = new HashSet<>();
        certificates.forEach(each -> anchors.add(new TrustAnchor(each, null)));
        PKIXParameters parameters = new PKIXParameters(anchors);
        parameters.setRevocationEnabled(false);
        parameters.setDate(at);
        Providers.validate(path(token, signer), parameters);
    }

    /** From the signer up to whom a believed certificate issued. */
    private List<X509Certificate> path(TimeStampToken token, X509Certificate signer) throws GeneralSecurityException {
        List<X509Certificate> path = new ArrayList<>(List.of(signer));
        while (certificates.stream().noneMatch(each -> issued(each, path.getLast()))) {
            Optional<X509Certificate> issuer = token.certificates().stream()
                    .filter(each -> !path.contains(each) && issued(each, path.getLast()))
                    .findFirst();
            if (issuer.isEmpty() || path.size() > MOST_ISSUERS) {
                throw new GeneralSecurityException("no believed certificate leads to it");
            }
            path.add(issuer.get());
        }
        return path;
    }

    private static boolean issued(X509Certificate issuer, X509Certificate certificate) {
        return issuer.getSubjectX500Principal().equals(certificate.getIssuerX500Principal());
    }
}
