package org.streetwarden.flight;

import org.streetwarden.directory.LonLat;

/**
 * Whether a gimbal's yaw is counted from the aircraft's nose instead of north: then it stays near 0 while the flight turns.
 * One thread.
 */
final class YawCheck {

    private static final double LEG_M = 5;
    private static final int LEAST_LEGS = 12;
    private static final double STEADY = 0.97;
    private static final double TURNING = 0.75;
    private static final double NEAR_ZERO_DEG = 15;
    private static final double WITH_NOSE_DEG = 30;

    private LonLat from;
    private LocalPlane plane;
    private int legs;
    private int withNose;
    private double yawSine;
    private double yawCosine;
    private double courseSine;
    private double courseCosine;

    void pose(Pose pose) {
        if (pose.position() == null || pose.gimbal() == null) {
            return;
        }
        if (from == null) {
            from = pose.position();
            plane = new LocalPlane(from);
            return;
        }
        double eastM = plane.eastM(pose.position()) - plane.eastM(from);
        double northM = plane.northM(pose.position()) - plane.northM(from);
        if (eastM * eastM + northM * northM >= LEG_M * LEG_M) {
            leg(Math.atan2(eastM, northM), pose);
            from = pose.position();
        }
    }

    private void leg(double course, Pose pose) {
        legs++;
        double yaw = Math.toRadians(pose.gimbal().yawDeg());
        yawSine += Math.sin(yaw);
        yawCosine += Math.cos(yaw);
        courseSine += Math.sin(course);
        courseCosine += Math.cos(course);
        boolean follows = pose.aircraft() != null
                && Math.abs(Attitude.wrapped(
                                pose.gimbal().yawDeg() - pose.aircraft().yawDeg()))
                        < WITH_NOSE_DEG;
        withNose += follows ? 1 : 0;
    }

    boolean looksRelative() {
        boolean steady = Math.hypot(yawSine, yawCosine) > STEADY * legs;
        boolean turning = Math.hypot(courseSine, courseCosine) < TURNING * legs;
        double meanDeg = Math.toDegrees(Math.atan2(yawSine, yawCosine));
        return legs >= LEAST_LEGS && steady && turning && Math.abs(meanDeg) < NEAR_ZERO_DEG && withNose < legs / 2;
    }
}
