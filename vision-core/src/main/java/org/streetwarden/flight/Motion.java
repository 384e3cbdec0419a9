package org.streetwarden.flight;

/**
 * How fast an aircraft and its camera move.
 *
 * @param eastMps metres a second
 * @param northMps metres a second
 * @param yawDegPerS of the gimbal
 * @param pitchDegPerS of the gimbal
 */
public record Motion(double eastMps, double northMps, double yawDegPerS, double pitchDegPerS) {

    public static final Motion NONE = new Motion(0, 0, 0, 0);

    /** Faster than this, telemetry that is 0.4 s late says a place tens of metres off. */
    private static final double FAST_DEG_PER_S = 10;

    /** Whether the camera turns too fast for its pictures to say where anything is. */
    public boolean turnsFast() {
        return Math.hypot(yawDegPerS, pitchDegPerS) > FAST_DEG_PER_S;
    }

    /** From one pose to a later one; both with a position. {@link #NONE} for two of the same time. */
    public static Motion between(Pose first, Pose second) {
        double seconds = (second.timeUs() - first.timeUs()) / 1e6;
        if (seconds <= 0) {
            return NONE;
        }
        LocalPlane plane = new LocalPlane(first.position());
        boolean turned = first.gimbal() != null && second.gimbal() != null;
        return new Motion(
                plane.eastM(second.position()) / seconds,
                plane.northM(second.position()) / seconds,
                turned
                        ? Attitude.wrapped(second.gimbal().yawDeg()
                                        - first.gimbal().yawDeg())
                                / seconds
                        : 0,
                turned ? (second.gimbal().pitchDeg() - first.gimbal().pitchDeg()) / seconds : 0);
    }
}
