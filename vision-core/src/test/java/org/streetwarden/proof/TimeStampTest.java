package org.streetwarden.proof;

import static java.nio.charset.StandardCharsets.US_ASCII;
import static java.nio.charset.StandardCharsets.UTF_8;
import static org.assertj.core.api.Assertions.assertThat;
import static org.assertj.core.api.Assertions.assertThatThrownBy;

import java.math.BigInteger;
import java.time.Instant;
import java.util.Arrays;
import java.util.Random;
import org.bouncycastle.asn1.x509.KeyPurposeId;
import org.junit.jupiter.api.BeforeAll;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.ValueSource;
import org.streetwarden.engines.StampAuthority;
import org.streetwarden.engines.StampAuthority.Asked;
import org.streetwarden.engines.StampAuthority.Made;

/** Against an authority that BouncyCastle's code makes. */
class TimeStampTest {

    private static final String ECDSA = "SHA256withECDSA";
    private static final Instant NOW = Instant.parse("2026-11-27T05:00:00Z");
    private static final byte[] DIGEST = HashAlgorithm.SHA_256.digest().digest("a checkpoint".getBytes(UTF_8));
    private static final BigInteger NONCE = new BigInteger("f123456789abcdef", 16);
    private static final TimeStampRequest REQUEST = new TimeStampRequest(DIGEST, null, NONCE);

    private static StampAuthority authority;

    @BeforeAll
    static void found() throws Exception {
        authority = StampAuthority.of(Made.well(ECDSA));
    }

    private static TimeStampAuthorities believing(String pem) throws Exception {
        return TimeStampAuthorities.parse(pem.getBytes(US_ASCII));
    }

    private static String vouch(StampAuthority authority, Instant at) throws Exception {
        byte[] token = authority.token(new Asked(DIGEST, null, NONCE), at);
        return believing(authority.rootPem()).vouch(TimeStampToken.decode(token));
    }

    @Test
    void asksAsOthersReadIt() throws Exception {
        Asked asked = StampAuthority.read(new TimeStampRequest(DIGEST, "1.2.156.10197.1.401", NONCE).encode());
        assertThat(asked.sha256()).isEqualTo(DIGEST);
        assertThat(asked.policy()).isEqualTo("1.2.156.10197.1.401");
        assertThat(asked.nonce()).isEqualTo(NONCE);
        assertThat(StampAuthority.read(REQUEST.encode()).policy()).isNull();
    }

    @ParameterizedTest
    @ValueSource(strings = {ECDSA, "SHA512withRSA", "SHA256withRSAandMGF1", "Ed25519"})
    void takesATokenAndSaysWhoStampedWhen(String signature) throws Exception {
        StampAuthority authority = StampAuthority.of(Made.well(signature));
        TimeStampToken token = REQUEST.answered(authority.answer(StampAuthority.read(REQUEST.encode()), NOW));
        assertThat(token.at()).isEqualTo(NOW);
        assertThat(token.accuracy()).hasSeconds(1);
        assertThat(token.policy()).isEqualTo(StampAuthority.POLICY);
        assertThat(token.serial()).isPositive();
        assertThat(token.covers(DIGEST)).isTrue();
        assertThat(believing(authority.rootPem()).vouch(token)).isEqualTo("CN=Time,O=City");
        assertThat(believing(authority.signerPem()).vouch(token)).isEqualTo("CN=Time,O=City");
        assertThat(TimeStampAuthorities.NONE.vouch(TimeStampToken.decode(token.encode())))
                .isEqualTo("CN=Time,O=City");
    }

    @Test
    void refusesAnswersToOtherQuestions() throws Exception {
        byte[] other = DIGEST.clone();
        other[0]++;
        assertRefused(authority.answer(new Asked(other, null, NONCE), NOW), "our digest");
        assertRefused(authority.answer(new Asked(DIGEST, null, NONCE.add(BigInteger.ONE)), NOW), "our nonce");
        assertRefused(authority.answer(new Asked(DIGEST, null, null), NOW), "our nonce");
        TimeStampRequest strict = new TimeStampRequest(DIGEST, "1.2.3.4", NONCE);
        assertThatThrownBy(() -> strict.answered(authority.answer(new Asked(DIGEST, null, NONCE), NOW)))
                .hasMessageContaining("expected policy 1.2.3.4");
        assertThat(strict.answered(authority.answer(new Asked(DIGEST, "1.2.3.4", NONCE), NOW))
                        .policy())
                .isEqualTo("1.2.3.4");
        assertRefused("garbage".getBytes(UTF_8), "DER");
        assertRefused(new byte[0], "DER");
        byte[] refusal = {0x30, 0x05, 0x30, 0x03, 0x02, 0x01, 0x02};
        assertRefused(refusal, "status 2");
    }

    private static void assertRefused(byte[] answer, String why) {
        assertThatThrownBy(() -> REQUEST.answered(answer))
                .isInstanceOf(MalformedProof.class)
                .hasMessageContaining(why);
    }

    @Test
    void refusesStrangersAndTimesOutsideTheCertificates() throws Exception {
        TimeStampToken token = TimeStampToken.decode(authority.token(new Asked(DIGEST, null, NONCE), NOW));
        StampAuthority stranger = StampAuthority.of(Made.well(ECDSA));
        assertThatThrownBy(() -> believing(stranger.rootPem()).vouch(token))
                .isInstanceOf(MalformedProof.class)
                .hasMessageContaining("none that is believed");
        assertThatThrownBy(() -> vouch(authority, Instant.parse("2025-06-01T00:00:00Z")))
                .hasMessageContaining("none that is believed at 2025-06-01");
        assertThatThrownBy(() -> vouch(authority, Instant.parse("2036-06-01T00:00:00Z")))
                .hasMessageContaining("none that is believed at 2036-06-01");
    }

    @Test
    void refusesCertificatesThatAreNotForTimeStamping() throws Exception {
        Instant from = NOW.minusSeconds(60);
        Instant to = NOW.plusSeconds(60);
        for (Made made : new Made[] {
            new Made(ECDSA, KeyPurposeId.id_kp_emailProtection, true, from, to), new Made(ECDSA, null, true, from, to)
        }) {
            assertThatThrownBy(() -> vouch(StampAuthority.of(made), NOW)).hasMessageContaining("time-stamping alone");
        }
    }

    /** Every byte of a token is either signed, or named by what is signed, or nothing but its form. */
    @Test
    void refusesEveryFlippedBit() throws Exception {
        TimeStampAuthorities believed = believing(authority.rootPem());
        byte[] sound = authority.token(new Asked(DIGEST, null, NONCE), NOW);
        Random random = new Random(5);
        for (int round = 0; round < 600; round++) {
            int bit = random.nextInt(sound.length * 8);
            byte[] flipped = sound.clone();
            flipped[bit / 8] ^= (byte) (1 << bit % 8);
            assertThat(taken(believed, flipped)).as("bit %d", bit).isFalse();
        }
        for (int length = 0; length < sound.length; length += 29) {
            assertThat(taken(believed, Arrays.copyOf(sound, length))).isFalse();
        }
        assertThat(taken(believed, Arrays.copyOf(sound, sound.length + 1))).isFalse();
        assertThat(taken(believed, sound)).isTrue();
    }

    private static boolean taken(TimeStampAuthorities believed, byte[] token) {
        try {
            TimeStampToken read = TimeStampToken.decode(token);
            believed.vouch(read);
            return read.covers(DIGEST);
        } catch (MalformedProof refused) {
            return false;
        }
    }

    @Test
    void readsHostileBytesInBoundedTime() {
        Random random = new Random(7);
        for (int round = 0; round < 1000; round++) {
            byte[] bytes = new byte[random.nextInt(200)];
            random.nextBytes(bytes);
            if (bytes.length > 1) {
                bytes[0] = 0x30;
                bytes[1] = (byte) Math.min(bytes.length - 2, 127);
            }
            assertThat(taken(TimeStampAuthorities.NONE, bytes)).isFalse();
        }
        assertThat(taken(TimeStampAuthorities.NONE, new byte[TimeStampToken.MAX_BYTES + 1]))
                .isFalse();
    }
}
