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
        NO_POSITION("飞行器位置未知", "the aircraft's position is not known"),
        NO_GIMBAL("没有云台角度", "no gimbal angles"),
        NO_HEIGHT("相对起飞点高度未知", "the height above take-off is not known"),
        TOO_LOW("飞行器不在地面之上", "the aircraft is not above the ground"),
        ABOVE_HORIZON("位于地平线以上", "it is seen above the horizon"),
        TOO_SHALLOW("俯角小于 20 度", "it is seen less than 20 degrees below the horizon"),
        OFF_TERRAIN("超出高程模型范围", "the elevation model does not reach there"),
        TURNING("镜头快速转动，遥测可能滞后", "the camera was turning fast, and telemetry may be late");

        private final String chinese;
        private final String english;

        Reason(String chinese, String english) {
            this.chinese = chinese;
            this.english = english;
        }

        public String chinese() {
            return chinese;
        }

        public String english() {
            return english;
        }
    }
}
