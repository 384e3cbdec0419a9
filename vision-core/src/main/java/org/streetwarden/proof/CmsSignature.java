package org.streetwarden.proof;

import java.io.IOException;
import java.security.AlgorithmParameters;
import java.security.GeneralSecurityException;
import java.security.MessageDigest;
import java.security.Signature;
import java.security.cert.X509Certificate;
import java.security.spec.AlgorithmParameterSpec;
import java.security.spec.PSSParameterSpec;
import java.util.ArrayList;
import java.util.Arrays;
import java.util.HashMap;
import java.util.List;
import java.util.Map;

/**
 * Content that one signer signed, with the attributes that go with it: the SignedData of RFC 5652 as RFC 3161 narrows it. SHA-1
 * is refused, unsigned attributes are read past. Immutable.
 */
final class CmsSignature {

    private static final String SIGNED_DATA = "1.2.840.113549.1.7.2";
    private static final String CONTENT_TYPE = "1.2.840.113549.1.9.3";
    private static final String MESSAGE_DIGEST = "1.2.840.113549.1.9.4";
    private static final String SIGNING_CERTIFICATE = "1.2.840.113549.1.9.16.2.12";
    private static final String SIGNING_CERTIFICATE_V2 = "1.2.840.113549.1.9.16.2.47";
    private static final String RSA = "1.2.840.113549.1.1.1";
    private static final String RSA_PSS = "1.2.840.113549.1.1.10";
    private static final int MOST_CERTIFICATES = 8;
    private static final Map<String, String> DIGESTS = Map.of(
            "2.16.840.1.101.3.4.2.1", "SHA-256",
            "2.16.840.1.101.3.4.2.2", "SHA-384",
            "2.16.840.1.101.3.4.2.3", "SHA-512",
            "1.2.156.10197.1.401", "SM3");
    private static final Map<String, String> SIGNATURES = Map.of(
            "1.2.840.113549.1.1.11", "SHA256withRSA",
            "1.2.840.113549.1.1.12", "SHA384withRSA",
            "1.2.840.113549.1.1.13", "SHA512withRSA",
            "1.2.840.10045.4.3.2", "SHA256withECDSA",
            "1.2.840.10045.4.3.3", "SHA384withECDSA",
            "1.2.840.10045.4.3.4", "SHA512withECDSA",
            "1.3.101.112", "Ed25519",
            "1.2.156.10197.1.501", "SM3withSM2");

    private final byte[] content;
    private final List<X509Certificate> certificates;
    private final Der signerId;
    private final String digest;
    private final Der signedAttributes;
    private final Map<String, Der> attributes;
    private final Der algorithm;
    private final byte[] signature;

    private CmsSignature(byte[] content, List<X509Certificate> certificates, Der signer) throws MalformedProof {
        this.content = content;
        this.certificates = List.copyOf(certificates);
        Der.Values values = signer.sequence();
        int version = values.next().integer().intValueExact();
        signerId = values.next();
        boolean named = signerId.tag() == Der.SEQUENCE && version == 1;
        if (!named) {
            throw Der.malformed("a signer named by issuer and serial number");
        }
        digest = digestName(values.next());
        signedAttributes = values.next(Der.CONTEXT_0);
        attributes = attributes(signedAttributes);
        algorithm = values.next(Der.SEQUENCE);
        signature = values.next().octets();
        values.optional(Der.CONTEXT_1);
        values.end();
    }

    /**
     * Reads it; says nothing yet of whether it holds.
     *
     * @param contentType object identifier of what is signed
     */
    static CmsSignature decode(byte[] file, String contentType) throws MalformedProof {
        try {
            Der.Values outer = Der.of(file).sequence();
            expectOid(outer.next(), SIGNED_DATA);
            Der.Values data = outer.next(Der.CONTEXT_0).only().sequence();
            outer.end();
            int version = data.next().integer().intValueExact();
            Der digests = data.next(Der.SET);
            Der.Values content = data.next().sequence();
            expectOid(content.next(), contentType);
            byte[] bytes = content.next(Der.CONTEXT_0).only().octets();
            content.end();
            List<X509Certificate> certificates = certificates(data.optional(Der.CONTEXT_0));
            data.optional(Der.CONTEXT_1);
            CmsSignature read =
                    new CmsSignature(bytes, certificates, data.next(Der.SET).only());
            data.end();
            if (version != 3 || !digestName(digests.only()).equals(read.digest)) {
                throw Der.malformed("version 3 and the digest of its signer");
            }
            expectOid(read.attribute(CONTENT_TYPE), contentType);
            return read;
        } catch (ArithmeticException outsize) {
            throw new MalformedProof("DER: expected a version, found another number", outsize);
        }
    }

    private static void expectOid(Der value, String expected) throws MalformedProof {
        if (!value.oid().equals(expected)) {
            throw Der.malformed("object identifier " + expected);
        }
    }

    private static List<X509Certificate> certificates(Der set) throws MalformedProof {
        List<X509Certificate> certificates = new ArrayList<>();
        for (Der each : set == null ? List.<Der>of() : set.children()) {
            if (certificates.size() == MOST_CERTIFICATES) {
                throw Der.malformed("at most %d certificates".formatted(MOST_CERTIFICATES));
            }
            try {
                certificates.add(Providers.certificate(each.encoded()));
            } catch (GeneralSecurityException unreadable) {
                throw new MalformedProof("DER: expected an X.509 certificate, found something else", unreadable);
            }
        }
        return certificates;
    }

    private static Map<String, Der> attributes(Der set) throws MalformedProof {
        Map<String, Der> attributes = new HashMap<>();
        for (Der each : set.children()) {
            Der.Values attribute = each.sequence();
            String type = attribute.next().oid();
            if (attributes.put(type, attribute.next(Der.SET).only()) != null) {
                throw Der.malformed("each attribute once");
            }
            attribute.end();
        }
        return attributes;
    }

    private Der attribute(String type) throws MalformedProof {
        Der value = attributes.get(type);
        if (value == null) {
            throw Der.malformed("the signed attribute " + type);
        }
        return value;
    }

    private static String digestName(Der algorithm) throws MalformedProof {
        String name = DIGESTS.get(plain(algorithm));
        if (name == null) {
            throw Der.malformed("a digest of SHA-2 or SM3");
        }
        return name;
    }

    /** Of an algorithm without parameters. */
    private static String plain(Der algorithm) throws MalformedProof {
        Der.Values values = algorithm.sequence();
        String oid = values.next().oid();
        Der none = values.optional(Der.NULL);
        values.end();
        if (none != null && none.content().length > 0) {
            throw Der.malformed("no parameters");
        }
        return oid;
    }

    byte[] content() {
        return content.clone();
    }

    /** That came with it. */
    List<X509Certificate> certificates() {
        return certificates;
    }

    /**
     * Checks digest and signature.
     *
     * @return the signer's certificate, which the signed attributes name by its digest
     * @throws MalformedProof where it does not hold, or that certificate is not in it
     */
    X509Certificate signer() throws MalformedProof {
        try {
            for (X509Certificate each : certificates) {
                if (isSigner(each)) {
                    check(each);
                    return each;
                }
            }
        } catch (GeneralSecurityException unfit) {
            throw new MalformedProof("its signature cannot be checked: " + unfit.getMessage(), unfit);
        }
        throw new MalformedProof("its signer's certificate is not in it");
    }

    private boolean isSigner(X509Certificate certificate) throws MalformedProof, GeneralSecurityException {
        Der v2 = attributes.get(SIGNING_CERTIFICATE_V2);
        Der named = v2 == null ? attribute(SIGNING_CERTIFICATE) : v2;
        List<Der> ids = named.sequence().next(Der.SEQUENCE).children();
        if (ids.isEmpty()) {
            throw Der.malformed("the signer's certificate by its digest");
        }
        Der.Values id = ids.getFirst().sequence();
        Der hash = v2 == null ? null : id.optional(Der.SEQUENCE);
        String algorithmName = v2 == null ? "SHA-1" : hash == null ? "SHA-256" : digestName(hash);
        byte[] found = MessageDigest.getInstance(algorithmName).digest(certificate.getEncoded());
        Der.Values name = signerId.sequence();
        return Arrays.equals(found, id.next().octets())
                && Arrays.equals(
                        name.next().encoded(),
                        certificate.getIssuerX500Principal().getEncoded())
                && name.next().integer().equals(certificate.getSerialNumber());
    }

    private void check(X509Certificate certificate) throws MalformedProof, GeneralSecurityException {
        byte[] found = MessageDigest.getInstance(digest).digest(content);
        if (!Arrays.equals(found, attribute(MESSAGE_DIGEST).octets())) {
            throw new MalformedProof("what it says is not what was signed");
        }
        byte[] signed = signedAttributes.encoded();
        signed[0] = Der.SET;
        Signature check = prepared();
        check.initVerify(certificate.getPublicKey());
        check.update(signed);
        if (!check.verify(signature)) {
            throw new MalformedProof("its signature does not hold");
        }
    }

    private Signature prepared() throws MalformedProof, GeneralSecurityException {
        Der.Values values = algorithm.sequence();
        String oid = values.next().oid();
        if (oid.equals(RSA_PSS)) {
            return pss(values.next(Der.SEQUENCE).encoded());
        }
        String name = plain(algorithm).equals(RSA) ? digest.replace("-", "") + "withRSA" : SIGNATURES.get(oid);
        if (name == null) {
            throw Der.malformed("a signature by RSA, ECDSA, Ed25519 or SM2 over SHA-2 or SM3");
        }
        return Signature.getInstance(name);
    }

    private static Signature pss(byte[] parameters) throws GeneralSecurityException, MalformedProof {
        AlgorithmParameters read = AlgorithmParameters.getInstance("RSASSA-PSS");
        try {
            read.init(parameters);
        } catch (IOException unreadable) {
            throw new MalformedProof("DER: expected the parameters of RSASSA-PSS, found others", unreadable);
        }
        AlgorithmParameterSpec spec = read.getParameterSpec(PSSParameterSpec.class);
        if (!DIGESTS.containsValue(((PSSParameterSpec) spec).getDigestAlgorithm())) {
            throw Der.malformed("a digest of SHA-2");
        }
        Signature check = Signature.getInstance("RSASSA-PSS");
        check.setParameter(spec);
        return check;
    }
}
