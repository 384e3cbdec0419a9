package org.streetwarden.geometry;

import static org.assertj.core.api.Assertions.assertThat;
import static org.assertj.core.api.Assertions.within;

import java.util.ArrayList;
import java.util.Collections;
import java.util.List;
import java.util.SplittableRandom;
import net.jqwik.api.Arbitraries;
import net.jqwik.api.Arbitrary;
import net.jqwik.api.Combinators;
import net.jqwik.api.ForAll;
import net.jqwik.api.Property;
import net.jqwik.api.Provide;

class PolygonPropertyTest {

    @Property(tries = 300)
    void starShapesAreSoundAndHoldTheirCentre(@ForAll("stars") Polygon star) {
        assertThat(star.problems()).isEmpty();
        assertThat(star.contains(new Point(0.5, 0.5))).isTrue();
    }

    @Property(tries = 300)
    void directionAndStartChangeNothing(@ForAll("stars") Polygon star, @ForAll("boxes") Box box) {
        List<Point> turned = new ArrayList<>(star.corners());
        Collections.reverse(turned);
        Collections.rotate(turned, 2);
        Polygon other = new Polygon(turned);
        assertThat(other.area()).isCloseTo(star.area(), within(1e-12));
        assertThat(other.coverage(box)).isCloseTo(star.coverage(box), within(1e-9));
        assertThat(other.problems()).isEmpty();
    }

    @Property(tries = 200)
    void coverageIsTheShareOfPointsInside(@ForAll("stars") Polygon star, @ForAll("boxes") Box box) {
        SplittableRandom random = new SplittableRandom(7);
        int inside = 0;
        for (int i = 0; i < 4000; i++) {
            double x = box.left() + random.nextDouble() * box.width();
            double y = box.top() + random.nextDouble() * box.height();
            inside += star.contains(new Point(x, y)) ? 1 : 0;
        }
        assertThat(star.coverage(box)).isCloseTo(inside / 4000.0, within(0.05));
    }

    @Property(tries = 200)
    void coverageOfItsBoundsIsItsArea(@ForAll("stars") Polygon star) {
        Box bounds = star.bounds();
        assertThat(star.coverage(bounds) * bounds.area()).isCloseTo(star.area(), within(1e-9));
    }

    @Property(tries = 300)
    void swappingTwoCornersOfAConvexShapeIsFound(@ForAll("convex") Polygon convex) {
        List<Point> corners = new ArrayList<>(convex.corners());
        Collections.swap(corners, 0, 1);
        assertThat(new Polygon(corners).problems()).isNotEmpty();
    }

    @Property(tries = 300)
    void anyCornersGetAnAnswer(@ForAll("anything") List<Double> numbers) {
        double[] coordinates = numbers.stream()
                .mapToDouble(Double::doubleValue)
                .limit(numbers.size() / 2 * 2L)
                .toArray();
        Polygon polygon = Polygon.of(coordinates);
        if (coordinates.length < 6) {
            assertThat(polygon.problems()).isNotEmpty();
        } else if (polygon.problems().isEmpty()) {
            assertThat(polygon.area()).isGreaterThanOrEqualTo(Polygon.MIN_AREA);
        }
    }

    @Provide
    Arbitrary<Polygon> stars() {
        Arbitrary<Double> radius = Arbitraries.doubles().between(0.1, 0.49);
        return radius.list().ofMinSize(4).ofMaxSize(20).map(PolygonPropertyTest::around);
    }

    @Provide
    Arbitrary<Polygon> convex() {
        return Arbitraries.integers().between(4, 20).map(n -> around(Collections.nCopies(n, 0.45)));
    }

    /** Corners at equal angles around the middle of the picture. */
    private static Polygon around(List<Double> radii) {
        List<Point> corners = new ArrayList<>();
        for (int i = 0; i < radii.size(); i++) {
            double angle = 2 * Math.PI * i / radii.size();
            corners.add(new Point(0.5 + radii.get(i) * Math.cos(angle), 0.5 + radii.get(i) * Math.sin(angle)));
        }
        return new Polygon(corners);
    }

    @Provide
    Arbitrary<Box> boxes() {
        Arbitrary<Double> edge = Arbitraries.doubles().between(0, 0.9);
        Arbitrary<Double> size = Arbitraries.doubles().between(0.02, 0.5);
        return Combinators.combine(edge, edge, size, size).as((x, y, w, h) -> new Box(x, y, x + w, y + h));
    }

    @Provide
    Arbitrary<List<Double>> anything() {
        Arbitrary<Double> sane = Arbitraries.doubles().between(0, 1);
        Arbitrary<Double> mad = Arbitraries.of(Double.NaN, Double.POSITIVE_INFINITY, -1e300, 0.0, 1.0, 2.0);
        return Arbitraries.frequencyOf(net.jqwik.api.Tuple.of(8, sane), net.jqwik.api.Tuple.of(1, mad))
                .list()
                .ofMaxSize(40);
    }
}
