package org.streetwarden.cli;

import static org.assertj.core.api.Assertions.assertThat;

import com.fasterxml.jackson.databind.JsonNode;
import com.fasterxml.jackson.databind.ObjectMapper;
import org.junit.jupiter.api.extension.ExtendWith;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.CsvSource;
import org.streetwarden.source.NoNativeLeaks;
import org.streetwarden.source.Videos;

/** The shipped model over every codec of the clips outside the repository. */
@ExtendWith(NoNativeLeaks.class)
class AnalyzeClipsTest {

    /** @param label what the clip shows; {@code -} where the model promises nothing at that view */
    @ParameterizedTest(name = "{0}")
    @CsvSource({
        Videos.HIGHWAY_H264 + ", h264, 1000, 12, vehicle",
        Videos.DRONE_H264 + ", h264, 2000, 4, -",
        Videos.CARS_H264_AAC + ", h264, 4000, 8, vehicle",
        Videos.PERSON_H264 + ", h264, 4000, 16, person",
        Videos.STREET_HEVC + ", hevc, 2000, 4, vehicle",
        Videos.STREET_VP9 + ", vp9, 1000, 11, vehicle",
        Videos.HIGHWAY_MPEG4 + ", mpeg4, 4000, 8, -"
    })
    void seesWhatIsThere(String clip, String codec, String intervalMs, int looks, String label) throws Exception {
        Console console = Console.analyze(Videos.named(clip), "--interval-ms", intervalMs, "--json");

        assertThat(console.err()).isEmpty();
        assertThat(console.code()).isZero();
        JsonNode analysis = new ObjectMapper().readTree(console.out());
        assertThat(analysis.path("video").asText()).isEqualTo(clip);
        assertThat(analysis.path("codec").asText()).isEqualTo(codec);
        assertThat(analysis.path("looks").asInt()).isEqualTo(looks);
        if (!label.equals("-")) {
            assertThat(analysis.path("seen").path(label).path("inLooks").asInt())
                    .as("looks that show a %s: %s", label, analysis.path("seen"))
                    .isPositive();
        }
    }
}
