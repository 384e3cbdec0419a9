package org.streetwarden.api.life;

import static org.assertj.core.api.Assertions.assertThat;

import java.time.Instant;
import java.util.ArrayList;
import java.util.List;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.CsvSource;
import org.streetwarden.api.life.GoneCheck.Sample;
import org.streetwarden.scene.ViewState;

class GoneCheckTest {

    private static final Instant HANDLED = Instant.parse("2026-11-21T04:00:00Z");

    /** Samples are written as minute, view and +, where the thing was seen; now is minute 60. */
    @ParameterizedTest
    @CsvSource({
        "5 CLEAR;10 CLEAR;15 CLEAR, GONE",
        "15 CLEAR;5 CLEAR;10 CLEAR, GONE",
        "5 CLEAR;10 DARK+;15 CLEAR;20 CLEAR, GONE",
        "5 CLEAR;7 CLEAR;9 CLEAR;11 CLEAR, UNSURE",
        "5 CLEAR;10 CLEAR, UNSURE",
        "5 CLEAR;10 CLEAR;15 TURNED, UNSURE",
        "5 DARK;10 DARK;15 DARK, UNSURE",
        "5 UNKNOWN;10 COVERED;15 FROZEN, UNSURE",
        "0 CLEAR;5 CLEAR;10 CLEAR, UNSURE",
        "-9 CLEAR+;5 CLEAR;10 CLEAR;15 CLEAR, GONE",
        "50 CLEAR;55 CLEAR;61 CLEAR, UNSURE",
        "5 CLEAR;10 CLEAR;15 CLEAR;20 CLEAR+, STILL",
        "'', UNSURE",
    })
    void proposes(String written, GoneCheck.Proposal expected) {
        List<Sample> samples = new ArrayList<>();
        for (String each : written.isEmpty() ? new String[0] : written.split(";", -1)) {
            String[] words = each.split(" ", -1);
            samples.add(new Sample(
                    HANDLED.plusSeconds(60L * Integer.parseInt(words[0])),
                    ViewState.valueOf(words[1].replace("+", "")),
                    words[1].endsWith("+")));
        }
        GoneCheck check = GoneCheck.of(samples, "worker-1", HANDLED, HANDLED.plusSeconds(3600));
        assertThat(check.proposal()).as(check.why()).isEqualTo(expected);
    }
}
