package org.streetwarden.flight;

/**
 * How a body is turned against north, east and down (NED), rotated in the order yaw, pitch, roll (intrinsic ZYX), as DJI
 * writes {@code GimbalYawDegree} and its fellows.
 *
 * @param yawDeg clockwise from north as seen from above
 * @param pitchDeg upward from the horizon; -90 looks straight down
 * @param rollDeg clockwise as seen along the axis of view
 */
public record Attitude(double yawDeg, double pitchDeg, double rollDeg) {

    /** All angles finite and within a turn. */
    public boolean isPossible() {
        return Math.abs(yawDeg) <= 360 && Math.abs(pitchDeg) <= 180 && Math.abs(rollDeg) <= 180;
    }

    /** Between this (0) and another (1), each angle by the shorter way round. */
    Attitude towards(Attitude other, double share) {
        return new Attitude(
                turned(yawDeg, other.yawDeg, share),
                turned(pitchDeg, other.pitchDeg, share),
                turned(rollDeg, other.rollDeg, share));
    }

    private static double turned(double from, double to, double share) {
        return wrapped(from + share * wrapped(to - from));
    }

    /** The same angle from -180 (inclusive) to 180 (exclusive). */
    static double wrapped(double degrees) {
        if (degrees >= -180 && degrees < 180) {
            return degrees;
        }
        double turned = (degrees + 180) % 360;
        return (turned < 0 ? turned + 360 : turned) - 180;
    }
}
