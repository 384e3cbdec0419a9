package org.streetwarden.evidence;

import java.io.ByteArrayOutputStream;
import java.math.BigInteger;
import java.security.KeyPair;
import java.security.KeyPairGenerator;
import java.security.KeyStore;
import java.security.cert.Certificate;
import java.security.cert.X509Certificate;
import java.time.Instant;
import java.util.Base64;
import java.util.Date;
import javax.security.auth.x500.X500Principal;
import org.bouncycastle.cert.jcajce.JcaX509CertificateConverter;
import org.bouncycastle.cert.jcajce.JcaX509v3CertificateBuilder;
import org.bouncycastle.operator.jcajce.JcaContentSignerBuilder;
import org.streetwarden.filing.ExtraAlgorithms;
import org.streetwarden.proof.SigningKey;

/**
 * A key made for a test.
 *
 * @param store PKCS#12
 * @param certificate PEM
 */
@SuppressWarnings("ArrayRecordComponent") // never compared
record SigningKeys(byte[] store, String certificate, SigningKey key) {

    static final String PASSWORD = "a-test-of-its-own";

    static SigningKeys named(String name) throws Exception {
        ExtraAlgorithms.offer();
        KeyPair keys = KeyPairGenerator.getInstance("Ed25519").generateKeyPair();
        X500Principal subject = new X500Principal(name);
        var builder = new JcaX509v3CertificateBuilder(
                subject,
                BigInteger.ONE,
                Date.from(Instant.parse("2026-01-01T00:00:00Z")),
                Date.from(Instant.parse("2036-01-01T00:00:00Z")),
                subject,
                keys.getPublic());
        X509Certificate certificate = new JcaX509CertificateConverter()
                .getCertificate(builder.build(new JcaContentSignerBuilder("Ed25519").build(keys.getPrivate())));
        KeyStore store = KeyStore.getInstance("PKCS12");
        store.load(null, null);
        store.setKeyEntry("key", keys.getPrivate(), PASSWORD.toCharArray(), new Certificate[] {certificate});
        ByteArrayOutputStream file = new ByteArrayOutputStream();
        store.store(file, PASSWORD.toCharArray());
        String pem = "-----BEGIN CERTIFICATE-----\n%s\n-----END CERTIFICATE-----\n"
                .formatted(Base64.getMimeEncoder().encodeToString(certificate.getEncoded()));
        return new SigningKeys(
                file.toByteArray(), pem, SigningKey.pkcs12(file.toByteArray(), PASSWORD.toCharArray(), ""));
    }
}
