package org.streetwarden.flight;

import static org.assertj.core.api.Assertions.assertThat;
import static org.assertj.core.api.Assertions.assertThatThrownBy;
import static org.assertj.core.api.Assertions.offset;

import java.io.IOException;
import java.io.StringReader;
import java.nio.ByteBuffer;
import java.util.Locale;
import org.junit.jupiter.api.Test;
import org.streetwarden.directory.LonLat;
import org.streetwarden.flight.GroundFix.Placed;
import org.streetwarden.flight.GroundFix.Reason;
import org.streetwarden.flight.GroundFix.Refused;
import org.streetwarden.geometry.Box;

class ElevationGridTest {

    private static final String SMALL = """
            ncols 3
            nrows 2
            xllcorner 116.95
            yllcorner 35.95
            cellsize 0.1
            NODATA_value -9999
            10 20 30
            0 10 -9999
            """;

    @Test
    void readsAsciiGrids() throws IOException {
        ElevationGrid grid = ElevationGrid.ascii(new StringReader(SMALL));
        assertThat(grid.heightM(new LonLat(117.0, 36.1))).isCloseTo(10, offset(1e-6));
        assertThat(grid.heightM(new LonLat(117.05, 36.05))).isCloseTo(10, offset(1e-6));
        assertThat(grid.heightM(new LonLat(117.15, 36.05))).isNaN();
        assertThat(grid.heightM(new LonLat(118, 36.05))).isNaN();
    }

    @Test
    void readsTiles() {
        ByteBuffer tile = ByteBuffer.allocate(1201 * 1201 * 2);
        for (int row = 0; row < 1201; row++) {
            for (int column = 0; column < 1201; column++) {
                tile.putShort((short) (row == 7 ? -32768 : column));
            }
        }
        ElevationGrid grid = ElevationGrid.hgt("S03W070.hgt", tile.flip());
        assertThat(grid.heightM(new LonLat(-69.5, -2.5))).isCloseTo(600, offset(1e-3));
        assertThat(grid.heightM(new LonLat(-69.5, -2 - 7 / 1200.0))).isNaN();
    }

    @Test
    void refusesOthersSayingWhatItExpected() {
        assertThatThrownBy(() -> ElevationGrid.hgt("N36E117.hgt", ByteBuffer.allocate(10)))
                .hasMessageContaining("found 'N36E117.hgt' of 10 bytes");
        assertThatThrownBy(() -> ElevationGrid.ascii(new StringReader(SMALL.replace("0 10", "0"))))
                .hasMessageContaining("found fewer");
        assertThatThrownBy(() -> ElevationGrid.ascii(new StringReader(SMALL.replace("ncols 3", "ncols 99999999"))))
                .hasMessageContaining("found 99999999 x 2");
        assertThatThrownBy(() -> ElevationGrid.ascii(new StringReader(SMALL.replace("20", "far"))))
                .hasMessageContaining("found 'far'");
        assertThatThrownBy(() -> ElevationGrid.ascii(new StringReader("%PDF-1.4 x y\n")))
                .isInstanceOf(IllegalArgumentException.class);
    }

    /** A slope that rises by 1 in 2 to the north: looking north at 45 degrees from 90 m meets it after 60 m. */
    @Test
    void followsARayToASlope() throws IOException {
        LonLat here = new LonLat(117, 36.65);
        LocalPlane plane = new LocalPlane(here);
        StringBuilder text =
                new StringBuilder("ncols 41\nnrows 41\nxllcenter 116.99\nyllcenter 36.64\ncellsize 0.0005\n");
        for (int row = 0; row < 41; row++) {
            double northM = plane.northM(new LonLat(117, 36.66 - row * 0.0005));
            text.append(String.format(Locale.ROOT, "%.4f ", 500 + northM / 2).repeat(41))
                    .append('\n');
        }
        ElevationGrid grid = ElevationGrid.ascii(new StringReader(text.toString()));
        Pose pose = new Pose(
                0,
                here,
                0,
                new Heights(90, Double.NaN, Double.NaN),
                new Attitude(0, -45, 0),
                null,
                Lens.UNSAID,
                null,
                Provenance.XMP);
        GroundLocator locator = new GroundLocator(
                AircraftCamera.UNKNOWN, 1.5, Terrain.of(grid, here, 0), new ErrorBudget(0, 0, 0, 0, 0, 0, 0));
        Placed placed = (Placed) locator.locate(new Box(0.5, 0.5, 0.5, 0.5), pose, Motion.NONE);
        assertThat(plane.northM(placed.place())).isCloseTo(60, offset(0.01));
        Terrain elsewhere = Terrain.of(grid, new LonLat(116.9905, 36.6405), 0);
        Pose away = new Pose(
                0,
                new LonLat(117.0099, 36.65),
                0,
                new Heights(700, Double.NaN, Double.NaN),
                new Attitude(90, -25, 0),
                null,
                Lens.UNSAID,
                null,
                Provenance.XMP);
        assertThat(new GroundLocator(AircraftCamera.UNKNOWN, 1.5, elsewhere, ErrorBudget.PLAIN)
                        .locate(new Box(0.5, 0.5, 0.5, 0.5), away, Motion.NONE))
                .isEqualTo(new Refused(Reason.OFF_TERRAIN));
    }
}
