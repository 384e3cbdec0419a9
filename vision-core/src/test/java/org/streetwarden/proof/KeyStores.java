package org.streetwarden.proof;

import java.io.ByteArrayOutputStream;
import java.math.BigInteger;
import java.security.KeyPair;
import java.security.KeyPairGenerator;
import java.security.KeyStore;
import java.security.PrivateKey;
import java.security.Security;
import java.security.cert.Certificate;
import java.security.cert.X509Certificate;
import java.security.spec.ECGenParameterSpec;
import java.time.Instant;
import java.util.ArrayList;
import java.util.Base64;
import java.util.Date;
import java.util.List;
import javax.security.auth.x500.X500Principal;
import org.bouncycastle.asn1.x509.BasicConstraints;
import org.bouncycastle.asn1.x509.Extension;
import org.bouncycastle.cert.jcajce.JcaX509CertificateConverter;
import org.bouncycastle.cert.jcajce.JcaX509v3CertificateBuilder;
import org.bouncycastle.jce.provider.BouncyCastleProvider;
import org.bouncycastle.operator.jcajce.JcaContentSignerBuilder;

/** Keys with certificates, made for a test. */
final class KeyStores {

    static final String ED25519 = "Ed25519";
    static final String SM2 = "SM3withSM2";
    static final char[] PASSWORD = "a test's own".toCharArray();

    static {
        Security.addProvider(new BouncyCastleProvider());
    }

    private KeyStores() {}

    record Holder(KeyPair keys, X509Certificate certificate) {
        SigningKey key(Certificate... issuers) throws Exception {
            List<Certificate> chain = new ArrayList<>(List.of(issuers));
            chain.addFirst(certificate);
            return SigningKey.of(keys.getPrivate(), chain);
        }
    }

    static KeyPair keys(String algorithm) throws Exception {
        if (algorithm.equals(ED25519)) {
            return KeyPairGenerator.getInstance(ED25519).generateKeyPair();
        }
        KeyPairGenerator generator = KeyPairGenerator.getInstance("EC", "BC");
        generator.initialize(new ECGenParameterSpec("sm2p256v1"));
        return generator.generateKeyPair();
    }

    static Holder selfSigned(String algorithm, String name, Instant from, Instant to) throws Exception {
        KeyPair keys = keys(algorithm);
        return new Holder(keys, certificate(algorithm, name, keys, name, keys.getPrivate(), from, to));
    }

    static Holder issued(String algorithm, String name, Holder issuer, Instant from, Instant to) throws Exception {
        KeyPair keys = keys(algorithm);
        String by = issuer.certificate().getSubjectX500Principal().getName();
        return new Holder(
                keys, certificate(algorithm, name, keys, by, issuer.keys().getPrivate(), from, to));
    }

    private static X509Certificate certificate(
            String algorithm, String name, KeyPair keys, String issuer, PrivateKey by, Instant from, Instant to)
            throws Exception {
        var builder = new JcaX509v3CertificateBuilder(
                new X500Principal(issuer),
                BigInteger.valueOf(7),
                Date.from(from),
                Date.from(to),
                new X500Principal(name),
                keys.getPublic());
        builder.addExtension(Extension.basicConstraints, true, new BasicConstraints(name.equals(issuer)));
        var signer = new JcaContentSignerBuilder(algorithm).setProvider("BC").build(by);
        return new JcaX509CertificateConverter().setProvider("BC").getCertificate(builder.build(signer));
    }

    static byte[] pkcs12(Holder holder) throws Exception {
        KeyStore store = KeyStore.getInstance("PKCS12");
        store.load(null, null);
        Certificate[] chain = {holder.certificate()};
        store.setKeyEntry("evidence", holder.keys().getPrivate(), PASSWORD, chain);
        ByteArrayOutputStream out = new ByteArrayOutputStream();
        store.store(out, PASSWORD);
        return out.toByteArray();
    }

    static String pem(String kind, byte[] der) {
        return "-----BEGIN %s-----%n%s%n-----END %s-----%n"
                .formatted(kind, Base64.getMimeEncoder().encodeToString(der), kind);
    }
}
