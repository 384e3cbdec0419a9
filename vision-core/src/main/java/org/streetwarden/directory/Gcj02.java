package org.streetwarden.directory;

/**
 * The shift between WGS-84 and GCJ-02, by the formula that map makers' open libraries agree on. The state's own is not
 * published; they agree to about a metre. Outside the rectangle around China nothing is shifted.
 */
final class Gcj02 {

    private static final double SEMI_MAJOR_M = 6378245.0;
    private static final double ECCENTRICITY_SQUARED = 0.006693421622965943;
    private static final double CENTRE_LONGITUDE = 105.0;
    private static final double CENTRE_LATITUDE = 35.0;
    private static final double WEST = 72.004;
    private static final double EAST = 137.8347;
    private static final double SOUTH = 0.8293;
    private static final double NORTH = 55.8271;
    private static final int MAX_STEPS = 20;
    private static final double ENOUGH_DEGREES = 1e-12;

    private Gcj02() {}

    static boolean shifts(LonLat place) {
        return place.longitude() >= WEST
                && place.longitude() <= EAST
                && place.latitude() >= SOUTH
                && place.latitude() <= NORTH;
    }

    /** Where GCJ-02 puts a place of WGS-84. */
    static LonLat fromWgs84(LonLat wgs84) {
        return shifts(wgs84) ? shifted(wgs84) : wgs84;
    }

    /** The place that GCJ-02 puts there: guessed, shifted, and corrected by what it missed until it misses nothing. */
    static LonLat toWgs84(LonLat gcj02) {
        if (!shifts(gcj02)) {
            return gcj02;
        }
        LonLat guess = gcj02;
        for (int step = 0; step < MAX_STEPS; step++) {
            LonLat there = shifted(guess);
            double missedEast = gcj02.longitude() - there.longitude();
            double missedNorth = gcj02.latitude() - there.latitude();
            guess = new LonLat(guess.longitude() + missedEast, guess.latitude() + missedNorth);
            if (Math.abs(missedEast) < ENOUGH_DEGREES && Math.abs(missedNorth) < ENOUGH_DEGREES) {
                break;
            }
        }
        return guess;
    }

    private static LonLat shifted(LonLat wgs84) {
        double x = wgs84.longitude() - CENTRE_LONGITUDE;
        double y = wgs84.latitude() - CENTRE_LATITUDE;
        double latitude = Math.toRadians(wgs84.latitude());
        double flat = 1 - ECCENTRICITY_SQUARED * Math.sin(latitude) * Math.sin(latitude);
        double meridianM = SEMI_MAJOR_M * (1 - ECCENTRICITY_SQUARED) / (flat * Math.sqrt(flat));
        double parallelM = SEMI_MAJOR_M / Math.sqrt(flat) * Math.cos(latitude);
        return new LonLat(
                wgs84.longitude() + Math.toDegrees(eastM(x, y) / parallelM),
                wgs84.latitude() + Math.toDegrees(northM(x, y) / meridianM));
    }

    private static double eastM(double x, double y) {
        double metres = 300.0 + x + 2.0 * y + 0.1 * x * x + 0.1 * x * y + 0.1 * Math.sqrt(Math.abs(x));
        return metres
                + ripple(x)
                + (20.0 * Math.sin(x * Math.PI) + 40.0 * Math.sin(x / 3.0 * Math.PI)) * 2.0 / 3.0
                + (150.0 * Math.sin(x / 12.0 * Math.PI) + 300.0 * Math.sin(x / 30.0 * Math.PI)) * 2.0 / 3.0;
    }

    private static double northM(double x, double y) {
        double metres = -100.0 + 2.0 * x + 3.0 * y + 0.2 * y * y + 0.1 * x * y + 0.2 * Math.sqrt(Math.abs(x));
        return metres
                + ripple(x)
                + (20.0 * Math.sin(y * Math.PI) + 40.0 * Math.sin(y / 3.0 * Math.PI)) * 2.0 / 3.0
                + (160.0 * Math.sin(y / 12.0 * Math.PI) + 320.0 * Math.sin(y * Math.PI / 30.0)) * 2.0 / 3.0;
    }

    private static double ripple(double x) {
        return (20.0 * Math.sin(6.0 * x * Math.PI) + 20.0 * Math.sin(2.0 * x * Math.PI)) * 2.0 / 3.0;
    }
}
