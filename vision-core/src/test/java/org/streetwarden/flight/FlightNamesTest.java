package org.streetwarden.flight;

import static org.assertj.core.api.Assertions.assertThat;

import java.util.List;
import java.util.Map;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.CsvSource;
import org.streetwarden.flight.FlightNames.Kind;

class FlightNamesTest {

    @ParameterizedTest
    @CsvSource({
        "DCIM/100MEDIA/DJI_0001.MP4, VIDEO",
        "a.srt, TELEMETRY",
        "C:\\card\\DJI_0002.JPEG, PHOTO",
        "N36E117.hgt, ELEVATION",
        "paper.pdf, OTHER",
        "DJI_0001.LRF, OTHER",
        "DCIM/.DJI_0001.MP4, OTHER",
        "mp4, OTHER",
        "../../etc/passwd, OTHER"
    })
    void knowsAFileByItsEnding(String name, Kind kind) {
        assertThat(Kind.of(name)).isEqualTo(kind);
    }

    @Test
    void pairsByFolderBeforeNameAndNameBeforeLens() {
        assertThat(FlightNames.pairs(
                        List.of("a/DJI_1.MP4", "b/DJI_1.MP4", "DJI_2_W.MP4", "x/DJI_3.mp4", "DJI_4.MP4"),
                        List.of("a/DJI_1.SRT", "b/dji_1.srt", "DJI_2.SRT", "DJI_3.SRT", "other.SRT")))
                .isEqualTo(Map.of(
                        "a/DJI_1.MP4", "a/DJI_1.SRT",
                        "b/DJI_1.MP4", "b/dji_1.srt",
                        "DJI_2_W.MP4", "DJI_2.SRT",
                        "x/DJI_3.mp4", "DJI_3.SRT"));
    }

    @Test
    void leavesOpenWhatIsNotClear() {
        assertThat(FlightNames.pairs(List.of("DJI_1.MP4"), List.of("a/DJI_1.SRT", "b/DJI_1.SRT")))
                .isEmpty();
    }
}
