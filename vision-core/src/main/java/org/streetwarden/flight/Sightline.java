package org.streetwarden.flight;

import org.streetwarden.directory.LonLat;

/**
 * A ray from a camera through a place in its picture, followed to the ground. Mutable, so that an error of each kind can be
 * tried; one thread.
 *
 * <p>The ray is {@code (1, (x - 1/2) / f, (y - 1/2) / (f * aspect))} forward, right and down in the camera, f in picture widths;
 * turned by {@code Rz(yaw) Ry(pitch) Rx(roll)} it points north, east and down.
 */
final class Sightline {

    private static final double FARTHEST_M = 5000;
    private static final int HALVINGS = 40;

    double eastM;
    double northM;
    double heightM;
    double yawDeg;
    double pitchDeg;
    double rollDeg;
    double focalWidths;
    double x;
    double y;
    private final double aspect;

    private double north;
    private double east;
    private double down;

    /** @param aspect width of the picture over its height */
    Sightline(double aspect) {
        this.aspect = aspect;
    }

    /** Degrees below the horizon. */
    double depressionDeg() {
        turn();
        return Math.toDegrees(Math.atan2(down, Math.hypot(north, east)));
    }

    private void turn() {
        double right = (x - 0.5) / focalWidths;
        double low = (y - 0.5) / (focalWidths * aspect);
        double sinRoll = Math.sin(Math.toRadians(rollDeg));
        double cosRoll = Math.cos(Math.toRadians(rollDeg));
        double rightLevel = right * cosRoll - low * sinRoll;
        double lowLevel = right * sinRoll + low * cosRoll;
        double sinPitch = Math.sin(Math.toRadians(pitchDeg));
        double cosPitch = Math.cos(Math.toRadians(pitchDeg));
        double ahead = cosPitch + lowLevel * sinPitch;
        down = -sinPitch + lowLevel * cosPitch;
        double sinYaw = Math.sin(Math.toRadians(yawDeg));
        double cosYaw = Math.cos(Math.toRadians(yawDeg));
        north = ahead * cosYaw - rightLevel * sinYaw;
        east = ahead * sinYaw + rightLevel * cosYaw;
    }

    /**
     * Metres east and north where it meets the ground; null where it meets none within 5 km, or leaves the model.
     *
     * @param groundOffM added to the terrain's height
     */
    double[] meets(Terrain terrain, LocalPlane plane, double groundOffM) {
        turn();
        if (down <= 0) {
            return null;
        }
        if (Double.isInfinite(terrain.stepM())) {
            double along = (heightM - groundOffM - terrain.heightM(null)) / down;
            double[] there = at(along);
            return along > 0 && Math.hypot(there[0] - eastM, there[1] - northM) <= FARTHEST_M ? there : null;
        }
        return march(terrain, plane, groundOffM);
    }

    private double[] march(Terrain terrain, LocalPlane plane, double groundOffM) {
        double step = terrain.stepM() / Math.max(Math.hypot(north, east), down);
        double before = 0;
        for (double along = step; along * Math.hypot(north, east) <= FARTHEST_M; along += step) {
            double above = above(terrain, plane, groundOffM, along);
            if (Double.isNaN(above)) {
                return null;
            }
            if (above <= 0) {
                return at(halved(terrain, plane, groundOffM, before, along));
            }
            before = along;
        }
        return null;
    }

    private double halved(Terrain terrain, LocalPlane plane, double groundOffM, double from, double to) {
        double near = from;
        double far = to;
        for (int i = 0; i < HALVINGS; i++) {
            double middle = (near + far) / 2;
            boolean still = above(terrain, plane, groundOffM, middle) > 0;
            near = still ? middle : near;
            far = still ? far : middle;
        }
        return far;
    }

    private double above(Terrain terrain, LocalPlane plane, double groundOffM, double along) {
        double[] there = at(along);
        LonLat place = plane.at(there[0], there[1]);
        return heightM - along * down - terrain.heightM(place) - groundOffM;
    }

    private double[] at(double along) {
        return new double[] {eastM + along * east, northM + along * north};
    }
}
