package org.streetwarden.api.places;

import com.fasterxml.jackson.databind.JsonNode;
import com.fasterxml.jackson.databind.node.ArrayNode;
import com.fasterxml.jackson.databind.node.JsonNodeFactory;
import com.fasterxml.jackson.databind.node.ObjectNode;
import java.util.ArrayList;
import java.util.List;
import java.util.Locale;
import org.locationtech.jts.geom.Coordinate;
import org.locationtech.jts.geom.Geometry;
import org.locationtech.jts.geom.GeometryFactory;
import org.locationtech.jts.geom.LinearRing;
import org.locationtech.jts.geom.Polygon;
import org.locationtech.jts.operation.valid.IsValidOp;
import org.locationtech.jts.operation.valid.TopologyValidationError;
import org.streetwarden.directory.CoordinateSystem;
import org.streetwarden.directory.LonLat;

/** GeoJSON's coordinates become geometries in WGS-84, converted once and checked, and are written down as such. */
final class Shapes {

    private static final JsonNodeFactory JSON = JsonNodeFactory.instance;
    private static final GeometryFactory GEOMETRIES = new GeometryFactory();
    private static final int LEAST_POSITIONS = 4;
    private static final double CHINA_WEST = 73;
    private static final double CHINA_EAST = 136;
    private static final double CHINA_SOUTH = 3;
    private static final double CHINA_NORTH = 54;

    private final CoordinateSystem system;

    Shapes(CoordinateSystem system) {
        this.system = system;
    }

    /**
     * The geometry of a row, as it is kept.
     *
     * @param sort GeoJSON's word; areas come out as {@code MultiPolygon}
     * @param coordinates null where there are none
     */
    ObjectNode read(Register.Shape wanted, String sort, JsonNode coordinates) throws CellCheck.Wrong {
        boolean point = wanted == Register.Shape.POINT;
        if (coordinates == null || !(point ? sort.equals("Point") : sort.matches("(Multi)?Polygon"))) {
            throw new CellCheck.Wrong("expected a %s, found %s"
                    .formatted(
                            point ? "Point" : "Polygon or MultiPolygon",
                            sort.isEmpty() ? "none" : CellCheck.shown(sort)));
        }
        if (point) {
            Coordinate place = position(coordinates, "");
            return node("Point", JSON.arrayNode().add(place.x).add(place.y));
        }
        List<Polygon> polygons = new ArrayList<>();
        if (sort.equals("Polygon")) {
            polygons.add(polygon(coordinates, ""));
        } else {
            for (JsonNode each : coordinates) {
                polygons.add(polygon(each, "polygon %d, ".formatted(polygons.size() + 1)));
            }
        }
        if (polygons.isEmpty()) {
            throw new CellCheck.Wrong("expected at least one polygon, found none");
        }
        checkValid(GEOMETRIES.createMultiPolygon(polygons.toArray(Polygon[]::new)));
        ArrayNode all = JSON.arrayNode();
        polygons.forEach(polygon -> all.add(written(polygon)));
        return node("MultiPolygon", all);
    }

    private static ObjectNode node(String type, ArrayNode coordinates) {
        ObjectNode node = JSON.objectNode().put("type", type);
        node.set("coordinates", coordinates);
        return node;
    }

    private Polygon polygon(JsonNode rings, String where) throws CellCheck.Wrong {
        List<LinearRing> read = new ArrayList<>();
        for (JsonNode ring : rings) {
            read.add(ring(ring, "%sring %d".formatted(where, read.size() + 1)));
        }
        if (read.isEmpty()) {
            throw new CellCheck.Wrong(where + "expected a ring, found none");
        }
        return GEOMETRIES.createPolygon(
                read.getFirst(), read.subList(1, read.size()).toArray(LinearRing[]::new));
    }

    private LinearRing ring(JsonNode positions, String where) throws CellCheck.Wrong {
        if (positions.size() < LEAST_POSITIONS) {
            throw new CellCheck.Wrong(
                    "%s: expected at least %d positions, found %d".formatted(where, LEAST_POSITIONS, positions.size()));
        }
        List<Coordinate> read = new ArrayList<>();
        for (JsonNode position : positions) {
            read.add(position(position, "%s, position %d: ".formatted(where, read.size() + 1)));
        }
        if (!read.getFirst().equals2D(read.getLast())) {
            throw new CellCheck.Wrong(where + ": expected an end where it begins, found another place");
        }
        return GEOMETRIES.createLinearRing(read.toArray(Coordinate[]::new));
    }

    private Coordinate position(JsonNode position, String where) throws CellCheck.Wrong {
        double x = position.path(0).asDouble(Double.NaN);
        double y = position.path(1).asDouble(Double.NaN);
        if (!position.path(0).isNumber()
                || !position.path(1).isNumber()
                || !Double.isFinite(x)
                || !Double.isFinite(y)) {
            throw new CellCheck.Wrong(where + "expected two numbers, found something else");
        }
        LonLat place = system.toWgs84(x, y);
        if (!inChina(place.longitude(), place.latitude())) {
            throw new CellCheck.Wrong("%sexpected a place in China in %s, found %s, %s%s"
                    .formatted(
                            where,
                            system.id(),
                            x,
                            y,
                            inChina(place.latitude(), place.longitude())
                                    ? "; longitude and latitude look exchanged"
                                    : ""));
        }
        return new Coordinate(place.longitude(), place.latitude());
    }

    private static boolean inChina(double longitude, double latitude) {
        return longitude >= CHINA_WEST && longitude <= CHINA_EAST && latitude >= CHINA_SOUTH && latitude <= CHINA_NORTH;
    }

    private static void checkValid(Geometry area) throws CellCheck.Wrong {
        TopologyValidationError error = new IsValidOp(area).getValidationError();
        if (error != null) {
            throw new CellCheck.Wrong(
                    "expected an area whose border does not cross or touch itself, found: %s near %.6f, %.6f"
                            .formatted(
                                    error.getMessage().toLowerCase(Locale.ROOT),
                                    error.getCoordinate().x,
                                    error.getCoordinate().y));
        }
    }

    private static ArrayNode written(Polygon polygon) {
        ArrayNode rings = JSON.arrayNode();
        rings.add(written(polygon.getExteriorRing()));
        for (int hole = 0; hole < polygon.getNumInteriorRing(); hole++) {
            rings.add(written(polygon.getInteriorRingN(hole)));
        }
        return rings;
    }

    private static ArrayNode written(LinearRing ring) {
        ArrayNode positions = JSON.arrayNode();
        for (Coordinate each : ring.getCoordinates()) {
            positions.add(JSON.arrayNode().add(each.x).add(each.y));
        }
        return positions;
    }

    /** The geometry that {@link #read} wrote down. */
    static Geometry geometry(JsonNode kept) {
        Shapes asKept = new Shapes(CoordinateSystem.WGS84);
        try {
            if (kept.path("type").asText().equals("Point")) {
                return GEOMETRIES.createPoint(asKept.position(kept.path("coordinates"), ""));
            }
            List<Polygon> polygons = new ArrayList<>();
            for (JsonNode each : kept.path("coordinates")) {
                polygons.add(asKept.polygon(each, ""));
            }
            return GEOMETRIES.createMultiPolygon(polygons.toArray(Polygon[]::new));
        } catch (CellCheck.Wrong impossible) {
            throw new IllegalStateException("what is kept was checked", impossible);
        }
    }
}
