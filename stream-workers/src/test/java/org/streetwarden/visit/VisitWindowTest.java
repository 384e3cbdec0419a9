package org.streetwarden.visit;

import static org.assertj.core.api.Assertions.assertThat;

import java.time.Duration;
import java.time.Instant;
import java.util.stream.IntStream;
import org.junit.jupiter.api.Test;

class VisitWindowTest {

    private static final Instant NOW = Instant.parse("2026-03-01T08:00:00Z");

    private final VisitWindow window = new VisitWindow(64);

    private void judged(int times, Duration waited, Instant now) {
        IntStream.range(0, times).forEach(i -> window.judged(waited, now));
    }

    @Test
    void growsByOneAWindowfulUpToItsMost() {
        judged(8, Duration.ofMillis(200), NOW);
        assertThat(window.size()).isBetween(8, 9);
        judged(64 * 64, Duration.ofMillis(200), NOW);
        assertThat(window.size()).isEqualTo(64);
    }

    @Test
    void shrinksOnceForWhatWasUnderWayTogether() {
        judged(64 * 64, Duration.ofMillis(200), NOW);
        judged(40, Duration.ofSeconds(5), NOW);
        assertThat(window.size()).isEqualTo(48);
        judged(1, Duration.ofSeconds(5), NOW.plus(VisitWindow.LATE));
        assertThat(window.size()).isEqualTo(36);
        judged(10, Duration.ofMillis(1500), NOW.plusSeconds(60));
        assertThat(window.size()).isEqualTo(36);
    }

    @Test
    void neverEnds() {
        for (int s = 0; s < 100; s += 2) {
            judged(1, Duration.ofSeconds(10), NOW.plusSeconds(s));
        }
        assertThat(window.size()).isEqualTo(2);
        assertThat(new VisitWindow(1).size()).isEqualTo(1);
    }

    /** Models that judge so many a second, visits that take a second and a half before their picture is there. */
    @Test
    void settlesWhereTheModelsAreBusyAndNothingWaitsLong() {
        double perSecond = 7;
        double waiting = 0;
        Instant now = NOW;
        double longest = 0;
        for (int second = 0; second < 600; second++) {
            now = now.plusSeconds(1);
            double sent = window.size() / (1.5 + waiting / perSecond);
            waiting = Math.max(0, waiting + sent - perSecond);
            judged((int) perSecond, Duration.ofMillis((long) (1000 * waiting / perSecond)), now);
            longest = second < 120 ? 0 : Math.max(longest, waiting / perSecond);
        }
        assertThat(longest).isLessThan(5);
        assertThat(window.size()).isGreaterThanOrEqualTo(10);
    }
}
