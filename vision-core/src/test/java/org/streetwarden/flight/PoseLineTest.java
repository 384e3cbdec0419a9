package org.streetwarden.flight;

import static org.assertj.core.api.Assertions.assertThat;
import static org.assertj.core.api.Assertions.within;

import org.junit.jupiter.api.Test;
import org.streetwarden.directory.LonLat;
import org.streetwarden.flight.ClockFit.Verdict;

class PoseLineTest {

    private static PoseLine line(ClockFit fit) {
        return new PoseLine(fit);
    }

    private static void add(PoseLine line, double second, double lon, double yaw) {
        long atUs = Math.round(second * 1e6);
        Pose pose = new Pose(
                atUs,
                new LonLat(lon, 36.65),
                1e-6,
                new Heights(50 + second, Double.NaN, Double.NaN),
                new Attitude(yaw, -45, 0),
                null,
                Lens.UNSAID,
                null,
                Provenance.SUBTITLES);
        long none = TelemetryEntry.NONE;
        line.entry(new TelemetryEntry(
                1, atUs, none, none, none, null, Double.NaN, Double.NaN, Dialect.BRACKETS_GIMBAL, pose));
    }

    @Test
    void liesBetweenEntriesAnglesTheShorterWay() {
        PoseLine line = line(new ClockFit(0, 1, 0, Verdict.FITS));
        add(line, 0, 117, 170);
        add(line, 1, 117.0001, -170);
        Pose pose = line.at(750_000).orElseThrow();
        assertThat(pose.position().longitude()).isCloseTo(117.000075, within(1e-9));
        assertThat(pose.gimbal().yawDeg()).isCloseTo(-175, within(1e-9));
        assertThat(pose.heights().aboveTakeOffM()).isCloseTo(50.75, within(1e-9));
        assertThat(pose.provenance()).isEqualTo(Provenance.INTERPOLATED);
    }

    @Test
    void goesAcrossTheDateLine() {
        PoseLine line = line(new ClockFit(0, 1, 0, Verdict.FITS));
        add(line, 0, 179.9999, 0);
        add(line, 1, -179.9999, 0);
        assertThat(Math.abs(line.at(500_000).orElseThrow().position().longitude()))
                .isCloseTo(180, within(1e-9));
    }

    @Test
    void takesTheMeasuredOffset() {
        PoseLine line = line(new ClockFit(1_000_000, 1, 0, Verdict.SHIFTED));
        add(line, 1, 117, 0);
        add(line, 2, 117.0001, 0);
        assertThat(line.reaches(1_000_000)).isTrue();
        assertThat(line.reaches(1_000_001)).isFalse();
        assertThat(line.at(500_000).orElseThrow().position().longitude()).isCloseTo(117.00005, within(1e-9));
    }

    @Test
    void tellsNothingWithinGapsAndFarFromTheEnds() {
        PoseLine line = line(new ClockFit(0, 1, 0, Verdict.FITS));
        assertThat(line.at(0)).isEmpty();
        add(line, 5, 117, 0);
        add(line, 9, 117, 0);
        assertThat(line.at(7_000_000)).isEmpty();
        assertThat(line.at(3_900_000)).isEmpty();
        assertThat(line.at(4_100_000)).isPresent();
        assertThat(line.at(9_900_000)).isPresent();
    }

    @Test
    void keepsOnlyItsWindow() {
        PoseLine line = line(new ClockFit(0, 1, 0, Verdict.FITS));
        for (int i = 0; i < 3 * PoseLine.MOST; i++) {
            add(line, i, 117, 0);
        }
        assertThat(line.at(10_000_000)).isEmpty();
        assertThat(line.at((3L * PoseLine.MOST - 2) * 1_000_000)).isPresent();
    }
}
