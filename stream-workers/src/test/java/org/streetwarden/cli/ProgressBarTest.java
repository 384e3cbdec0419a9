package org.streetwarden.cli;

import static org.assertj.core.api.Assertions.assertThat;

import java.io.PrintWriter;
import java.io.StringWriter;
import java.time.Duration;
import org.junit.jupiter.api.Test;

class ProgressBarTest {

    private static final long SECOND_NANOS = 1_000_000_000L;

    private final StringWriter terminal = new StringWriter();

    private ProgressBar bar(long totalUs) {
        return new ProgressBar(new PrintWriter(terminal), totalUs, 0);
    }

    @Test
    void showsShareSpeedAndTimeLeft() {
        assertThat(bar(60_000_000).line(15_000_000, Duration.ofSeconds(5)))
                .isEqualTo("[########......................]  25 %  3.0 times real time  15 s left ");
    }

    @Test
    void guessesNothingAtTheBeginning() {
        assertThat(bar(60_000_000).line(0, Duration.ZERO))
                .isEqualTo("[..............................]   0 %  0.0 times real time  0 s left ");
    }

    @Test
    void staysWithinTheLineWhereAFileIsLongerThanItSays() {
        assertThat(bar(10_000_000).line(12_000_000, Duration.ofSeconds(12)))
                .isEqualTo("[##############################] 100 %  1.0 times real time  0 s left ");
    }

    @Test
    void showsNoShareWhereTheLengthIsUnknown() {
        assertThat(bar(0).line(12_340_000, Duration.ofSeconds(2)))
                .isEqualTo("   12.3 s of video, 6.2 times real time ");
    }

    @Test
    void redrawsAtMostFiveTimesASecondAndWipesItselfAway() {
        ProgressBar bar = bar(10_000_000);
        for (int step = 1; step <= 100; step++) {
            bar.at(step * 100_000L, step * SECOND_NANOS / 100);
        }
        assertThat(terminal.toString().chars().filter(c -> c == '\r').count()).isBetween(3L, 5L);
        bar.done();
        assertThat(terminal.toString()).endsWith("\r").matches("(?s).*\r +\r");
    }

    @Test
    void drawsNothingWithoutATerminal() {
        ProgressBar bar = new ProgressBar(null, 10_000_000, 0);
        bar.at(5_000_000, SECOND_NANOS);
        bar.done();
        assertThat(terminal.toString()).isEmpty();
    }
}
