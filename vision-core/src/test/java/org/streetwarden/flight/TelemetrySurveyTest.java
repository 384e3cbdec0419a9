package org.streetwarden.flight;

import static org.assertj.core.api.Assertions.assertThat;
import static org.assertj.core.api.Assertions.within;
import static org.streetwarden.flight.FlightProblem.*;

import java.util.Locale;
import java.util.function.IntFunction;
import org.junit.jupiter.api.Test;
import org.streetwarden.directory.LonLat;

class TelemetrySurveyTest {

    private static String flight(int entries, IntFunction<String> body) {
        StringBuilder text = new StringBuilder();
        for (int i = 0; i < entries; i++) {
            text.append(entry(i, i, body.apply(i)));
        }
        return text.toString();
    }

    private static String entry(int number, int second, String body) {
        return (number + 1) + "\n" + Aircraft.cue(second * 1_000_000L) + " --> "
                + Aircraft.cue((second + 1) * 1_000_000L) + "\n" + body + "\n\n";
    }

    private static String place(double lon, double lat) {
        return String.format(Locale.ROOT, "GPS(%.6f,%.6f,16) BAROMETER:50.0", lon, lat);
    }

    @Test
    void saysWhatIsThere() {
        TelemetrySummary summary = Written.read(
                        flight(11, i -> "2026-11-21 12:00:%02d.000\n".formatted(i) + place(117, 36.65 + i * 1e-5)))
                .survey
                .summary();
        assertThat(summary.entries()).isEqualTo(11);
        assertThat(summary.spacingUs()).isEqualTo(1_000_000);
        assertThat(summary.first()).isEqualTo(new LonLat(117, 36.65));
        assertThat(summary.last()).isEqualTo(new LonLat(117, 36.6501));
        assertThat(summary.lengthM()).isCloseTo(11.097, within(0.01));
        assertThat(summary.aboveTakeOffM()).isEqualTo(new TelemetrySummary.Range(50, 50));
        assertThat(summary.findings())
                .extracting(Finding::problem)
                .containsExactlyInAnyOrder(NO_GIMBAL, HEIGHT_TAKE_OFF_ONLY, NO_ZONE);
    }

    @Test
    void findsTimeGoingBackAndGaps() {
        assertThat(Written.read(entry(0, 5, place(117, 36.6))
                                + entry(1, 3, place(117, 36.6))
                                + entry(2, 20, place(117, 36.6)))
                        .found())
                .contains(TIME_BACK, GAP);
    }

    @Test
    void findsMidnightZonesAndJumps() {
        assertThat(Written.read(entry(0, 0, "2026-11-21 23:59:59\n" + place(117, 36.6))
                                + entry(1, 1, "2026-11-22 00:00:00\n" + place(117, 36.6)))
                        .found())
                .contains(OVER_MIDNIGHT)
                .doesNotContain(CLOCK_JUMP, ZONE_CHANGE);
        assertThat(clocks("12:00:00", "11:30:01")).contains(ZONE_CHANGE).doesNotContain(CLOCK_JUMP, TIME_BACK);
        assertThat(clocks("12:00:00", "12:00:30")).contains(CLOCK_JUMP).doesNotContain(ZONE_CHANGE);
    }

    private static Iterable<FlightProblem> clocks(String first, String second) {
        return Written.read(entry(0, 0, "2026-11-21 " + first + "\n" + place(117, 36.6))
                        + entry(1, 1, "2026-11-21 " + second + "\n" + place(117, 36.6)))
                .found();
    }

    @Test
    void findsDoubtfulPlaces() {
        assertThat(Written.read(entry(0, 0, place(-150.5, 20.5))).found()).contains(POSITION_AT_SEA);
        assertThat(Written.read(entry(0, 0, place(117, 36.65))).found()).doesNotContain(POSITION_AT_SEA);
        assertThat(Written.read(entry(0, 0, place(117, 36.65)) + entry(1, 1, place(117.01, 36.65)))
                        .found())
                .contains(POSITION_JUMP);
        assertThat(Written.read(entry(0, 0, "GPS(117.0001,36.6512,16) BAROMETER:50.0"))
                        .found())
                .contains(POSITION_COARSE);
    }

    /** GCJ-02 puts 117.0, 36.65 at 117.00596, 36.65040, 541 m away. */
    @Test
    void suspectsGcj02WhereTheShiftIsJustThat() {
        String shifted = "HOME(117.000000,36.650000) 2026.11.21 12:00:00\n" + place(117.00596, 36.65040);
        String elsewhere = "HOME(117.000000,36.650000) 2026.11.21 12:00:00\n" + place(117.00596, 36.65200);
        assertThat(Written.read(entry(0, 0, shifted)).found()).contains(GCJ02_SUSPECTED);
        assertThat(Written.read(entry(0, 0, elsewhere)).found()).doesNotContain(GCJ02_SUSPECTED);
        String told =
                "F/2.8, SS 400, ISO 100, GPS (117.005960, 36.650400, 12), HOME (117.0, 36.65, 0m), D 541.0m, H 50.0m";
        assertThat(Written.read(entry(0, 0, told)).found()).doesNotContain(GCJ02_SUSPECTED);
    }

    @Test
    void findsAYawThatIsCountedFromTheNose() {
        String pry = "F/2.8, SS 400, ISO 100, GPS (%.6f, %.6f, 12), D 5.0m, H 50.0m, G.PRY (-45.0°, 0.0°, %.1f°)";
        IntFunction<LonLat> circle = i -> new LonLat(117 + 5e-4 * Math.cos(i * 0.2), 36.65 + 5e-4 * Math.sin(i * 0.2));
        IntFunction<String> relative =
                i -> pry.formatted(circle.apply(i).longitude(), circle.apply(i).latitude(), 1.0);
        IntFunction<String> absolute = i ->
                pry.formatted(circle.apply(i).longitude(), circle.apply(i).latitude(), -Math.toDegrees(i * 0.2) % 180);
        assertThat(Written.read(flight(60, relative)).found()).contains(YAW_RELATIVE);
        assertThat(Written.read(flight(60, absolute)).found()).doesNotContain(YAW_RELATIVE);
    }

    @Test
    void tellsHeightsThatDoNotHelp() {
        assertThat(Written.read(entry(0, 0, "GPS(117.000001,36.650001,16) BAROMETER:0.0"))
                        .found())
                .contains(HEIGHT_ZERO);
        assertThat(Written.read(entry(0, 0, "GPS(117.000001,36.650001,16)")).found())
                .contains(NO_HEIGHT);
        assertThat(Written.read(entry(0, 0, "[latitude: 36.65] [longitude: 117.0] [altitude: 27.3]"))
                        .found())
                .contains(HEIGHT_UNSTATED);
    }

    @Test
    void keepsAThinTrackWithBothEnds() {
        TrackSketch sketch = new TrackSketch();
        for (int i = 0; i < 100_001; i++) {
            sketch.add(new LonLat(i * 1e-6, 0));
        }
        assertThat(sketch.places()).hasSizeBetween(TrackSketch.MOST / 2, TrackSketch.MOST);
        assertThat(sketch.places().getFirst().longitude()).isZero();
        assertThat(sketch.places().getLast().longitude()).isEqualTo(100_000 * 1e-6);
        assertThat(sketch.places()).isSortedAccordingTo((a, b) -> Double.compare(a.longitude(), b.longitude()));
    }

    @Test
    void saysEveryProblemInBothLanguagesWithItsConsequence() {
        for (FlightProblem problem : FlightProblem.values()) {
            assertThat(problem.chinese())
                    .as(problem.name())
                    .matches(".*\\p{IsHan}.*")
                    .doesNotEndWith("。");
            assertThat(problem.chineseConsequence()).as(problem.name()).matches(".*\\p{IsHan}.*");
            assertThat(problem.english())
                    .as(problem.name())
                    .hasSizeGreaterThan(10)
                    .doesNotContainPattern("\\p{IsHan}");
            assertThat(problem.englishConsequence()).as(problem.name()).hasSizeGreaterThan(10);
        }
    }
}
