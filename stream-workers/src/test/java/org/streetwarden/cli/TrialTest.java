package org.streetwarden.cli;

import static org.assertj.core.api.Assertions.assertThat;

import java.nio.file.Path;
import java.util.List;
import java.util.Map;
import java.util.Optional;
import org.junit.jupiter.api.Test;
import org.streetwarden.cli.Analysis.Found;
import org.streetwarden.config.GoldenSet.Expected;
import org.streetwarden.config.GoldenSet.GoldenClip;
import org.streetwarden.geometry.Polygon;
import org.streetwarden.zone.Kind;
import org.streetwarden.zone.Zone;

/** Which incidents answer which expectation. */
class TrialTest {

    private static final Expected STALL =
            new Expected(Kind.VENDING, Optional.of("kerb"), 7_000_000, 40_000_000, 5_000_000);

    private static Found found(String kind, String zone, double firstSeconds, double raisedSeconds) {
        return new Found(
                "i",
                kind,
                zone,
                "stall",
                0.9f,
                (long) (firstSeconds * 1e6),
                0,
                (long) (raisedSeconds * 1e6),
                List.of(0.1, 0.1, 0.2, 0.2),
                "");
    }

    private static Trial.Clip trial(Found... incidents) {
        GoldenClip clip = new GoldenClip(
                Path.of("x.mp4"),
                List.of(new Zone("kerb", Kind.VENDING, Polygon.PICTURE)),
                List.of(STALL),
                Optional.empty());
        return Trial.Clip.of(
                clip, new Analysis("x.mp4", "", null, 40, 40_000_000, Map.of(), List.of(incidents), null, List.of()));
    }

    @Test
    void takesTheIncidentOfItsKindZoneAndTime() {
        Trial.Clip trial = trial(found("vending", "kerb", 4.5, 15));

        assertThat(trial.missed()).isEmpty();
        assertThat(trial.wrong()).isEmpty();
    }

    @Test
    void callsASecondOneForTheSameThingFalse() {
        Trial.Clip trial = trial(found("vending", "kerb", 7, 15), found("vending", "kerb", 20, 30));

        assertThat(trial.missed()).isEmpty();
        assertThat(trial.wrong()).hasSize(1);
        assertThat(new Trial(List.of(), List.of(trial)).kinds())
                .containsExactly(Map.entry(Kind.VENDING, new Trial.KindCount(1, 0, 1)));
    }

    @Test
    void takesNoOtherKindZoneOrTime() {
        assertThat(trial().missed()).containsExactly(STALL);
        assertThat(trial(found("dumping", "kerb", 7, 15)).missed()).containsExactly(STALL);
        assertThat(trial(found("vending", "square", 7, 15)).missed()).containsExactly(STALL);
        assertThat(trial(found("vending", "kerb", 1, 9)).missed()).containsExactly(STALL);
        assertThat(trial(found("vending", "kerb", 30, 46)).missed()).containsExactly(STALL);
        assertThat(trial(found("vending", "kerb", 1, 9)).wrong()).hasSize(1);
    }
}
