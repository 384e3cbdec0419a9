package org.streetwarden.proof;

import java.io.ByteArrayInputStream;
import java.io.IOException;
import java.security.GeneralSecurityException;
import java.security.KeyStore;
import java.security.Provider;
import java.security.Security;
import java.security.cert.CertPathValidator;
import java.security.cert.CertificateFactory;
import java.security.cert.PKIXParameters;
import java.security.cert.X509Certificate;
import java.util.List;

/** Asks each security provider of the process in turn: the JDK's own refuse certificates on the curve of SM2. */
final class Providers {

    private Providers() {}

    private interface Question<T> {
        T ask(Provider provider) throws GeneralSecurityException, IOException;
    }

    /** @throws GeneralSecurityException the first provider's reason, where none can */
    private static <T> T first(String service, Question<T> question) throws GeneralSecurityException {
        GeneralSecurityException refused = new GeneralSecurityException(service + ": expected a provider, found none");
        Provider[] providers = Security.getProviders(service);
        for (int i = 0; providers != null && i < providers.length; i++) {
            try {
                return question.ask(providers[i]);
            } catch (GeneralSecurityException | IOException unable) {
                if (i == 0) {
                    refused = new GeneralSecurityException(unable.getMessage(), unable);
                }
            }
        }
        throw refused;
    }

    /** @param der X.509 */
    static X509Certificate certificate(byte[] der) throws GeneralSecurityException {
        return first("CertificateFactory.X.509", provider -> {
            CertificateFactory factory = CertificateFactory.getInstance("X.509", provider);
            if (factory.generateCertificate(new ByteArrayInputStream(der)) instanceof X509Certificate certificate
                    && hasKey(certificate)) {
                return certificate;
            }
            throw new IOException("no certificate of a readable key");
        });
    }

    /** Some providers read a certificate's key only when it is asked for. */
    private static boolean hasKey(X509Certificate certificate) {
        try {
            return certificate.getPublicKey() != null;
        } catch (IllegalStateException unreadable) {
            return false;
        }
    }

    static KeyStore pkcs12(byte[] file, char[] password) throws GeneralSecurityException {
        return first("KeyStore.PKCS12", provider -> {
            KeyStore store = KeyStore.getInstance("PKCS12", provider);
            store.load(new ByteArrayInputStream(file), password);
            return store;
        });
    }

    /** Path validation of RFC 5280. */
    static void validate(List<X509Certificate> path, PKIXParameters parameters) throws GeneralSecurityException {
        first("CertPathValidator.PKIX", provider -> {
            CertificateFactory factory = CertificateFactory.getInstance("X.509", provider.getName());
            return CertPathValidator.getInstance("PKIX", provider).validate(factory.generateCertPath(path), parameters);
        });
    }
}
