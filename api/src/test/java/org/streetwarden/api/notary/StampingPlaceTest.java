package org.streetwarden.api.notary;

import static java.nio.charset.StandardCharsets.UTF_8;
import static org.assertj.core.api.Assertions.assertThat;
import static org.assertj.core.api.Assertions.assertThatThrownBy;

import com.sun.net.httpserver.HttpServer;
import java.io.IOException;
import java.math.BigInteger;
import java.net.URI;
import java.time.Duration;
import java.time.Instant;
import java.util.List;
import java.util.Set;
import java.util.concurrent.CountDownLatch;
import org.bouncycastle.asn1.x509.KeyPurposeId;
import org.junit.jupiter.api.AfterEach;
import org.junit.jupiter.api.BeforeEach;
import org.junit.jupiter.api.Test;
import org.streetwarden.api.proof.Stamps.Kept;
import org.streetwarden.engines.StampAuthority;
import org.streetwarden.engines.StampAuthority.Asked;
import org.streetwarden.engines.StampAuthority.Made;
import org.streetwarden.proof.Checkpoint;
import org.streetwarden.proof.TimeStampAuthorities;

/** What an authority may answer, and what of it is kept. */
class StampingPlaceTest {

    private static final String ECDSA = "SHA256withECDSA";
    private static final Instant NOW = Instant.parse("2026-11-27T05:00:00Z");
    private static final Kept CHECKPOINT = new Kept(7, NOW, new Checkpoint("log", 7, new byte[32]).signed(null));

    private final CountDownLatch over = new CountDownLatch(1);
    private StampAuthority authority;
    private StampAuthority.Answers answers;
    private HttpServer server;

    @BeforeEach
    void start() throws Exception {
        authority = StampAuthority.of(Made.well(ECDSA));
        server = StampAuthority.listen(request -> answers.answer(request));
    }

    @AfterEach
    void stop() {
        over.countDown();
        server.stop(0);
    }

    private void give(String policy, String trusted, Set<String> allowed, Duration patience) throws Exception {
        URI url = StampAuthority.address(server);
        var configured = new NotarySettings.Authority(url, policy, TimeStampAuthorities.parse(trusted.getBytes(UTF_8)));
        StampingPlace place = new StampingPlace(configured, new NotarySettings.Network(allowed, List.of(), patience));
        assertThat(place.give(CHECKPOINT, NOW)).isNotNull();
    }

    private void give(String policy) throws Exception {
        give(policy, authority.rootPem(), allowed(), Duration.ofSeconds(60));
    }

    private Set<String> allowed() {
        return Set.of("127.0.0.1:" + server.getAddress().getPort());
    }

    private void assertRefused(StampAuthority.Answers answer, String why) {
        answers = answer;
        assertThatThrownBy(() -> give(null)).isInstanceOf(IOException.class).hasMessageContaining(why);
    }

    @Test
    void takesWhatItAskedFor() throws Exception {
        answers = request -> authority.answer(StampAuthority.read(request), NOW.plusSeconds(2));
        give(null);
        give("1.2.156.1");
    }

    @Test
    void refusesAnswersToOthersAndOtherTimes() {
        assertRefused(
                request -> authority.answer(
                        new Asked(
                                new byte[32], null, StampAuthority.read(request).nonce()),
                        NOW),
                "our digest");
        assertRefused(
                request ->
                        authority.answer(new Asked(StampAuthority.read(request).sha256(), null, BigInteger.TWO), NOW),
                "our nonce");
        assertRefused(
                request -> authority.answer(StampAuthority.read(request), NOW.minusSeconds(3600)),
                "expected one of now");
        answers = request -> authority.answer(
                new Asked(
                        StampAuthority.read(request).sha256(),
                        null,
                        StampAuthority.read(request).nonce()),
                NOW);
        assertThatThrownBy(() -> give("1.2.3.4")).hasMessageContaining("expected policy 1.2.3.4");
    }

    @Test
    void refusesStrangersAndUnfitCertificates() throws Exception {
        StampAuthority stranger = StampAuthority.of(Made.well(ECDSA));
        assertRefused(request -> stranger.answer(StampAuthority.read(request), NOW), "none that is believed");
        for (Made made : List.of(
                new Made(ECDSA, KeyPurposeId.id_kp_timeStamping, true, NOW.minusSeconds(90), NOW.minusSeconds(30)),
                new Made(ECDSA, KeyPurposeId.id_kp_serverAuth, true, NOW.minusSeconds(90), NOW.plusSeconds(90)),
                new Made(ECDSA, KeyPurposeId.id_kp_timeStamping, false, NOW.minusSeconds(90), NOW.plusSeconds(90)))) {
            StampAuthority unfit = StampAuthority.of(made);
            answers = request -> unfit.answer(StampAuthority.read(request), NOW);
            assertThatThrownBy(() -> give(null, unfit.rootPem(), allowed(), Duration.ofSeconds(60)))
                    .isInstanceOf(IOException.class)
                    .hasMessageContaining("its certificate");
        }
    }

    @Test
    void refusesGarbageAndWhatIsTooLong() {
        assertRefused(request -> "no token".getBytes(UTF_8), "DER");
        assertRefused(request -> new byte[0], "DER");
        assertRefused(request -> new byte[50 << 20], "at most");
        assertRefused(
                request -> {
                    throw new IOException("breaks off");
                },
                "");
    }

    @Test
    void waitsForNobodyLongerThanItsPatience() {
        answers = request -> {
            try {
                over.await();
            } catch (InterruptedException hurry) {
                Thread.currentThread().interrupt();
            }
            return new byte[0];
        };
        assertThatThrownBy(() -> give(null, authority.rootPem(), allowed(), Duration.ofMillis(300)))
                .isInstanceOf(IOException.class);
    }

    @Test
    void doesNotReachAGuardedAddress() {
        answers = request -> authority.answer(StampAuthority.read(request), NOW);
        assertThatThrownBy(() -> give(null, authority.rootPem(), Set.of(), Duration.ofSeconds(60)))
                .isInstanceOf(IOException.class)
                .hasMessageContaining("is not to be reached");
    }
}
