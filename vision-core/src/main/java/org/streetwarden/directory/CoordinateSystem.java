package org.streetwarden.directory;

import java.util.Arrays;
import java.util.Optional;
import java.util.stream.Collectors;

/** In which system a source states its coordinates; they are converted once, when they are read. */
public enum CoordinateSystem {
    WGS84("wgs84"),
    /** The national frame; within a metre of WGS-84, so taken as it. */
    CGCS2000("cgcs2000"),
    /** What domestic maps show: WGS-84 shifted by some hundred metres. */
    GCJ02("gcj02"),
    /** Metres of EPSG:3857, as some city platforms keep them. */
    WEB_MERCATOR("web-mercator");

    private static final double SPHERE_M = 6378137.0;

    private final String id;

    CoordinateSystem(String id) {
        this.id = id;
    }

    /** As people write it. */
    public String id() {
        return id;
    }

    /** Every id, for messages. */
    public static String ids() {
        return Arrays.stream(values()).map(CoordinateSystem::id).collect(Collectors.joining(", "));
    }

    public static Optional<CoordinateSystem> of(String id) {
        return Arrays.stream(values()).filter(system -> system.id.equals(id)).findFirst();
    }

    /**
     * The place.
     *
     * @param x degrees east, or metres east of Greenwich in Web-Mercator; finite
     * @param y degrees north, or metres north of the equator; finite
     */
    public LonLat toWgs84(double x, double y) {
        return switch (this) {
            case WGS84, CGCS2000 -> new LonLat(x, y);
            case GCJ02 -> Gcj02.toWgs84(new LonLat(x, y));
            case WEB_MERCATOR ->
                new LonLat(Math.toDegrees(x / SPHERE_M), Math.toDegrees(Math.atan(Math.sinh(y / SPHERE_M))));
        };
    }

    /**
     * The same place as this system states it.
     *
     * @return degrees east and north, or metres in Web-Mercator
     */
    public LonLat fromWgs84(LonLat place) {
        return switch (this) {
            case WGS84, CGCS2000 -> place;
            case GCJ02 -> Gcj02.fromWgs84(place);
            case WEB_MERCATOR ->
                new LonLat(
                        SPHERE_M * Math.toRadians(place.longitude()),
                        SPHERE_M * Math.log(Math.tan(Math.PI / 4 + Math.toRadians(place.latitude()) / 2)));
        };
    }
}
