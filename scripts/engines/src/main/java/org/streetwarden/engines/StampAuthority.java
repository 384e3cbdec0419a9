package org.streetwarden.engines;

import com.sun.net.httpserver.HttpServer;
import java.io.ByteArrayInputStream;
import java.io.IOException;
import java.io.InputStream;
import java.math.BigInteger;
import java.net.InetAddress;
import java.net.InetSocketAddress;
import java.net.URI;
import java.security.GeneralSecurityException;
import java.security.KeyPair;
import java.security.KeyPairGenerator;
import java.security.MessageDigest;
import java.security.cert.CertificateException;
import java.security.cert.CertificateFactory;
import java.security.cert.X509Certificate;
import java.time.Instant;
import java.util.Base64;
import java.util.Date;
import java.util.List;
import java.util.concurrent.Executors;
import java.util.concurrent.atomic.AtomicLong;
import javax.security.auth.x500.X500Principal;
import org.bouncycastle.asn1.ASN1GeneralizedTime;
import org.bouncycastle.asn1.ASN1Integer;
import org.bouncycastle.asn1.ASN1ObjectIdentifier;
import org.bouncycastle.asn1.DERNull;
import org.bouncycastle.asn1.DERSet;
import org.bouncycastle.asn1.cmp.PKIStatus;
import org.bouncycastle.asn1.cmp.PKIStatusInfo;
import org.bouncycastle.asn1.cms.Attribute;
import org.bouncycastle.asn1.cms.AttributeTable;
import org.bouncycastle.asn1.cms.ContentInfo;
import org.bouncycastle.asn1.ess.ESSCertIDv2;
import org.bouncycastle.asn1.ess.SigningCertificateV2;
import org.bouncycastle.asn1.nist.NISTObjectIdentifiers;
import org.bouncycastle.asn1.pkcs.PKCSObjectIdentifiers;
import org.bouncycastle.asn1.tsp.Accuracy;
import org.bouncycastle.asn1.tsp.MessageImprint;
import org.bouncycastle.asn1.tsp.TSTInfo;
import org.bouncycastle.asn1.tsp.TimeStampResp;
import org.bouncycastle.asn1.x509.AlgorithmIdentifier;
import org.bouncycastle.asn1.x509.BasicConstraints;
import org.bouncycastle.asn1.x509.ExtendedKeyUsage;
import org.bouncycastle.asn1.x509.Extension;
import org.bouncycastle.asn1.x509.KeyPurposeId;
import org.bouncycastle.cert.jcajce.JcaCertStore;
import org.bouncycastle.cert.jcajce.JcaX509v3CertificateBuilder;
import org.bouncycastle.cms.CMSException;
import org.bouncycastle.cms.CMSProcessableByteArray;
import org.bouncycastle.cms.CMSSignedDataGenerator;
import org.bouncycastle.cms.CMSTypedData;
import org.bouncycastle.cms.DefaultSignedAttributeTableGenerator;
import org.bouncycastle.cms.jcajce.JcaSimpleSignerInfoGeneratorBuilder;
import org.bouncycastle.jce.provider.BouncyCastleProvider;
import org.bouncycastle.operator.OperatorCreationException;
import org.bouncycastle.operator.jcajce.JcaContentSignerBuilder;
import org.bouncycastle.tsp.TimeStampRequest;

/**
 * A time-stamp authority (RFC 3161) for tests, with a root of its own; says whatever it is told to say. Its clock is the
 * caller's. Thread-safe.
 */
public final class StampAuthority {

    /** The policy that it stamps by where none is asked for. */
    public static final String POLICY = "1.3.6.1.4.1.99999.1";

    /** Short, because they are made anew for each test. */
    private static final int RSA_BITS = 1024;

    private static final int EC_BITS = 256;

    /** Made once: it costs more than a token does. */
    private static final BouncyCastleProvider PROVIDER = new BouncyCastleProvider();

    private final X509Certificate root;
    private final X509Certificate signer;
    private final KeyPair keys;
    private final String algorithm;
    private final AtomicLong serial = new AtomicLong(1000);

    /**
     * How its own certificate is made.
     *
     * @param signature as JCA names it: SHA256withRSA, SHA256withECDSA, Ed25519
     * @param purpose null: none stands in it
     */
    public record Made(String signature, KeyPurposeId purpose, boolean critical, Instant from, Instant to) {

        /** As RFC 3161 wants it, valid from 2026 to 2036. */
        public static Made well(String signature) {
            return new Made(
                    signature,
                    KeyPurposeId.id_kp_timeStamping,
                    true,
                    Instant.parse("2026-01-01T00:00:00Z"),
                    Instant.parse("2036-01-01T00:00:00Z"));
        }
    }

    /**
     * What is asked for.
     *
     * @param policy null: none
     * @param nonce null: none
     */
    @SuppressWarnings("ArrayRecordComponent") // never compared
    public record Asked(byte[] sha256, String policy, BigInteger nonce) {}

    /** What it answers to a request that came by HTTP, written by the one who runs it. */
    public interface Answers {
        byte[] answer(byte[] request) throws IOException;
    }

    private StampAuthority(X509Certificate root, X509Certificate signer, KeyPair keys, String algorithm) {
        this.root = root;
        this.signer = signer;
        this.keys = keys;
        this.algorithm = algorithm;
    }

    public static StampAuthority of(Made made) throws GeneralSecurityException {
        Instant from = Instant.parse("2020-01-01T00:00:00Z");
        Instant to = Instant.parse("2040-01-01T00:00:00Z");
        KeyPair rootKeys = keys("SHA256withECDSA");
        KeyPair keys = keys(made.signature());
        X500Principal issuer = new X500Principal("CN=Root of Time,O=City");
        try {
            var self = new JcaX509v3CertificateBuilder(
                    issuer, BigInteger.ONE, Date.from(from), Date.from(to), issuer, rootKeys.getPublic());
            self.addExtension(Extension.basicConstraints, true, new BasicConstraints(true));
            var own = new JcaX509v3CertificateBuilder(
                    issuer,
                    BigInteger.valueOf(4711),
                    Date.from(made.from()),
                    Date.from(made.to()),
                    new X500Principal("CN=Time,O=City"),
                    keys.getPublic());
            if (made.purpose() != null) {
                own.addExtension(Extension.extendedKeyUsage, made.critical(), new ExtendedKeyUsage(made.purpose()));
            }
            var signing = new JcaContentSignerBuilder("SHA256withECDSA").build(rootKeys.getPrivate());
            return new StampAuthority(
                    certificate(self.build(signing).getEncoded()),
                    certificate(own.build(signing).getEncoded()),
                    keys,
                    made.signature());
        } catch (OperatorCreationException | IOException impossible) {
            throw new GeneralSecurityException(impossible);
        }
    }

    private static KeyPair keys(String signature) throws GeneralSecurityException {
        boolean rsa = signature.contains("withRSA");
        KeyPairGenerator generator =
                KeyPairGenerator.getInstance(rsa ? "RSA" : signature.endsWith("ECDSA") ? "EC" : signature);
        if (!signature.equals("Ed25519")) {
            generator.initialize(rsa ? RSA_BITS : EC_BITS);
        }
        return generator.generateKeyPair();
    }

    private static X509Certificate certificate(byte[] der) throws CertificateException {
        return (X509Certificate)
                CertificateFactory.getInstance("X.509").generateCertificate(new ByteArrayInputStream(der));
    }

    /** The root's certificate, PEM. */
    public String rootPem() {
        return pem(root);
    }

    /** Its own certificate, PEM. */
    public String signerPem() {
        return pem(signer);
    }

    private static String pem(X509Certificate certificate) {
        try {
            return "-----BEGIN CERTIFICATE-----\n%s\n-----END CERTIFICATE-----\n"
                    .formatted(Base64.getMimeEncoder().encodeToString(certificate.getEncoded()));
        } catch (CertificateException impossible) {
            throw new IllegalStateException(impossible);
        }
    }

    /** A request's words. */
    public static Asked read(byte[] request) throws IOException {
        TimeStampRequest read = new TimeStampRequest(request);
        String policy = read.getReqPolicy() == null ? null : read.getReqPolicy().getId();
        return new Asked(read.getMessageImprintDigest(), policy, read.getNonce());
    }

    /** A token alone. */
    public byte[] token(Asked asked, Instant at) throws IOException {
        return made(asked, at).getEncoded("DER");
    }

    /** An answer with a token in it. */
    public byte[] answer(Asked asked, Instant at) throws IOException {
        return new TimeStampResp(new PKIStatusInfo(PKIStatus.granted), made(asked, at)).getEncoded("DER");
    }

    private ContentInfo made(Asked asked, Instant at) throws IOException {
        var sha256 = new AlgorithmIdentifier(NISTObjectIdentifiers.id_sha256, DERNull.INSTANCE);
        TSTInfo info = new TSTInfo(
                new ASN1ObjectIdentifier(asked.policy() == null ? POLICY : asked.policy()),
                new MessageImprint(sha256, asked.sha256()),
                new ASN1Integer(serial.incrementAndGet()),
                new ASN1GeneralizedTime(Date.from(at)),
                new Accuracy(new ASN1Integer(1), null, null),
                null,
                asked.nonce() == null ? null : new ASN1Integer(asked.nonce()),
                null,
                null);
        try {
            CMSSignedDataGenerator signing = new CMSSignedDataGenerator();
            signing.addSignerInfoGenerator(new JcaSimpleSignerInfoGeneratorBuilder()
                    .setProvider(PROVIDER)
                    .setSignedAttributeGenerator(new DefaultSignedAttributeTableGenerator(namingSigner()))
                    .build(algorithm, keys.getPrivate(), signer));
            signing.addCertificates(new JcaCertStore(List.of(signer)));
            CMSTypedData content = new CMSProcessableByteArray(PKCSObjectIdentifiers.id_ct_TSTInfo, info.getEncoded());
            return signing.generate(content, true).toASN1Structure();
        } catch (GeneralSecurityException | OperatorCreationException | CMSException unfit) {
            throw new IOException(unfit);
        }
    }

    private AttributeTable namingSigner() throws GeneralSecurityException {
        byte[] digest = MessageDigest.getInstance("SHA-256").digest(signer.getEncoded());
        SigningCertificateV2 named = new SigningCertificateV2(new ESSCertIDv2(digest));
        return new AttributeTable(new Attribute(PKCSObjectIdentifiers.id_aa_signingCertificateV2, new DERSet(named)));
    }

    /** A server on a free port of this machine; its {@code stop} is the caller's. */
    public static HttpServer listen(Answers answers) throws IOException {
        HttpServer server = HttpServer.create(new InetSocketAddress(InetAddress.getLoopbackAddress(), 0), 0);
        server.setExecutor(Executors.newCachedThreadPool(task -> {
            Thread thread = new Thread(task, "stamp-authority");
            thread.setDaemon(true);
            return thread;
        }));
        server.createContext("/", exchange -> {
            try (exchange;
                    InputStream in = exchange.getRequestBody()) {
                byte[] answer = answers.answer(in.readAllBytes());
                exchange.getResponseHeaders().add("Content-Type", "application/timestamp-reply");
                exchange.sendResponseHeaders(200, answer.length);
                exchange.getResponseBody().write(answer);
            }
        });
        server.start();
        return server;
    }

    /** Where a server listens. */
    public static URI address(HttpServer server) {
        return URI.create("http://127.0.0.1:" + server.getAddress().getPort() + "/tsa");
    }
}
