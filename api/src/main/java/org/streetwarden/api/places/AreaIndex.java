package org.streetwarden.api.places;

import java.util.Collection;
import java.util.Comparator;
import java.util.List;
import java.util.Map;
import java.util.Optional;
import org.locationtech.jts.algorithm.locate.SimplePointInAreaLocator;
import org.locationtech.jts.geom.Coordinate;
import org.locationtech.jts.geom.Envelope;
import org.locationtech.jts.geom.Geometry;
import org.locationtech.jts.geom.Location;
import org.locationtech.jts.geom.util.AffineTransformation;
import org.locationtech.jts.index.strtree.STRtree;

/**
 * Finds the one area of a layer that a point belongs to: of those that hold it or have it on their border, the one whose
 * centre is nearest; where several are as near, the smaller code. A point in a gap belongs to the nearest area within
 * {@link #GAP_M}, of several as near to that with the smaller code. Immutable and thread-safe.
 */
final class AreaIndex {

    /** Neighbours that were drawn apart leave gaps no wider than this. */
    static final double GAP_M = 10;

    private static final double METRES_PER_DEGREE = 111_195;

    private final STRtree tree = new STRtree();
    private final AffineTransformation toMetres;

    /** An area in metres. */
    private record Area(String code, Geometry geometry, Coordinate centre) {}

    /** A candidate. */
    private record Near(Area area, double metres) {}

    /** @param areas in degrees, WGS-84, by code */
    AreaIndex(Map<String, Geometry> areas) {
        toMetres = scale(areas.values());
        areas.forEach((code, degrees) -> {
            Geometry metres = toMetres.transform(degrees);
            Envelope reach = metres.getEnvelopeInternal();
            reach.expandBy(GAP_M);
            tree.insert(reach, new Area(code, metres, metres.getCentroid().getCoordinate()));
        });
        tree.build();
    }

    /** A linear one, so that what is a border in degrees is the same border in metres. */
    private static AffineTransformation scale(Collection<Geometry> areas) {
        Envelope all = new Envelope();
        areas.forEach(area -> all.expandToInclude(area.getEnvelopeInternal()));
        double latitude = all.isNull() ? 0 : all.centre().y;
        return AffineTransformation.scaleInstance(
                METRES_PER_DEGREE * Math.cos(Math.toRadians(latitude)), METRES_PER_DEGREE);
    }

    /** The code of the area; empty where none is there. */
    Optional<String> at(double longitude, double latitude) {
        Coordinate point = toMetres.transform(new Coordinate(longitude, latitude), new Coordinate());
        List<?> found = tree.query(new Envelope(point));
        List<Area> candidates = found.stream().map(Area.class::cast).toList();
        Optional<String> holding = nearest(candidates.stream()
                .filter(area -> SimplePointInAreaLocator.locate(point, area.geometry()) != Location.EXTERIOR)
                .map(area -> new Near(area, area.centre().distance(point)))
                .toList());
        return holding.isPresent() || candidates.isEmpty() ? holding : nearest(gaps(candidates, point));
    }

    private static List<Near> gaps(List<Area> candidates, Coordinate point) {
        return candidates.stream()
                .map(area -> new Near(
                        area,
                        area.geometry().distance(area.geometry().getFactory().createPoint(point))))
                .filter(near -> near.metres() <= GAP_M)
                .toList();
    }

    private static Optional<String> nearest(List<Near> candidates) {
        return candidates.stream()
                .min(Comparator.comparingDouble(Near::metres)
                        .thenComparing(near -> near.area().code()))
                .map(near -> near.area().code());
    }
}
