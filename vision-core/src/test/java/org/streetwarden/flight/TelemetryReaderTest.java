package org.streetwarden.flight;

import static org.assertj.core.api.Assertions.assertThat;
import static org.assertj.core.api.Assertions.within;

import java.nio.charset.StandardCharsets;
import java.time.Instant;
import java.time.LocalDateTime;
import java.time.ZoneOffset;
import java.time.temporal.ChronoUnit;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.CsvSource;
import org.junit.jupiter.params.provider.EnumSource;
import org.streetwarden.directory.LonLat;

class TelemetryReaderTest {

    private static final LonLat PLACE = new LonLat(117.000123, 36.650456);

    private static Pose pose(long atUs) {
        return new Pose(
                atUs,
                PLACE,
                1e-6,
                new Heights(80.5, 130.25, Double.NaN),
                new Attitude(45.5, -60.5, 0.5),
                null,
                Lens.UNSAID,
                null,
                Provenance.SUBTITLES);
    }

    @ParameterizedTest
    @EnumSource(
            mode = EnumSource.Mode.EXCLUDE,
            names = {"UNKNOWN", "NO_PLACE"})
    void readsThePlaceInEveryDialect(Dialect dialect) {
        Written written = Written.read(Aircraft.entry(dialect, 7, 1_000_000, pose(904_000)));

        TelemetryEntry entry = written.only();
        assertThat(entry.dialect()).isEqualTo(dialect);
        assertThat(entry.number()).isEqualTo(7);
        assertThat(entry.fromUs()).isEqualTo(904_000);
        assertThat(entry.toUs()).isEqualTo(1_904_000);
        assertThat(entry.pose().position()).isEqualTo(PLACE);
        assertThat(written.problems).isEmpty();
    }

    @Test
    void knowsWhichHeightIsWhich() {
        assertThat(heights(Dialect.HOME_GPS)).isEqualTo(new Heights(80.5, Double.NaN, Double.NaN));
        assertThat(heights(Dialect.LATITUDE_FIRST)).isEqualTo(new Heights(80.5, Double.NaN, Double.NaN));
        assertThat(heights(Dialect.BRACKETS)).isEqualTo(new Heights(Double.NaN, Double.NaN, 130.25));
        assertThat(heights(Dialect.BRACKETS_TWO_HEIGHTS)).isEqualTo(new Heights(80.5, 130.25, Double.NaN));
    }

    private static Heights heights(Dialect dialect) {
        return Written.read(Aircraft.entry(dialect, 1, 33_000, pose(0)))
                .only()
                .pose()
                .heights();
    }

    @Test
    void readsTheGimbal() {
        for (Dialect dialect : new Dialect[] {Dialect.F_NUMBER_ATTITUDE, Dialect.BRACKETS_GIMBAL}) {
            Pose pose = Written.read(Aircraft.entry(dialect, 1, 33_000, pose(0)))
                    .only()
                    .pose();
            assertThat(pose.gimbal()).isEqualTo(new Attitude(45.5, -60.5, 0.5));
        }
    }

    @Test
    void readsTheLensInMillimetresAndInTenths() {
        assertThat(lens("[focal_len : 240] [dzoom_ratio: 15000, delta:0]")).isEqualTo(new Lens(24, 1.5));
        assertThat(lens("[focal_len: 24.00]")).isEqualTo(new Lens(24, 1));
        assertThat(lens("[ev: 0]")).isEqualTo(Lens.UNSAID);
    }

    private static Lens lens(String text) {
        return Written.read("1\n00:00:00,000 --> 00:00:00,033\n" + text + "\n\n")
                .only()
                .pose()
                .lens();
    }

    @ParameterizedTest
    @CsvSource(
            delimiter = '|',
            value = {
                "2021-12-25 12:27:52.373 | 2021-12-25T12:27:52.373",
                "2022-08-07 13:40:40,774,808 | 2022-08-07T13:40:40.774808",
                "2017.8.5 14:11:51 | 2017-08-05T14:11:51",
                "2017.08.05 14:11:51,393,525,393,525 | 2017-08-05T14:11:51.393525",
                "2024-02-29 00:00:00 | 2024-02-29T00:00:00"
            })
    void readsTheAircraftsClock(String written, LocalDateTime expected) {
        long expectedUs = ChronoUnit.MICROS.between(Instant.EPOCH, expected.toInstant(ZoneOffset.UTC));
        assertThat(Written.read("1\n00:00:00,000 --> 00:00:00,033\n" + written + "\n")
                        .only()
                        .localUs())
                .isEqualTo(expectedUs);
    }

    @Test
    void takesByteOrderMarkCarriageReturnsPointsAndMissingBlankLines() {
        String text = "\uFEFF1\r\n00:00:00.000 --> 00:00:01.000\r\nGPS(117.1,36.6,9) BAROMETER:2.5\r\n"
                + "2\r\n00:00:01.000 --> 00:00:02.000\r\nGPS(117.2,36.6,9) BAROMETER:3.5";
        Written written = Written.read(text);
        assertThat(written.entries).extracting(TelemetryEntry::number).containsExactly(1L, 2L);
        assertThat(written.entries).extracting(TelemetryEntry::fromUs).containsExactly(0L, 1_000_000L);
        assertThat(written.entries.get(1).pose().position()).isEqualTo(new LonLat(117.2, 36.6));
    }

    @Test
    void takesTheClockWhereCuesAreMissing() {
        Written written = Written.read("""
                1
                2026.11.21 14:11:51,393,525
                [latitude : 36.6] [longtitude : 117.0]

                2
                2026.11.21 14:11:52,393,525
                [latitude : 36.6] [longtitude : 117.0]

                """);
        assertThat(written.entries).extracting(TelemetryEntry::fromUs).containsExactly(0L, 1_000_000L);
        assertThat(written.found()).contains(FlightProblem.NO_CUES);
    }

    @Test
    void leavesOutWhatCannotBe() {
        assertThat(position("[latitude: 91.0] [longitude: 117.0]", FlightProblem.POSITION_IMPOSSIBLE))
                .isNull();
        assertThat(position("GPS(36.6,117.1,12)", FlightProblem.AXES_EXCHANGED)).isNull();
        assertThat(position("GPS(117.1,36.6,50.0M)", FlightProblem.AXES_EXCHANGED))
                .isNull();
        assertThat(position("GPS(0.0,0.0,0)", FlightProblem.POSITION_ZERO)).isNull();
        assertThat(position("GPS(117,1,36,6,12)", FlightProblem.DECIMAL_COMMA)).isNull();
        assertThat(position("[latitude: x] [longitude: 117.0]", FlightProblem.NUMBER_UNREADABLE))
                .isNull();
    }

    private static LonLat position(String text, FlightProblem expected) {
        Written written = Written.read("1\n00:00:00,000 --> 00:00:01,000\n" + text + "\n\n");
        assertThat(written.problems).containsExactly(expected);
        return written.only().pose().position();
    }

    @Test
    void takesDecimalCommasInBrackets() {
        Written written = Written.read(
                "1\n00:00:00,000 --> 00:00:01,000\n[latitude: 36,65] [longitude: 117,25] [rel_alt: 1,5]\n");
        assertThat(written.only().pose().position()).isEqualTo(new LonLat(117.25, 36.65));
        assertThat(written.only().pose().heights().aboveTakeOffM()).isEqualTo(1.5);
    }

    @Test
    void leavesOutATornEndAndNothingElse() {
        String first = Aircraft.entry(Dialect.BRACKETS_TWO_HEIGHTS, 1, 33_000, pose(0));
        String second = Aircraft.entry(Dialect.BRACKETS_TWO_HEIGHTS, 2, 33_000, pose(33_000));
        int closing = second.indexOf("] [rel_alt") + 1;
        for (int cut = 2; cut < closing; cut++) {
            Written written = Written.read(first + second.substring(0, cut));
            assertThat(written.entries).as("cut after %d bytes", cut).hasSize(1);
            assertThat(written.problems).containsExactly(FlightProblem.TORN_END);
        }
        assertThat(Written.read(first + second.strip()).entries).hasSize(2);
    }

    @Test
    void trustsNoNumberThatALinesEndCuts() {
        Written written = Written.read("""
                1
                00:00:00,000 --> 00:00:00,033
                [latitude: 36.6] [longitude: 117.0

                2
                00:00:00,033 --> 00:00:00,066
                [latitude: 36.6] [longitude: 117.0]

                """);
        assertThat(written.entries.get(0).pose().position()).isNull();
        assertThat(written.entries.get(1).pose().position()).isNotNull();
        assertThat(written.found()).contains(FlightProblem.TORN_ENTRY, FlightProblem.POSITION_MISSING);
    }

    @Test
    void skipsLinesAndEntriesWithoutBounds() {
        String entry = Aircraft.entry(Dialect.HOME_GPS, 1, 1_000_000, pose(0));
        Written lines = Written.read("x".repeat(3_000_000) + "\n" + entry);
        assertThat(lines.entries).hasSize(1);
        assertThat(lines.problems).containsExactly(FlightProblem.LINE_TOO_LONG);
        Written entries = Written.read(entry.strip() + "\nmore".repeat(1000) + "\n\n" + entry);
        assertThat(entries.entries).hasSize(2);
        assertThat(entries.problems).containsExactly(FlightProblem.ENTRY_TOO_LONG);
    }

    @Test
    void findsNothingInNothing() {
        assertThat(Written.read("").found()).containsExactly(FlightProblem.NO_ENTRIES);
        assertThat(Written.read("1\n").found()).contains(FlightProblem.NO_ENTRIES, FlightProblem.TORN_END);
        assertThat(Written.read(Aircraft.entry(Dialect.UNKNOWN, 1, 1_000_000, pose(0)))
                        .found())
                .containsExactly(FlightProblem.DIALECT_UNKNOWN);
    }

    @Test
    void readsNumbersToTheLastBit() {
        ByteText text = new ByteText();
        for (String number : new String[] {"117.12345678", "-34.650200", "0.1", "+7", "149.0251", "2.2250738585072"}) {
            byte[] bytes = number.getBytes(StandardCharsets.US_ASCII);
            assertThat(text.number(bytes, 0, bytes.length, false)).isEqualTo(Double.parseDouble(number), within(0.0));
        }
    }
}
