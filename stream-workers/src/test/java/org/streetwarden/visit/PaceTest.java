package org.streetwarden.visit;

import static org.assertj.core.api.Assertions.assertThat;

import java.time.Duration;
import java.time.Instant;
import java.util.Optional;
import java.util.Random;
import java.util.stream.IntStream;
import org.junit.jupiter.api.Test;
import org.streetwarden.media.StreamFailure;
import org.streetwarden.media.StreamFailure.Reason;

class PaceTest {

    private static final Instant NOW = Instant.parse("2026-03-01T08:00:00Z");
    private static final Duration EVERY = Duration.ofMinutes(5);

    private final Pace pace = new Pace(new Random(7));

    private static Duration wait(Pace.Next next) {
        return Duration.between(NOW, next.readyAt());
    }

    private Pace.Next first(Optional<Duration> blind, int held) {
        return pace.first(NOW, EVERY, blind, held);
    }

    private Duration failed(Reason reason) {
        return wait(pace.failed(NOW, EVERY, new StreamFailure(reason, "a test")));
    }

    @Test
    void isReadyBeforeItIsDue() {
        Pace.Next next = pace.patrol(NOW, EVERY, EVERY);
        assertThat(wait(next)).isBetween(Duration.ofSeconds(255), Duration.ofSeconds(285));
        assertThat(next.dueAt()).isEqualTo(NOW.plus(EVERY));
    }

    @Test
    void wishesForMoreAtTheHoursOfPastRaisesAndPromisesNoMore() {
        HotHours hot = new HotHours();
        assertThat(hot.wish(EVERY, NOW)).isEqualTo(EVERY);
        hot.raised(NOW);
        Duration wish = hot.wish(EVERY, NOW.plus(Duration.ofDays(1)));
        assertThat(wish).isEqualTo(EVERY.dividedBy(2));
        assertThat(hot.wish(EVERY, NOW.plus(Duration.ofHours(30)))).isEqualTo(EVERY);
        for (int i = 0; i < 9; i++) {
            hot.raised(NOW.plus(Duration.ofDays(1)));
        }
        assertThat(hot.wish(EVERY, NOW.plus(Duration.ofDays(2)))).isEqualTo(EVERY.dividedBy(3));
        assertThat(hot.wish(EVERY, NOW.plus(Duration.ofDays(60)))).isEqualTo(EVERY);
        Pace.Next next = pace.patrol(NOW, EVERY, wish);
        assertThat(wait(next)).isLessThan(wish);
        assertThat(next.dueAt()).isEqualTo(NOW.plus(EVERY));
    }

    @Test
    void knowsTheHoursOfAnotherWorkersRaises() {
        HotHours before = new HotHours();
        assertThat(before.memory()).isEmpty();
        before.raised(NOW);

        HotHours after = new HotHours();
        after.resume(before.memory().orElseThrow());

        assertThat(after.wish(EVERY, NOW.plus(Duration.ofDays(1)))).isEqualTo(EVERY.dividedBy(2));
        assertThat(after.wish(EVERY, NOW.plus(Duration.ofDays(60)))).isEqualTo(EVERY);
        assertThat(after.memory().orElseThrow().raises()).allMatch(raises -> raises < 0.1);
    }

    @Test
    void spreadsThoseThatBeginTogetherWithinThePromise() {
        for (int i = 0; i < 100; i++) {
            assertThat(wait(first(Optional.empty(), 10))).isLessThanOrEqualTo(Duration.ofSeconds(1));
            assertThat(wait(first(Optional.empty(), 20_000))).isLessThan(EVERY);
        }
    }

    @Test
    void beginsManyAtTheRateAtWhichTheyGoOn() {
        double mean = IntStream.range(0, 2000)
                .mapToLong(i -> wait(first(Optional.empty(), 5000)).toMillis())
                .average()
                .orElseThrow();
        assertThat(mean).isBetween(0.45 * EVERY.toMillis(), 0.5 * EVERY.toMillis());
    }

    @Test
    void goesOnWhereAnotherSawIt() {
        Pace.Next next = first(Optional.of(Duration.ofMinutes(4)), 2000);
        assertThat(wait(next)).isBetween(Duration.ofSeconds(15), Duration.ofSeconds(45));
        assertThat(next.dueAt()).isEqualTo(NOW.plus(Duration.ofMinutes(1)));
        assertThat(wait(first(Optional.of(EVERY.minusSeconds(1)), 2000))).isZero();
        assertThat(first(Optional.of(EVERY.multipliedBy(3)), 2000).dueAt()).isEqualTo(NOW.plus(EVERY));
    }

    @Test
    void resumesSoonWhereSomethingStands() {
        assertThat(wait(pace.resumed(NOW))).isBetween(Duration.ZERO, Duration.ofSeconds(2));
    }

    @Test
    void triesAFailingCameraSoonThenAsPromisedThenHalfAsOften() {
        assertThat(failed(Reason.STALLED)).isBetween(Duration.ofSeconds(2), Duration.ofSeconds(30));
        for (int i = 2; i < 5; i++) {
            assertThat(failed(Reason.STALLED)).isBetween(EVERY.dividedBy(2), EVERY);
        }
        assertThat(failed(Reason.STALLED)).isBetween(EVERY, EVERY.multipliedBy(2));
        pace.patrol(NOW, EVERY, EVERY);
        assertThat(failed(Reason.STALLED)).isLessThanOrEqualTo(Duration.ofSeconds(30));
    }

    @Test
    void waitsLongerForWhatOnlyAPersonCanMend() {
        assertThat(failed(Reason.UNAUTHORIZED)).isBetween(Duration.ofMinutes(8), Duration.ofMinutes(10));
    }
}
