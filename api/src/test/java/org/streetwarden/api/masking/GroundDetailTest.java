package org.streetwarden.api.masking;

import static java.nio.charset.StandardCharsets.UTF_8;
import static org.assertj.core.api.Assertions.assertThat;

import org.junit.jupiter.api.Test;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.ValueSource;

class GroundDetailTest {

    /** Degrees of a metre at the equator: along a meridian there, and along it. */
    private static final double NORTH = 1 / 110_574.3;

    private static final double EAST = 1 / 111_319.5;

    /** A picture of ground so wide at its upper and at its lower edge, 40 m apart. */
    private static byte[] footprint(double upperM, double lowerM) {
        return """
                {"flight": {"footprint": [[0, %s], [%s, %s], [%s, 0], [0, 0]]}}""".formatted(40 * NORTH, upperM * EAST, 40 * NORTH, lowerM * EAST)
                .getBytes(UTF_8);
    }

    @Test
    void leavesTwelveAndAHalfPixelsToAMetreOfTheNearestGround() {
        assertThat(GroundDetail.blockPixels(footprint(64, 64.1), 1280)).hasValue(2);
        assertThat(GroundDetail.blockPixels(footprint(200, 64.1), 3840)).hasValue(5);
        assertThat(GroundDetail.blockPixels(footprint(64.1, 200), 3840)).hasValue(5);
        assertThat(GroundDetail.blockPixels(footprint(10.1, 12), 1280)).hasValue(11);
    }

    @Test
    void leavesAPictureAloneThatIsCoarserAnyhow() {
        assertThat(GroundDetail.blockPixels(footprint(110, 108), 1280)).hasValue(1);
    }

    @ParameterizedTest
    @ValueSource(
            strings = {
                "",
                "[]",
                "{\"flight\": null}",
                "{\"flight\": {\"footprint\": []}}",
                "{\"flight\": {\"footprint\": [[0, 0], [1, 0], [1, 1]]}}",
                "{\"flight\": {\"footprint\": [[0, 0], [0, 0], [1, 1], [0, 1]]}}",
                "{\"flight\": {\"footprint\": [[0, 0], [200, 0], [1, 1], [0, 1]]}}",
                "{\"flight\": {\"footprint\": [[0, \"0\"], [1, 0], [1, 1], [0, 1]]}}",
                "{\"flight\": {\"footprint\": [[0, 0, 0], [1, 0], [1, 1], [0, 1]]}}"
            })
    void doesNotKnowWhereTheManifestDoesNotSay(String manifest) {
        assertThat(GroundDetail.blockPixels(manifest.getBytes(UTF_8), 1280)).isEmpty();
    }
}
