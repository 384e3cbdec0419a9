package org.streetwarden.flight;

/**
 * How wrong each thing may be that a position on the ground follows from; one standard deviation each.
 *
 * @param pitchDeg the gimbal's pitch and roll
 * @param yawDeg the gimbal's yaw, which rests on a compass
 * @param focalShare the focal length, as a share of it
 * @param pictureShare where a thing stands in the picture, as a share of its width, besides what its box leaves open
 * @param heightM the aircraft's height above take-off
 * @param gpsM its position, along each axis
 * @param clockS telemetry against the video
 */
public record ErrorBudget(
        double pitchDeg,
        double yawDeg,
        double focalShare,
        double pictureShare,
        double heightM,
        double gpsM,
        double clockS) {

    /** Aircraft with a plain receiver: makers' sheets and {@link ClockFit} where they speak, else our guess. */
    public static final ErrorBudget PLAIN = new ErrorBudget(0.6, 2, 0.02, 0.003, 1.5, 1.5, 0.4);

    /** With a fixed RTK solution, for photographs, which have no clock to fit. */
    public static final ErrorBudget RTK_PHOTO = new ErrorBudget(0.3, 1, 0.01, 0.003, 0.3, 0.05, 0);

    public ErrorBudget withClock(ClockFit fit) {
        return new ErrorBudget(pitchDeg, yawDeg, focalShare, pictureShare, heightM, gpsM, fit.unsureUs() / 1e6);
    }
}
