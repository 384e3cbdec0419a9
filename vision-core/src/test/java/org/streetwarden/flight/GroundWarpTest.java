package org.streetwarden.flight;

import static org.assertj.core.api.Assertions.assertThat;
import static org.assertj.core.api.Assertions.within;

import java.util.List;
import java.util.stream.Stream;
import net.jqwik.api.ForAll;
import net.jqwik.api.Property;
import net.jqwik.api.constraints.DoubleRange;
import org.junit.jupiter.api.Test;
import org.streetwarden.directory.LonLat;
import org.streetwarden.geometry.Point;

class GroundWarpTest {

    private static final LonLat ORIGIN = new LonLat(117.1, 36.9);
    private static final double ASPECT = 16 / 9.0;
    private static final double FOCAL_WIDTHS = 0.7;
    private static final double HEIGHT_M = 100;

    /** The ground under a picture's point, of a camera that looks at a yaw and so far below the horizon. */
    private static LonLat ground(double x, double y, double yawDeg, double depressionDeg) {
        double right = (x - 0.5) / FOCAL_WIDTHS;
        double down = (y - 0.5) / ASPECT / FOCAL_WIDTHS;
        double t = Math.toRadians(depressionDeg);
        double forward = Math.cos(t) - down * Math.sin(t);
        double below = Math.sin(t) + down * Math.cos(t);
        double ahead = HEIGHT_M * forward / below;
        double aside = HEIGHT_M * right / below;
        double yaw = Math.toRadians(yawDeg);
        return new LocalPlane(ORIGIN)
                .at(ahead * Math.sin(yaw) + aside * Math.cos(yaw), ahead * Math.cos(yaw) - aside * Math.sin(yaw));
    }

    @Property(tries = 200)
    void findsEveryPlaceWhereACameraSeesIt(
            @ForAll @DoubleRange(max = 1) double x,
            @ForAll @DoubleRange(max = 1) double y,
            @ForAll @DoubleRange(max = 360) double yawDeg,
            @ForAll @DoubleRange(min = 50, max = 90) double depressionDeg) {
        List<LonLat> footprint = Stream.of(new Point(0, 0), new Point(1, 0), new Point(1, 1), new Point(0, 1))
                .map(corner -> ground(corner.x(), corner.y(), yawDeg, depressionDeg))
                .toList();
        double inX = 0.001 + 0.998 * x;
        double inY = 0.001 + 0.998 * y;
        Point found = GroundWarp.of(footprint)
                .orElseThrow()
                .pictured(ground(inX, inY, yawDeg, depressionDeg))
                .orElseThrow();
        assertThat(found.x()).isCloseTo(inX, within(1e-4));
        assertThat(found.y()).isCloseTo(inY, within(1e-4));
    }

    @Test
    void showsNothingOutsideThePicture() {
        List<LonLat> square =
                List.of(new LonLat(117.1, 36.901), new LonLat(117.101, 36.901), new LonLat(117.101, 36.9), ORIGIN);
        assertThat(GroundWarp.of(square).orElseThrow().pictured(new LonLat(117.1015, 36.9005)))
                .isEmpty();
    }

    @Test
    void needsFourCornersThatSpanGround() {
        assertThat(GroundWarp.of(List.of())).isEmpty();
        assertThat(GroundWarp.of(List.of(ORIGIN, ORIGIN, ORIGIN, ORIGIN))).isEmpty();
        LonLat east = new LonLat(117.101, 36.9);
        assertThat(GroundWarp.of(List.of(ORIGIN, east, ORIGIN, east))).isEmpty();
    }
}
