package org.streetwarden.directory;

import java.util.Optional;

/**
 * Where a source says that a camera stands, and where that is.
 *
 * @param declared the system of x and y
 * @param x as the source wrote it
 * @param y as the source wrote it
 * @param place null where x and y cannot be a place
 * @param doubt one sentence where the place is none or unlikely; empty else
 */
public record Position(CoordinateSystem declared, double x, double y, LonLat place, String doubt) {

    private static final double CHINA_WEST = 73;
    private static final double CHINA_EAST = 136;
    private static final double CHINA_SOUTH = 3;
    private static final double CHINA_NORTH = 54;

    /**
     * Converts once and judges what comes out.
     *
     * @param x finite
     * @param y finite
     * @param division digits of the division that owns the camera, at least two
     */
    static Position of(CoordinateSystem system, double x, double y, String division) {
        return impossible(system, x, y)
                .map(doubt -> new Position(system, x, y, null, doubt))
                .orElseGet(() -> converted(system, x, y, division));
    }

    private static Position converted(CoordinateSystem system, double x, double y, String division) {
        LonLat place = system.toWgs84(x, y);
        if (Divisions.mayHold(division, place)) {
            return new Position(system, x, y, place, "");
        }
        String doubt = "the place %.4f, %.4f lies outside province %s"
                .formatted(place.longitude(), place.latitude(), division.substring(0, 2));
        return new Position(system, x, y, place, doubt);
    }

    private static Optional<String> impossible(CoordinateSystem system, double x, double y) {
        if (x == 0 && y == 0) {
            return Optional.of("0, 0 is no camera's place");
        }
        boolean degrees = system != CoordinateSystem.WEB_MERCATOR;
        if (degrees && inChina(y, x) && !inChina(x, y)) {
            return Optional.of("longitude and latitude look exchanged");
        }
        LonLat place = system.toWgs84(x, y);
        if (Math.abs(place.longitude()) > 180 || Math.abs(place.latitude()) > 90) {
            return Optional.of(
                    degrees
                            ? "expected degrees in %s, found numbers too large for them".formatted(system.id())
                            : "expected metres in web-mercator, found numbers too large for them");
        }
        if (!degrees && Math.abs(x) <= 180 && Math.abs(y) <= 90) {
            return Optional.of("expected metres in web-mercator, found numbers as small as degrees");
        }
        return Optional.empty();
    }

    private static boolean inChina(double longitude, double latitude) {
        return longitude >= CHINA_WEST && longitude <= CHINA_EAST && latitude >= CHINA_SOUTH && latitude <= CHINA_NORTH;
    }
}
