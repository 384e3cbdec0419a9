package org.streetwarden.flight;

import static org.assertj.core.api.Assertions.assertThat;

import java.util.List;
import org.junit.jupiter.api.Test;
import org.streetwarden.directory.LonLat;

class GroundDetailTest {

    /** Degrees of a metre at the equator: along a meridian there, and along it. */
    private static final double NORTH = 1 / 110_574.3;

    private static final double EAST = 1 / 111_319.5;

    /** A picture of ground so wide at its upper and at its lower edge, 40 m apart. */
    private static List<LonLat> footprint(double upperM, double lowerM) {
        return List.of(
                new LonLat(0, 40 * NORTH),
                new LonLat(upperM * EAST, 40 * NORTH),
                new LonLat(lowerM * EAST, 0),
                new LonLat(0, 0));
    }

    @Test
    void leavesTwelveAndAHalfPixelsToAMetreOfTheNearestGround() {
        assertThat(GroundDetail.blockPixels(footprint(64, 64.1), 1280)).hasValue(2);
        assertThat(GroundDetail.blockPixels(footprint(200, 64.1), 3840)).hasValue(5);
        assertThat(GroundDetail.blockPixels(footprint(64.1, 200), 3840)).hasValue(5);
        assertThat(GroundDetail.blockPixels(footprint(10.1, 12), 1280)).hasValue(11);
        assertThat(GroundDetail.mostWidth(footprint(200, 64.1))).hasValue(801);
        assertThat(GroundDetail.mostWidth(footprint(40.1, 64.1))).hasValue(501);
    }

    @Test
    void leavesAPictureAloneThatIsCoarserAnyhow() {
        assertThat(GroundDetail.blockPixels(footprint(110, 108), 1280)).hasValue(1);
    }

    @Test
    void doesNotKnowWithoutGround() {
        for (List<LonLat> none : List.of(List.<LonLat>of(), footprint(64, 64).subList(0, 3), footprint(0, 64))) {
            assertThat(GroundDetail.blockPixels(none, 1280)).isEmpty();
            assertThat(GroundDetail.mostWidth(none)).isEmpty();
        }
    }
}
