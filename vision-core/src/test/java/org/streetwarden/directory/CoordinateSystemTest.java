package org.streetwarden.directory;

import static org.assertj.core.api.Assertions.assertThat;
import static org.assertj.core.api.Assertions.within;

import net.jqwik.api.ForAll;
import net.jqwik.api.Property;
import net.jqwik.api.constraints.DoubleRange;
import org.junit.jupiter.api.Test;

class CoordinateSystemTest {

    private static final double MICROMETRE_DEGREES = 1e-11;

    @Test
    void leavesTheWorldsAndTheNationsFrameAlone() {
        assertThat(CoordinateSystem.WGS84.toWgs84(117.1234567, 36.7654321))
                .isEqualTo(new LonLat(117.1234567, 36.7654321));
        assertThat(CoordinateSystem.CGCS2000.toWgs84(117.1234567, 36.7654321))
                .isEqualTo(new LonLat(117.1234567, 36.7654321));
    }

    /** A city platform's request as it was published, and its place. */
    @Test
    void knowsWebMercator() {
        LonLat place = CoordinateSystem.WEB_MERCATOR.toWgs84(12736381.64, 3547519.05);
        assertThat(place.longitude()).isCloseTo(114.4129, within(5e-5));
        assertThat(place.latitude()).isCloseTo(30.3415, within(5e-5));
    }

    /** Pairs that open converters agree on: Shanghai, Shenzhen, Beijing. */
    @Test
    void knowsPublishedPairs() {
        agrees(121.5272106, 31.1774276, 121.531541859215, 31.17530398364597);
        agrees(113.912316, 22.543847, 113.9171764808363, 22.540796131694766);
        agrees(116.377817, 39.911954, 116.38404722455657, 39.91334545536069);
    }

    private static void agrees(double longitude, double latitude, double shiftedLongitude, double shiftedLatitude) {
        LonLat there = Gcj02.fromWgs84(new LonLat(longitude, latitude));
        assertThat(there.longitude()).isCloseTo(shiftedLongitude, within(1e-9));
        assertThat(there.latitude()).isCloseTo(shiftedLatitude, within(1e-9));
        LonLat back = CoordinateSystem.GCJ02.toWgs84(shiftedLongitude, shiftedLatitude);
        assertThat(back.longitude()).isCloseTo(longitude, within(1e-9));
        assertThat(back.latitude()).isCloseTo(latitude, within(1e-9));
    }

    @Property(tries = 1000)
    void findsThePlaceThatWasShifted(
            @ForAll @DoubleRange(min = 73, max = 136) double longitude,
            @ForAll @DoubleRange(min = 3, max = 54) double latitude) {
        LonLat place = new LonLat(longitude, latitude);
        LonLat shifted = Gcj02.fromWgs84(place);
        LonLat back = Gcj02.toWgs84(shifted);
        assertThat(back.longitude()).isCloseTo(longitude, within(MICROMETRE_DEGREES));
        assertThat(back.latitude()).isCloseTo(latitude, within(MICROMETRE_DEGREES));
        double movedM = Math.hypot(
                (shifted.longitude() - longitude) * 111_320 * Math.cos(Math.toRadians(latitude)),
                (shifted.latitude() - latitude) * 111_320);
        assertThat(movedM).isLessThan(1500);
    }

    @Property(tries = 200)
    void shiftsNothingOutside(
            @ForAll @DoubleRange(min = -180, max = 72) double longitude,
            @ForAll @DoubleRange(min = -90, max = 90) double latitude) {
        assertThat(CoordinateSystem.GCJ02.toWgs84(longitude, latitude)).isEqualTo(new LonLat(longitude, latitude));
    }

    @Property(tries = 300)
    void webMercatorComesBack(
            @ForAll @DoubleRange(min = -179, max = 179) double longitude,
            @ForAll @DoubleRange(min = -80, max = 80) double latitude) {
        double x = Math.toRadians(longitude) * 6378137;
        double y = Math.log(Math.tan(Math.PI / 4 + Math.toRadians(latitude) / 2)) * 6378137;
        LonLat back = CoordinateSystem.WEB_MERCATOR.toWgs84(x, y);
        assertThat(back.longitude()).isCloseTo(longitude, within(1e-10));
        assertThat(back.latitude()).isCloseTo(latitude, within(1e-10));
    }

    @Test
    void hasItsDoubts() {
        assertThat(doubt(CoordinateSystem.WGS84, 117.0, 36.65)).isEmpty();
        assertThat(doubt(CoordinateSystem.WGS84, 0, 0)).contains("0, 0");
        assertThat(doubt(CoordinateSystem.WGS84, 36.65, 117.0)).contains("exchanged");
        assertThat(doubt(CoordinateSystem.GCJ02, 12_736_381, 3_547_519)).contains("too large");
        assertThat(doubt(CoordinateSystem.WEB_MERCATOR, 117.0, 36.65)).contains("as small as degrees");
        assertThat(doubt(CoordinateSystem.WGS84, 113.3, 23.1)).contains("outside province 37");
    }

    private static String doubt(CoordinateSystem system, double x, double y) {
        return Position.of(system, x, y, "370126").doubt();
    }

    @Test
    void keepsWhatTheSourceWrote() {
        Position position = Position.of(CoordinateSystem.GCJ02, 117.02, 36.66, "370126");
        assertThat(position.x()).isEqualTo(117.02);
        assertThat(position.place()).isNotEqualTo(new LonLat(117.02, 36.66));
        assertThat(Position.of(CoordinateSystem.WGS84, 0, 0, "370126").place()).isNull();
        assertThat(Position.of(CoordinateSystem.WGS84, 113.3, 23.1, "370126").place())
                .isNotNull();
    }
}
