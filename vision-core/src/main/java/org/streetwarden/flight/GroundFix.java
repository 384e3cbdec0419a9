package org.streetwarden.flight;

import org.streetwarden.directory.LonLat;

/** Where on the ground something stands that a picture shows, as far as that can be said. */
public sealed interface GroundFix {

    /**
     * It stands there.
     *
     * @param uncertaintyM it stands within so many metres in at least 95 of 100 cases
     * @param ownM the part of it that changes from picture to picture; the rest is common to a flight's pictures
     * @param depressionDeg how far below the horizon it was seen
     * @param byLaser whether the range finder said it
     */
    record Placed(LonLat place, double uncertaintyM, double ownM, double depressionDeg, boolean byLaser)
            implements GroundFix {

        /** The part of the uncertainty that many pictures of one flight do not lessen. */
        public double commonM() {
            return Math.sqrt(Math.max(0, uncertaintyM * uncertaintyM - ownM * ownM));
        }
    }

    /** It is somewhere near the aircraft, no more; {@code place} is the aircraft's. */
    record Near(LonLat place, double uncertaintyM, Reason why) implements GroundFix {}

    /** Nothing can be said. */
    record Refused(Reason why) implements GroundFix {}

    /** Why a place is not said, or not better. */
    enum Reason {
        NO_POSITION("the aircraft's position is not known"),
        NO_GIMBAL("no gimbal angles"),
        NO_HEIGHT("the height above take-off is not known"),
        TOO_LOW("the aircraft is not above the ground"),
        ABOVE_HORIZON("it is seen above the horizon"),
        TOO_SHALLOW("it is seen less than 20 degrees below the horizon"),
        OFF_TERRAIN("the elevation model does not reach there"),
        TURNING("the camera was turning fast, and telemetry may be late");

        private final String meaning;

        Reason(String meaning) {
            this.meaning = meaning;
        }

        public String meaning() {
            return meaning;
        }
    }
}
