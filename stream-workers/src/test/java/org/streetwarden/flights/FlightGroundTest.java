package org.streetwarden.flights;

import static org.assertj.core.api.Assertions.assertThat;
import static org.assertj.core.api.Assertions.assertThatThrownBy;
import static org.assertj.core.api.Assertions.within;

import java.io.IOException;
import java.nio.ByteBuffer;
import java.nio.file.Files;
import java.nio.file.Path;
import java.util.List;
import java.util.Locale;
import org.junit.jupiter.api.BeforeEach;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.io.TempDir;
import org.streetwarden.directory.LonLat;
import org.streetwarden.flights.RenderedFlight.Surveyed;

/** Elevation models as a city has them, under the rendered flight. */
class FlightGroundTest {

    private static final int SRTM_3 = 1201;

    @TempDir
    private Path card;

    @TempDir
    private Path elevation;

    private RenderedFlight flight;
    private FlightParts parts;
    private LonLat began;

    @BeforeEach
    void open() throws Exception {
        flight = RenderedFlight.of("reflight");
        parts = flight.parts("brackets-gimbal", card);
        began = parts.takeOff().orElseThrow();
    }

    private FlightGround ground(Path model) throws IOException {
        return FlightGround.of(model, parts, null, 3);
    }

    /** A plain as high as said that rises by a metre from corner to corner northwards, a kilometre around the take-off. */
    private Path slope(String name, double heightM, LonLat middle) throws IOException {
        String text = String.format(
                Locale.ROOT,
                "ncols 2%nnrows 2%nxllcenter %f%nyllcenter %f%ncellsize 0.02%nNODATA_value -9999%n%f %f%n%f %f%n",
                middle.longitude() - 0.01,
                middle.latitude() - 0.01,
                heightM + 1,
                heightM + 1,
                heightM,
                heightM);
        return Files.writeString(elevation.resolve(name), text);
    }

    @Test
    void takesHeightsAgainstThePlaceOfTakeOff() throws Exception {
        FlightGround ground = ground(slope("city.asc", 700, began));
        assertThat(ground.model()).isEqualTo("city.asc");
        assertThat(ground.takeOff()).isEqualTo(began);
        assertThat(ground.terrain().heightM(began)).isZero();
        LonLat north = new LonLat(began.longitude(), began.latitude() + 0.01);
        assertThat(ground.terrain().heightM(north)).isCloseTo(0.5, within(1e-6));
        assertThat(ground.terrain().unsureM()).isEqualTo(3);
    }

    @Test
    void findsTheSameOverAPlainAsOverLevelGround() throws Exception {
        FlightGround ground = ground(slope("plain.asc", 40, began));
        FlightSurvey.Settings settings = FlightSurvey.Settings.DEFAULT.over(ground.terrain());
        Surveyed surveyed =
                flight.survey(settings, parts, picture -> flight.seen().getOrDefault(picture.ptsUs(), List.of()));
        flight.holds(surveyed);
    }

    @Test
    void choosesTheFileOfAFolderThatKnowsThePlace() throws Exception {
        slope("a-far-away.asc", 0, new LonLat(began.longitude() + 1, began.latitude()));
        assertThat(ground(elevation).model()).isEmpty();
        ByteBuffer tile = ByteBuffer.allocate(SRTM_3 * SRTM_3 * 2);
        Files.write(elevation.resolve("N36E116.hgt"), tile.array());
        assertThat(ground(elevation).model()).isEmpty();
        Files.write(elevation.resolve("N36E117.hgt"), tile.array());
        assertThat(ground(elevation).model()).isEqualTo("N36E117.hgt");
    }

    @Test
    void namesTheFileThatIsNoElevationModel() throws Exception {
        Path text = Files.writeString(elevation.resolve("heights.asc"), "%PDF-1.7 nothing");
        assertThatThrownBy(() -> ground(text)).isInstanceOf(IOException.class).hasMessageContaining("heights.asc");
        Path tile = Files.write(elevation.resolve("N36E117.hgt"), new byte[100]);
        assertThatThrownBy(() -> ground(tile))
                .isInstanceOf(IOException.class)
                .hasMessageContaining("expected a tile such as");
        assertThatThrownBy(() -> ground(elevation.resolve("none.asc"))).isInstanceOf(IOException.class);
    }
}
