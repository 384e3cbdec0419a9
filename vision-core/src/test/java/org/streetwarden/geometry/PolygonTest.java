package org.streetwarden.geometry;

import static org.assertj.core.api.Assertions.assertThat;
import static org.assertj.core.api.Assertions.assertThatThrownBy;
import static org.assertj.core.api.Assertions.within;

import java.util.List;
import org.junit.jupiter.api.Test;

class PolygonTest {

    private static final Polygon L_SHAPE = Polygon.of(0, 0, 1, 0, 1, 0.5, 0.5, 0.5, 0.5, 1, 0, 1);

    @Test
    void acceptsSoundShapesInEitherDirection() {
        assertThat(Polygon.PICTURE.problems()).isEmpty();
        assertThat(L_SHAPE.problems()).isEmpty();
        assertThat(Polygon.of(0, 1, 0.5, 1, 0.5, 0.5, 1, 0.5, 1, 0, 0, 0).problems())
                .isEmpty();
        assertThat(Polygon.of(0.1, 0.1, 0.9, 0.1, 0.5, 0.9).problems()).isEmpty();
    }

    @Test
    void namesEveryFaultAtOnce() {
        assertThat(Polygon.of(0.1, 1.5, Double.NaN, 0.2).problems())
                .containsExactly(
                        "polygon: expected 3 to 256 corners, found 2",
                        "corner 1: expected x and y from 0 to 1, found [0.1, 1.5]",
                        "corner 2: expected x and y from 0 to 1, found [NaN, 0.2]");
    }

    @Test
    void namesCrossingEdges() {
        assertThat(Polygon.of(0, 0, 1, 1, 1, 0, 0, 1).problems())
                .containsExactly("polygon: expected edges that do not cross or touch, found edge 1 meeting edge 3");
    }

    @Test
    void refusesFoldedTouchingAndRepeatedCorners() {
        assertThat(Polygon.of(0, 0, 1, 0, 0.5, 0).problems())
                .singleElement()
                .asString()
                .contains("cross or touch");
        assertThat(Polygon.of(0, 0, 1, 0, 1, 1, 1, 1, 0, 1).problems())
                .singleElement()
                .asString()
                .contains("touch");
        assertThat(Polygon.of(0, 0, 1, 0, 0.5, 0.5, 1, 1, 0, 1, 0.5, 0.5).problems())
                .singleElement()
                .asString()
                .contains("touch");
    }

    @Test
    void refusesSlivers() {
        assertThat(Polygon.of(0, 0, 0.005, 0, 0.005, 0.005).problems())
                .containsExactly("polygon: expected an area of at least 1.0E-4 of the picture, found 0.000013");
    }

    @Test
    void refusesMoreCornersThanAPersonDraws() {
        Point corner = new Point(0.5, 0.5);
        assertThat(new Polygon(java.util.Collections.nCopies(257, corner)).problems())
                .containsExactly("polygon: expected 3 to 256 corners, found 257");
    }

    @Test
    void countsItsBorderAsInside() {
        assertThat(Polygon.PICTURE.contains(new Point(0.5, 1))).isTrue();
        assertThat(Polygon.PICTURE.contains(new Point(0, 0))).isTrue();
        assertThat(L_SHAPE.contains(new Point(0.7, 0.5))).isTrue();
        assertThat(L_SHAPE.contains(new Point(0.7, 0.51))).isFalse();
        assertThat(L_SHAPE.contains(new Point(0.25, 0.75))).isTrue();
        assertThat(L_SHAPE.contains(new Point(-0.01, 0.5))).isFalse();
    }

    @Test
    void measuresAreaBoundsAndCoverage() {
        assertThat(L_SHAPE.area()).isCloseTo(0.75, within(1e-12));
        assertThat(L_SHAPE.bounds()).isEqualTo(new Box(0, 0, 1, 1));
        assertThat(L_SHAPE.coverage(new Box(0.25, 0.25, 0.75, 0.75))).isCloseTo(0.75, within(1e-12));
        assertThat(L_SHAPE.coverage(new Box(0.6, 0.6, 0.9, 0.9))).isZero();
        assertThat(L_SHAPE.coverage(new Box(-0.5, 0, 0.5, 0.2))).isCloseTo(0.5, within(1e-12));
        assertThat(L_SHAPE.coverage(new Box(0.2, 0.2, 0.2, 0.4))).as("no area").isZero();
    }

    @Test
    void refusesHalfACorner() {
        assertThatThrownBy(() -> Polygon.of(0, 0, 1)).hasMessageContaining("pairs of x and y, found 3 numbers");
    }

    @Test
    void keepsItsCorners() {
        List<Point> corners = new java.util.ArrayList<>(Polygon.PICTURE.corners());
        Polygon polygon = new Polygon(corners);
        corners.clear();
        assertThat(polygon).isEqualTo(Polygon.PICTURE);
    }
}
