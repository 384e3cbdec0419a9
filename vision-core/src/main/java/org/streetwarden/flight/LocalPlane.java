package org.streetwarden.flight;

import org.streetwarden.directory.LonLat;

/**
 * Metres east and north of a place, by the radii of curvature of the WGS-84 ellipsoid there. Within 5 km of it right to a
 * metre at latitudes up to 70 degrees. Immutable.
 */
final class LocalPlane {

    private static final double SEMI_MAJOR_M = 6378137.0;
    private static final double ECCENTRICITY_SQUARED = 6.69437999014e-3;

    private final LonLat origin;
    private final double metresPerDegreeEast;
    private final double metresPerDegreeNorth;

    LocalPlane(LonLat origin) {
        this.origin = origin;
        double sine = Math.sin(Math.toRadians(origin.latitude()));
        double flat = 1 - ECCENTRICITY_SQUARED * sine * sine;
        double parallelM = SEMI_MAJOR_M / Math.sqrt(flat) * Math.sqrt(1 - sine * sine);
        metresPerDegreeEast = Math.toRadians(Math.max(1, parallelM));
        metresPerDegreeNorth = Math.toRadians(SEMI_MAJOR_M * (1 - ECCENTRICITY_SQUARED) / (flat * Math.sqrt(flat)));
    }

    double eastM(LonLat place) {
        return Attitude.wrapped(place.longitude() - origin.longitude()) * metresPerDegreeEast;
    }

    double northM(LonLat place) {
        return (place.latitude() - origin.latitude()) * metresPerDegreeNorth;
    }

    double distanceM(LonLat place) {
        return Math.hypot(eastM(place), northM(place));
    }

    /** Between two places near the origin. */
    double distanceM(LonLat one, LonLat other) {
        double east = Attitude.wrapped(other.longitude() - one.longitude()) * metresPerDegreeEast;
        return Math.hypot(east, (other.latitude() - one.latitude()) * metresPerDegreeNorth);
    }

    LonLat at(double eastM, double northM) {
        return new LonLat(
                origin.longitude() + eastM / metresPerDegreeEast, origin.latitude() + northM / metresPerDegreeNorth);
    }

    double metresPerDegreeNorth() {
        return metresPerDegreeNorth;
    }
}
