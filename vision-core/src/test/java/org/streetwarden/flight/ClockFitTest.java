package org.streetwarden.flight;

import static org.assertj.core.api.Assertions.assertThat;
import static org.assertj.core.api.Assertions.within;

import org.junit.jupiter.api.Test;
import org.streetwarden.flight.ClockFit.Verdict;

class ClockFitTest {

    private static TelemetrySummary telemetry(long firstUs, long spacingUs, int entries) {
        StringBuilder text = new StringBuilder();
        for (int i = 0; i < entries; i++) {
            long at = firstUs + i * spacingUs;
            text.append(i + 1)
                    .append('\n')
                    .append(Aircraft.cue(at) + " --> " + Aircraft.cue(at + spacingUs))
                    .append("\nFrameCnt : %d\nGPS(117.%06d,36.650001,16) BAROMETER:50.0\n\n".formatted(i + 1, i));
        }
        return Written.read(text.toString()).survey.summary();
    }

    @Test
    void fitsWhatBeginsAndEndsTogether() {
        ClockFit fit = ClockFit.measure(telemetry(0, 40_000, 1500), 60_000_000, 1500);
        assertThat(fit.verdict()).isEqualTo(Verdict.FITS);
        assertThat(fit.telemetryUs(30_000_000)).isCloseTo(30_000_000, within(10L));
        assertThat(fit.unsureUs()).isEqualTo(ClockFit.WRITING_UNSURE_US);
    }

    @Test
    void shiftsWhatBeginsAndEndsLate() {
        ClockFit old = ClockFit.measure(telemetry(1_000_000, 1_000_000, 60), 60_000_000, 1500);
        assertThat(old.verdict()).isEqualTo(Verdict.SHIFTED);
        assertThat(old.offsetUs()).isEqualTo(1_000_000);
        ClockFit glued = ClockFit.measure(telemetry(904_904_000, 1_000_000, 60), 60_000_000, 0);
        assertThat(glued.telemetryUs(0)).isEqualTo(904_904_000);
    }

    @Test
    void measuresTheRateByNumberedPictures() {
        ClockFit fit = ClockFit.measure(telemetry(0, 33_000, 3000), 3000 * 33_033L, 3000);
        assertThat(fit.rate()).isCloseTo(0.999, within(1e-4));
    }

    @Test
    void tellsStrangersApart() {
        assertThat(ClockFit.measure(telemetry(0, 1_000_000, 300), 60_000_000, 0).verdict())
                .isEqualTo(Verdict.APART);
        assertThat(ClockFit.measure(telemetry(0, 1_000_000, 20), 60_000_000, 0).verdict())
                .isEqualTo(Verdict.APART);
        assertThat(ClockFit.measure(telemetry(0, 1_000_000, 56), 60_000_000, 0).verdict())
                .isEqualTo(Verdict.SHORT);
        assertThat(ClockFit.measure(telemetry(0, 1_000_000, 56), 0, 0).verdict())
                .isEqualTo(Verdict.UNKNOWN);
    }
}
