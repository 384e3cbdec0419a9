package org.streetwarden.source;

import static org.assertj.core.api.Assertions.assertThat;

import java.time.Duration;
import java.time.Instant;
import java.util.Random;
import java.util.stream.IntStream;
import net.jqwik.api.ForAll;
import net.jqwik.api.Property;
import org.junit.jupiter.api.Test;
import org.streetwarden.media.StreamFailure;
import org.streetwarden.media.StreamFailure.Reason;

class ReconnectTest {

    private final StreamFailure stalled = new StreamFailure(Reason.STALLED, "cam");
    private final StreamFailure unauthorized = new StreamFailure(Reason.UNAUTHORIZED, "cam");
    private static final Instant NOON = Instant.parse("2026-05-01T12:00:00Z");

    /** Always the longest wait that chance allows. */
    private static Reconnect unlucky() {
        return unluckyAmong(1);
    }

    private static Reconnect unluckyAmong(int cameras) {
        return new Reconnect(
                new Random() {
                    @Override
                    public long nextLong(long origin, long bound) {
                        return bound - 1;
                    }
                },
                cameras);
    }

    @Test
    void spreadsTheFirstAttemptsByTheNumberOfCamerasWithinTenSeconds() {
        assertThat(unluckyAmong(1).first()).isEqualTo(Duration.ofMillis(20));
        assertThat(unluckyAmong(100).first()).isEqualTo(Duration.ofSeconds(2));
        assertThat(unluckyAmong(10_000).first()).isEqualTo(Duration.ofSeconds(10));
        Random chance = new Random(5);
        long early = IntStream.range(0, 1000)
                .filter(camera -> new Reconnect(chance, 1000).first().compareTo(Duration.ofSeconds(5)) < 0)
                .count();
        assertThat(early).isBetween(400L, 600L);
    }

    @Test
    void doublesItsCeilingFromTwoToSixtySecondsAndGoesOnForEver() {
        Reconnect reconnect = unlucky();
        int[] expectedS = {2, 4, 8, 16, 32, 60, 60, 60};
        for (int expected : expectedS) {
            assertThat(reconnect.failed(stalled)).isEqualTo(Duration.ofSeconds(expected));
        }
        for (int i = 0; i < 100_000; i++) {
            assertThat(reconnect.failed(stalled)).isEqualTo(Duration.ofSeconds(60));
        }
    }

    @Property
    void staysWithinItsBoundsWhateverChanceSays(@ForAll long seed) {
        Reconnect reconnect = new Reconnect(new Random(seed), 1);
        for (int i = 0; i < 12; i++) {
            Duration ceiling = Duration.ofSeconds(Math.min(60, 2L << i));
            assertThat(reconnect.failed(stalled)).isBetween(Duration.ofMillis(200), ceiling);
        }
        assertThat(reconnect.failed(unauthorized)).isBetween(Duration.ofMinutes(9), Duration.ofMinutes(11));
    }

    @Test
    void beginsAnewAfterAHealthyMinute() {
        Reconnect reconnect = unlucky();
        reconnect.failed(stalled);
        reconnect.failed(stalled);
        reconnect.received(NOON);
        reconnect.received(NOON.plusSeconds(59));
        assertThat(reconnect.failures()).isEqualTo(2);
        reconnect.received(NOON.plusSeconds(60));
        assertThat(reconnect.failures()).isZero();
        assertThat(reconnect.failed(stalled)).isEqualTo(Duration.ofSeconds(2));
    }

    @Test
    void countsAMinuteOfHealthFromTheRunsOwnFirstPacket() {
        Reconnect reconnect = unlucky();
        reconnect.received(NOON);
        reconnect.failed(stalled);
        reconnect.received(NOON.plusSeconds(50));
        reconnect.received(NOON.plusSeconds(70));
        assertThat(reconnect.failed(stalled)).isEqualTo(Duration.ofSeconds(4));
    }

    @Test
    void looksAgainLaterAtWhatOnlyAPersonCanMend() {
        Reconnect reconnect = unlucky();
        assertThat(reconnect.failed(unauthorized)).isEqualTo(Duration.ofMinutes(11));
        assertThat(reconnect.failed(stalled)).isEqualTo(Duration.ofSeconds(2));
    }
}
