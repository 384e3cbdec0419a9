package org.streetwarden.proof;

import static java.nio.charset.StandardCharsets.US_ASCII;
import static java.nio.charset.StandardCharsets.UTF_8;
import static org.assertj.core.api.Assertions.assertThat;
import static org.assertj.core.api.Assertions.assertThatThrownBy;

import java.math.BigInteger;
import java.security.KeyFactory;
import java.time.Duration;
import java.time.Instant;
import java.util.HexFormat;
import org.bouncycastle.asn1.ASN1Integer;
import org.bouncycastle.asn1.DERSequence;
import org.bouncycastle.jce.ECNamedCurveTable;
import org.bouncycastle.jce.spec.ECParameterSpec;
import org.bouncycastle.jce.spec.ECPublicKeySpec;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.ValueSource;
import org.streetwarden.proof.KeyStores.Holder;

class SealTest {

    private static final Instant NOW = Instant.parse("2026-11-20T08:00:00Z");
    private static final Instant FROM = NOW.minus(Duration.ofDays(1));
    private static final Instant TO = NOW.plus(Duration.ofDays(365));
    private static final byte[] FILE = "{\"a\":1}".getBytes(UTF_8);

    private static TrustedKeys trusting(String kind, byte[] der) throws Exception {
        return TrustedKeys.parse(KeyStores.pem(kind, der).getBytes(US_ASCII));
    }

    @ParameterizedTest
    @ValueSource(strings = {KeyStores.ED25519, KeyStores.SM2})
    void holdsForTheFileItWasMadeOf(String algorithm) throws Exception {
        Holder holder = KeyStores.selfSigned(algorithm, "CN=worker-1,O=City", FROM, TO);
        Seal seal = Seal.decode(holder.key().seal(FILE).encode());
        assertThat(seal.holds(FILE)).isTrue();
        assertThat(seal.holds("{\"a\":2}".getBytes(UTF_8))).isFalse();
        assertThat(seal.signer()).isEqualTo("CN=worker-1,O=City");
        assertThat(seal.demo()).isFalse();
        assertThat(seal.algorithm().id()).isEqualTo(algorithm.equals(KeyStores.SM2) ? "SM2withSM3" : "Ed25519");
    }

    @ParameterizedTest
    @ValueSource(strings = {KeyStores.ED25519, KeyStores.SM2})
    void breaksWithAFlippedBit(String algorithm) throws Exception {
        byte[] seal = KeyStores.selfSigned(algorithm, "CN=w", FROM, TO)
                .key()
                .seal(FILE)
                .encode();
        for (int bit = 0; bit < seal.length * 8; bit += 29) {
            byte[] flipped = seal.clone();
            flipped[bit / 8] ^= (byte) (1 << bit % 8);
            boolean holds;
            try {
                holds = Seal.decode(flipped).holds(FILE);
            } catch (MalformedProof refused) {
                holds = false;
            }
            assertThat(holds).as("bit %d", bit).isFalse();
        }
    }

    @ParameterizedTest
    @ValueSource(strings = {KeyStores.ED25519, KeyStores.SM2})
    void isBelievedByWhomYouTrust(String algorithm) throws Exception {
        Holder root = KeyStores.selfSigned(algorithm, "CN=City root", FROM, TO);
        Holder worker = KeyStores.issued(algorithm, "CN=worker-1", root, FROM, TO);
        Seal seal = worker.key(root.certificate()).seal(FILE);
        assertThat(TrustedKeys.NONE.vouch(seal, NOW)).isEmpty();
        assertThat(trusting("CERTIFICATE", root.certificate().getEncoded()).vouch(seal, NOW))
                .hasValueSatisfying(why -> assertThat(why).contains("CN=City root"));
        assertThat(trusting("CERTIFICATE", worker.certificate().getEncoded()).vouch(seal, NOW))
                .isPresent();
        assertThat(trusting("PUBLIC KEY", worker.keys().getPublic().getEncoded())
                        .vouch(seal, NOW))
                .isPresent();
    }

    @Test
    void isNotBelievedFromStrangersOrOutOfTime() throws Exception {
        Holder root = KeyStores.selfSigned(KeyStores.ED25519, "CN=City root", FROM, TO);
        Holder namesake = KeyStores.selfSigned(KeyStores.ED25519, "CN=City root", FROM, TO);
        Seal seal = KeyStores.issued(KeyStores.ED25519, "CN=worker-1", root, FROM, TO)
                .key()
                .seal(FILE);
        assertThat(trusting("CERTIFICATE", namesake.certificate().getEncoded()).vouch(seal, NOW))
                .isEmpty();
        TrustedKeys trusted = trusting("CERTIFICATE", root.certificate().getEncoded());
        assertThat(trusted.vouch(seal, NOW)).isPresent();
        assertThat(trusted.vouch(seal, TO.plusSeconds(1))).isEmpty();
        assertThat(trusted.vouch(seal, FROM.minusSeconds(2))).isEmpty();
    }

    @Test
    void saysThatAKeyIsADemonstrations() throws Exception {
        Holder holder = KeyStores.selfSigned(KeyStores.ED25519, "CN=demo," + Seal.DEMO_UNIT, FROM, TO);
        assertThat(holder.key().seal(FILE).demo()).isTrue();
    }

    @Test
    void signsWithTheKeyOfAFile() throws Exception {
        Holder holder = KeyStores.selfSigned(KeyStores.ED25519, "CN=w", FROM, TO);
        SigningKey key = SigningKey.pkcs12(KeyStores.pkcs12(holder), KeyStores.PASSWORD, "");
        assertThat(key.id()).isEqualTo(holder.key().id());
        assertThat(key.seal(FILE).holds(FILE)).isTrue();
    }

    @Test
    void needsTheRightPasswordAndKey() throws Exception {
        byte[] store = KeyStores.pkcs12(KeyStores.selfSigned(KeyStores.ED25519, "CN=w", FROM, TO));
        assertThatThrownBy(() -> SigningKey.pkcs12(store, "wrong".toCharArray(), ""))
                .hasMessageContaining("key store: ")
                .hasMessageNotContaining("wrong");
        assertThatThrownBy(() -> SigningKey.pkcs12(store, KeyStores.PASSWORD, "other"))
                .hasMessageContaining("'other'");
        assertThatThrownBy(() -> SigningKey.pkcs11("/no/such/file", KeyStores.PASSWORD, ""))
                .hasMessageContaining("PKCS#11");
    }

    /** GB/T 32905-2016, appendix A. */
    @Test
    void digestsAsPublished() {
        assertThat(HashAlgorithm.SM3.hex("abc".getBytes(US_ASCII)))
                .isEqualTo("66c7f0f462eeedd9d1f2d46bdc10e4e24167c4875cf2f7a2297da02b8f4ba8e0");
        assertThat(HashAlgorithm.SM3.hex("abcd".repeat(16).getBytes(US_ASCII)))
                .isEqualTo("debe9ff92275b8a138604889c18e5a4d6fdb70e5387e5765293dcba39c0c5732");
        assertThat(HashAlgorithm.SHA_256.hex("abc".getBytes(US_ASCII)))
                .isEqualTo("ba7816bf8f01cfea414140de5dae2223b00361a396177a9cb410ff61f20015ad");
    }

    /** GB/T 32918.5-2017, appendix A.2. */
    @Test
    void verifiesThePublishedSm2Signature() throws Exception {
        assertThat(KeyStores.PASSWORD).isNotEmpty();
        ECParameterSpec curve = ECNamedCurveTable.getParameterSpec("sm2p256v1");
        var point = curve.getCurve()
                .createPoint(
                        new BigInteger("09F9DF311E5421A150DD7D161E4BC5C672179FAD1833FC076BB08FF356F35020", 16),
                        new BigInteger("CCEA490CE26775A52DC6EA718CC1AA600AED05FBF35E084A6632F6072DA9AD13", 16));
        byte[] key = KeyFactory.getInstance("EC", "BC")
                .generatePublic(new ECPublicKeySpec(point, curve))
                .getEncoded();
        byte[] signature = new DERSequence(new ASN1Integer[] {
                    new ASN1Integer(
                            new BigInteger("F5A03B0648D2C4630EEAC513E1BB81A15944DA3827D5B74143AC7EACEEE720B3", 16)),
                    new ASN1Integer(
                            new BigInteger("B1B6AA29DF212FD8763182BC0D421CA1BB9038FD1F7F42D4840B69C485BBC1AA", 16))
                })
                .getEncoded();
        assertThat(KeyAlgorithm.ofKey(key)).contains(KeyAlgorithm.SM2_SM3);
        assertThat(KeyAlgorithm.SM2_SM3.verify(key, "message digest".getBytes(US_ASCII), signature))
                .isTrue();
        assertThat(KeyAlgorithm.SM2_SM3.verify(key, "message digesT".getBytes(US_ASCII), signature))
                .isFalse();
    }

    /** RFC 8032, section 7.1, test 2. */
    @Test
    void verifiesThePublishedEd25519Signature() {
        byte[] key = HexFormat.of()
                .parseHex("302a300506032b6570032100"
                        + "3d4017c3e843895a92b70aa74d1b7ebc9c982ccf2ec4968cc0cd55f12af4660c");
        byte[] signature = HexFormat.of()
                .parseHex("92a009a9f0d4cab8720e820b5f642540a2b27b5416503f8fb3762223ebdb69da"
                        + "085ac1e43e15996e458f3613d0f11d8c387b2eaeb4302aeeb00d291612bb0c00");
        assertThat(KeyAlgorithm.ED25519.verify(key, new byte[] {0x72}, signature))
                .isTrue();
        assertThat(KeyAlgorithm.ED25519.verify(key, new byte[] {0x73}, signature))
                .isFalse();
    }
}
