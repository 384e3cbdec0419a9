package org.streetwarden.flight;

import static org.assertj.core.api.Assertions.assertThat;

import java.io.IOException;
import java.nio.file.Files;
import java.nio.file.Path;
import java.util.Arrays;
import org.junit.jupiter.api.Assumptions;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.CsvSource;

/** Telemetry of real aircraft, where it lies beside the project; the longer files are cut, so their last entry is torn. */
class SharedTelemetryTest {

    @ParameterizedTest
    @CsvSource({
        "MAVIC3.srt, BRACKETS_TWO_HEIGHTS, 311, -3.37440, 3.41531",
        "air2s.srt, BRACKETS, 17, 2.234156, 41.424724",
        "m2zoom.SRT, BRACKETS_MISSPELT, 304, 74.398751, 31.452012",
        "matrice_300.srt, LATITUDE_FIRST, 381, -6.1120, 36.6146",
        "mavic_2_style.SRT, BRACKETS_MISSPELT, 468, 149.0251, -20.2533",
        "mavic_2pro_new.SRT, BRACKETS_MISSPELT, 327, -60.286702, -35.080155",
        "mavic_air2.srt, BRACKETS, 25, 2.162162, 41.420684",
        "mavic_mini.SRT, F_NUMBER, 117, -121.7458, 48.0771",
        "mavic_pro.SRT, HOME_GPS, 468, 149.0251, -20.2533",
        "mavic_pro_buggy.SRT, HOME_GPS, 530, -1.2218, 42.4668",
        "mix_p4rtk_mavic2pro.srt, F_NUMBER_ATTITUDE, 12, -59.409424, -34.650200",
        "old_format.SRT, HOME_GPS, 468, 149.0251, -20.2533",
        "p4_rtk.SRT, F_NUMBER_ATTITUDE, 55, -58.851745, -34.237922",
        "p4p_sample.SRT, F_NUMBER, 5, 8.2090, 47.4692",
        "broken_incomplete.SRT, HOME_GPS, 19, -58.4563, -34.7383",
        "broken_incomplete2.SRT, BRACKETS_MISSPELT, 4, -57.823395, -34.869950",
    })
    void isReadWithItsPlaces(String name, Dialect dialect, long positions, double lon, double lat) throws IOException {
        TelemetrySummary summary = read(name).survey.summary();
        assertThat(summary.dialect()).isEqualTo(dialect);
        assertThat(summary.positions()).isEqualTo(positions);
        assertThat(summary.first().longitude()).isEqualTo(lon);
        assertThat(summary.first().latitude()).isEqualTo(lat);
    }

    @ParameterizedTest
    @CsvSource({
        "MAVIC3.srt, POSITION_AT_SEA NO_GIMBAL TORN_END",
        "matrice_300.srt, POSITION_COARSE NO_GIMBAL",
        "mavic_2_style.SRT, NO_CUES NO_HEIGHT",
        "mavic_air.SRT, NO_POSITION",
        "mavic_mini.SRT, NO_CLOCK",
        "mavic_pro_buggy.SRT, POSITION_MISSING",
        "mix_p4rtk_mavic2pro.srt, DIALECTS_MIXED",
        "air2s.srt, HEIGHT_UNSTATED",
        "broken_empty.SRT, NO_ENTRIES",
        "broken_empty2.SRT, NO_ENTRIES TORN_END",
        "broken_incomplete.SRT, TORN_END",
        "broken_incomplete2.SRT, TORN_END TORN_ENTRY POSITION_MISSING",
    })
    void tellsWhatIsWrong(String name, String expected) throws IOException {
        assertThat(read(name).found())
                .contains(Arrays.stream(expected.split(" "))
                        .map(FlightProblem::valueOf)
                        .toArray(FlightProblem[]::new));
    }

    private static Written read(String name) throws IOException {
        String given = System.getenv("STREETWARDEN_DATA");
        Path root = given == null
                ? Path.of(System.getProperty("streetwarden.root", ".")).resolve("../shared/data")
                : Path.of(given);
        Path file = root.resolve("srt").resolve(name);
        Assumptions.assumeTrue(Files.isRegularFile(file), "needs " + file);
        return Written.read(Files.readAllBytes(file), 8192);
    }
}
