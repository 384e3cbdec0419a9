package org.streetwarden.source;

import static org.assertj.core.api.Assertions.assertThat;

import java.time.Instant;
import java.time.temporal.ChronoUnit;
import java.util.List;
import net.jqwik.api.ForAll;
import net.jqwik.api.Property;
import net.jqwik.api.constraints.LongRange;
import net.jqwik.api.constraints.Size;
import org.junit.jupiter.api.Test;

class TimelineTest {

    private static final Instant NOON = Instant.parse("2026-05-01T12:00:00Z");
    private static final long NOON_US = ChronoUnit.MICROS.between(Instant.EPOCH, NOON);
    private static final long FRAME_US = 40_000;

    private static Instant after(long us) {
        return NOON.plus(us, ChronoUnit.MICROS);
    }

    @Test
    void anchorsALiveRunToTheArrivalOfItsFirstPacketAndFollowsTheCamera() {
        Timeline timeline = Timeline.live(0);
        timeline.stamp(7_000_000, Timeline.NONE, NOON);
        assertThat(timeline.ptsUs()).isEqualTo(NOON_US);
        timeline.stamp(7_040_000, Timeline.NONE, after(300_000));
        assertThat(timeline.ptsUs()).isEqualTo(NOON_US + FRAME_US);
        assertThat(timeline.jumps()).isZero();
    }

    @Test
    void beginsAfterTheRunBeforeEvenIfTheWallClockWentBack() {
        Timeline timeline = Timeline.live(NOON_US + 5_000_000);
        timeline.stamp(0, Timeline.NONE, NOON);
        assertThat(timeline.ptsUs()).isEqualTo(NOON_US + 5_000_001);
    }

    @Test
    void anchorsAgainWhereTheCameraJumpsAheadOrBack() {
        Timeline timeline = Timeline.live(0);
        timeline.stamp(0, Timeline.NONE, NOON);
        timeline.stamp(FRAME_US, Timeline.NONE, after(FRAME_US));
        timeline.stamp(3_600_000_000L, Timeline.NONE, after(2 * FRAME_US));
        assertThat(timeline.ptsUs()).isEqualTo(NOON_US + 2 * FRAME_US);
        timeline.stamp(5, Timeline.NONE, after(3 * FRAME_US));
        assertThat(timeline.ptsUs()).isEqualTo(NOON_US + 3 * FRAME_US);
        assertThat(timeline.jumps()).isEqualTo(2);
    }

    @Test
    void keepsPicturesOutOfOrderWhereTheyAreShown() {
        Timeline timeline = Timeline.recorded(0);
        long[] rawUs = {0, 3 * FRAME_US, FRAME_US, 2 * FRAME_US};
        for (long raw : rawUs) {
            timeline.stamp(raw, Timeline.NONE, NOON);
            assertThat(timeline.ptsUs()).isEqualTo(raw);
        }
        assertThat(timeline.dtsUs()).isEqualTo(3 * FRAME_US);
        assertThat(timeline.jumps()).isZero();
    }

    @Test
    void setsRepeatedTimestampsApart() {
        Timeline timeline = Timeline.recorded(0);
        timeline.stamp(0, 0, NOON);
        timeline.stamp(0, 0, NOON);
        assertThat(timeline.ptsUs()).isEqualTo(1);
    }

    @Test
    void goesOnAtTheUsualPaceWithoutTimestamps() {
        Timeline timeline = Timeline.recorded(0);
        timeline.stamp(0, Timeline.NONE, NOON);
        timeline.stamp(100_000, Timeline.NONE, NOON);
        timeline.stamp(Timeline.NONE, Timeline.NONE, NOON);
        assertThat(timeline.ptsUs()).isEqualTo(200_000);
    }

    /** A day of a camera whose quartz runs 100 ppm fast: 8.6 s ahead at the end if nothing were done. */
    @Test
    void leansTowardsArrivalWhereTheCamerasClockDrifts() {
        Timeline timeline = Timeline.live(0);
        long frames = 86_400;
        for (long i = 0; i <= frames; i++) {
            timeline.stamp(i * 1_000_100, Timeline.NONE, after(i * 1_000_000));
        }
        assertThat(timeline.ptsUs() - NOON_US - frames * 1_000_000).isBetween(0L, 600_000L);
        assertThat(timeline.jumps()).isZero();
    }

    @Property
    void neverGoesBackMoreThanReorderingDoes(
            @ForAll @Size(max = 200) List<@LongRange(min = 0, max = 100_000_000_000L) Long> raws,
            @ForAll boolean live) {
        goesBackNoFarther(raws, live);
    }

    /** The clock's leaning must not carry it past the bound. */
    @Test
    void goesBackNoFartherWhileItLeansTowardsArrival() {
        goesBackNoFarther(List.of(0L, 2_000_001L, 0L, 1_999_001L, 0L), true);
    }

    private static void goesBackNoFarther(List<Long> raws, boolean live) {
        Timeline timeline = live ? Timeline.live(0) : Timeline.recorded(0);
        long lastDtsUs = Long.MIN_VALUE;
        long newestUs = 0;
        long arrivedUs = 0;
        for (long raw : raws) {
            timeline.stamp(raw, Timeline.NONE, after(arrivedUs));
            assertThat(timeline.dtsUs()).isGreaterThanOrEqualTo(lastDtsUs);
            lastDtsUs = timeline.dtsUs();
            assertThat(newestUs - timeline.ptsUs()).isLessThanOrEqualTo(2_000_000);
            newestUs = Math.max(newestUs, timeline.ptsUs());
            arrivedUs += FRAME_US;
        }
    }
}
