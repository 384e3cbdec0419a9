package org.streetwarden.flight;

import org.streetwarden.directory.LonLat;

/**
 * Where something stands, and how sure that is. Immutable.
 *
 * @param uncertaintyM it stands within so many metres of the place in at least 95 of 100 cases; not negative
 */
public record Whereabouts(LonLat place, double uncertaintyM) {

    /** The same kind this near is one thing, however sure its places are. */
    public static final double NEARBY_M = 15;

    /** How far from its camera a thing may stand that only the camera's place is known of. */
    public static final double CAMERA_REACH_M = 30;

    /** Further apart nothing is taken for the same, however unsure its places are. */
    public static final double FARTHEST_M = 300;

    /** @throws IllegalArgumentException where the uncertainty is no length */
    public Whereabouts {
        if (!(uncertaintyM >= 0 && Double.isFinite(uncertaintyM))) {
            throw new IllegalArgumentException("uncertaintyM: expected metres, found " + uncertaintyM);
        }
    }

    /** Of what a camera sees that stands there. */
    public static Whereabouts nearCamera(LonLat camera) {
        return new Whereabouts(camera, CAMERA_REACH_M);
    }

    public double distanceM(LonLat other) {
        double middle = (place.latitude() + other.latitude()) / 2;
        return new LocalPlane(new LonLat(place.longitude(), middle)).distanceM(place, other);
    }

    /**
     * Whether two sights may be of one thing: within {@code hypot(u, v)} of each other, the 95 % radius of the difference of two
     * independent places, or within {@link #NEARBY_M}.
     */
    public boolean mayBeSame(Whereabouts other) {
        double reach = Math.max(NEARBY_M, Math.hypot(uncertaintyM, other.uncertaintyM));
        return distanceM(other.place) <= Math.min(FARTHEST_M, reach);
    }

    /** Whether they cannot be one thing: further apart than both uncertainties together, and not nearby. */
    public boolean surelyApart(Whereabouts other) {
        return distanceM(other.place) > Math.max(NEARBY_M, uncertaintyM + other.uncertaintyM);
    }
}
