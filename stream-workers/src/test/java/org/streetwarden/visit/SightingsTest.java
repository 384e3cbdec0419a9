package org.streetwarden.visit;

import static org.assertj.core.api.Assertions.assertThat;

import java.time.Duration;
import java.time.Instant;
import org.junit.jupiter.api.Test;
import org.streetwarden.casefile.WorkerRecord.BlindReason;
import org.streetwarden.casefile.WorkerRecord.CameraCoverage;
import org.streetwarden.media.StreamFailure.Reason;
import org.streetwarden.scene.ViewState;

class SightingsTest {

    private static final Instant BEGAN = Instant.parse("2026-03-01T08:00:00Z");

    private final Sightings sightings = new Sightings("cam-1", BEGAN, null);

    private CameraCoverage cut(long seconds) {
        return sightings.cut(BEGAN.plusSeconds(seconds), BlindReason.NONE);
    }

    @Test
    void saysWhenItWasSeenAndCountsEachStretchAnew() {
        sightings.visited();
        sightings.judged(BEGAN.plusSeconds(20), ViewState.CLEAR);
        sightings.judged(BEGAN.plusSeconds(22), ViewState.CLEAR);
        assertThat(cut(30))
                .isEqualTo(new CameraCoverage(
                        "cam-1",
                        BEGAN.plusSeconds(22),
                        1,
                        2,
                        Duration.ofSeconds(20),
                        BlindReason.NONE,
                        ViewState.CLEAR));
        assertThat(cut(60))
                .isEqualTo(new CameraCoverage(
                        "cam-1",
                        BEGAN.plusSeconds(22),
                        0,
                        0,
                        Duration.ofSeconds(38),
                        BlindReason.NONE,
                        ViewState.CLEAR));
    }

    @Test
    void isBlindFromTheBeginningAndForItsLastReason() {
        sightings.failed(Reason.UNAUTHORIZED);
        assertThat(cut(10).reason()).isEqualTo(BlindReason.REFUSED);
        sightings.failed(Reason.STALLED);
        CameraCoverage dead = cut(90);
        assertThat(dead.lastSeenAt()).isNull();
        assertThat(dead.longestBlind()).isEqualTo(Duration.ofSeconds(90));
        assertThat(dead.reason()).isEqualTo(BlindReason.DEAD);
        sightings.unjudged();
        assertThat(cut(91).reason()).isEqualTo(BlindReason.OVERLOADED);
        assertThat(sightings.cut(BEGAN.plusSeconds(92), BlindReason.NO_SESSION).reason())
                .isEqualTo(BlindReason.NO_SESSION);
    }

    @Test
    void doesNotTakeATurnedViewForASight() {
        sightings.judged(BEGAN.plusSeconds(5), ViewState.CLEAR);
        sightings.judged(BEGAN.plusSeconds(9), ViewState.TURNED);
        CameraCoverage turned = cut(10);
        assertThat(turned.lastSeenAt()).isEqualTo(BEGAN.plusSeconds(5));
        assertThat(turned.looks()).isEqualTo(2);
        assertThat(turned.reason()).isEqualTo(BlindReason.VIEW_INVALID);
        assertThat(turned.view()).isEqualTo(ViewState.TURNED);
    }
}
