package org.streetwarden.api.places;

import static org.assertj.core.api.Assertions.assertThat;

import java.util.HashMap;
import java.util.List;
import java.util.Map;
import java.util.Optional;
import java.util.Random;
import net.jqwik.api.ForAll;
import net.jqwik.api.Property;
import net.jqwik.api.constraints.DoubleRange;
import net.jqwik.api.constraints.IntRange;
import org.junit.jupiter.api.Test;
import org.locationtech.jts.geom.Coordinate;
import org.locationtech.jts.geom.Geometry;
import org.locationtech.jts.geom.GeometryFactory;
import org.locationtech.jts.geom.Polygon;

class AreaIndexTest {

    private static final GeometryFactory GEOMETRIES = new GeometryFactory();
    private static final double WEST = 117.1;
    private static final double SOUTH = 36.9;

    /** About 90 by 111 m. */
    private static final double CELL = 0.001;

    private static final int SIDE = 6;

    /** A crooked partition: the corners of a square lattice, moved. */
    private static final Coordinate[][] CORNERS = corners();

    private static final AreaIndex PARTITION = new AreaIndex(partition());

    private static Coordinate[][] corners() {
        Random random = new Random(5);
        Coordinate[][] corners = new Coordinate[SIDE + 1][SIDE + 1];
        for (int row = 0; row <= SIDE; row++) {
            for (int column = 0; column <= SIDE; column++) {
                boolean inner = row > 0 && row < SIDE && column > 0 && column < SIDE;
                corners[row][column] = new Coordinate(
                        WEST + CELL * (column + (inner ? random.nextDouble(-0.3, 0.3) : 0)),
                        SOUTH + CELL * (row + (inner ? random.nextDouble(-0.3, 0.3) : 0)));
            }
        }
        return corners;
    }

    private static Map<String, Geometry> partition() {
        Map<String, Geometry> areas = new HashMap<>();
        for (int row = 0; row < SIDE; row++) {
            for (int column = 0; column < SIDE; column++) {
                areas.put("%d-%d".formatted(row, column), cell(row, column));
            }
        }
        return areas;
    }

    private static Polygon cell(int row, int column) {
        return GEOMETRIES.createPolygon(new Coordinate[] {
            CORNERS[row][column],
            CORNERS[row][column + 1],
            CORNERS[row + 1][column + 1],
            CORNERS[row + 1][column],
            CORNERS[row][column]
        });
    }

    private static Polygon square(double west, double south, double side) {
        return GEOMETRIES.createPolygon(new Coordinate[] {
            new Coordinate(west, south),
            new Coordinate(west + side, south),
            new Coordinate(west + side, south + side),
            new Coordinate(west, south + side),
            new Coordinate(west, south)
        });
    }

    @Property(tries = 1000)
    void findsTheOneAreaOfAPartition(
            @ForAll @DoubleRange(max = SIDE) double across, @ForAll @DoubleRange(max = SIDE) double up) {
        Coordinate point = new Coordinate(WEST + CELL * across, SOUTH + CELL * up);
        List<String> holding = partition().entrySet().stream()
                .filter(area -> area.getValue().covers(GEOMETRIES.createPoint(point)))
                .map(Map.Entry::getKey)
                .toList();
        Optional<String> found = PARTITION.at(point.x, point.y);
        assertThat(found).isPresent();
        if (!holding.isEmpty()) {
            assertThat(holding).contains(found.get());
        }
        if (holding.size() == 1) {
            assertThat(found.get()).isEqualTo(holding.getFirst());
        }
    }

    @Property(tries = 100)
    void findsOneAreaAtEveryCorner(@ForAll @IntRange(max = SIDE) int row, @ForAll @IntRange(max = SIDE) int column) {
        Coordinate corner = CORNERS[row][column];
        Optional<String> found = PARTITION.at(corner.x, corner.y);
        assertThat(found).isPresent().isEqualTo(PARTITION.at(corner.x, corner.y));
        String[] at = found.get().split("-", -1);
        assertThat(Integer.parseInt(at[0])).isBetween(row - 1, row);
        assertThat(Integer.parseInt(at[1])).isBetween(column - 1, column);
    }

    @Test
    void givesABorderToTheNearerCentreAndThenToTheSmallerCode() {
        AreaIndex index = new AreaIndex(Map.of(
                "b", square(WEST, SOUTH, CELL),
                "a", square(WEST + CELL, SOUTH, CELL),
                "c", square(WEST - 3 * CELL, SOUTH, 3 * CELL)));
        assertThat(index.at(WEST + CELL, SOUTH + CELL / 2)).hasValue("a");
        assertThat(index.at(WEST, SOUTH + CELL / 2)).hasValue("b");
    }

    @Test
    void bridgesGapsAndNoMore() {
        double metre = 1 / 111_195.0;
        AreaIndex index = new AreaIndex(
                Map.of("south", square(WEST, SOUTH, CELL), "north", square(WEST, SOUTH + CELL + 8 * metre, CELL)));
        assertThat(index.at(WEST + CELL / 2, SOUTH + CELL + 3 * metre)).hasValue("south");
        assertThat(index.at(WEST + CELL / 2, SOUTH + CELL + 5 * metre)).hasValue("north");
        assertThat(index.at(WEST + CELL / 2, SOUTH - 9 * metre)).hasValue("south");
        assertThat(index.at(WEST + CELL / 2, SOUTH - 11 * metre)).isEmpty();
        assertThat(new AreaIndex(Map.of()).at(WEST, SOUTH)).isEmpty();
    }

    @Test
    void leavesHolesOut() {
        Polygon ring = GEOMETRIES.createPolygon(
                square(WEST, SOUTH, 4 * CELL).getExteriorRing(), new org.locationtech.jts.geom.LinearRing[] {
                    square(WEST + CELL, SOUTH + CELL, 2 * CELL).getExteriorRing()
                });
        AreaIndex index = new AreaIndex(Map.of("ring", ring));
        assertThat(index.at(WEST + CELL / 2, SOUTH + CELL)).hasValue("ring");
        assertThat(index.at(WEST + 2 * CELL, SOUTH + 2 * CELL)).isEmpty();
    }
}
