package org.streetwarden.flight;

import org.streetwarden.directory.LonLat;
import org.streetwarden.geometry.Point;

/**
 * A pinhole camera the other way round, written apart from what it tests: places become earth-centred coordinates, the camera
 * three directions in space, and the picture two dot products.
 */
record Photograph(LonLat camera, double aboveEllipsoidM, Attitude attitude, double focalWidths, double aspect) {

    private static final double A = 6378137.0;
    private static final double F = 1 / 298.257223563;

    /** Where a place shows, as fractions of the picture; null where it lies behind the camera. */
    Point shows(LonLat place, double placeAboveEllipsoidM) {
        double[] to = minus(earthCentred(place, placeAboveEllipsoidM), earthCentred(camera, aboveEllipsoidM));
        double lon = Math.toRadians(camera.longitude());
        double lat = Math.toRadians(camera.latitude());
        double[] east = {-Math.sin(lon), Math.cos(lon), 0};
        double[] up = {Math.cos(lat) * Math.cos(lon), Math.cos(lat) * Math.sin(lon), Math.sin(lat)};
        double[] north = cross(up, east);
        double yaw = Math.toRadians(attitude.yawDeg());
        double pitch = Math.toRadians(attitude.pitchDeg());
        double roll = Math.toRadians(attitude.rollDeg());
        double[] level = sum(north, Math.cos(yaw), east, Math.sin(yaw));
        double[] axis = sum(level, Math.cos(pitch), up, Math.sin(pitch));
        double[] rightLevel = sum(east, Math.cos(yaw), north, -Math.sin(yaw));
        double[] downLevel = cross(axis, rightLevel);
        double[] right = sum(rightLevel, Math.cos(roll), downLevel, Math.sin(roll));
        double[] down = sum(downLevel, Math.cos(roll), rightLevel, -Math.sin(roll));
        double depth = dot(to, axis);
        return depth <= 0
                ? null
                : new Point(
                        0.5 + focalWidths * dot(to, right) / depth, 0.5 + focalWidths * aspect * dot(to, down) / depth);
    }

    private static double[] earthCentred(LonLat place, double heightM) {
        double lon = Math.toRadians(place.longitude());
        double lat = Math.toRadians(place.latitude());
        double e2 = F * (2 - F);
        double n = A / Math.sqrt(1 - e2 * Math.sin(lat) * Math.sin(lat));
        return new double[] {
            (n + heightM) * Math.cos(lat) * Math.cos(lon),
            (n + heightM) * Math.cos(lat) * Math.sin(lon),
            (n * (1 - e2) + heightM) * Math.sin(lat)
        };
    }

    private static double[] minus(double[] a, double[] b) {
        return sum(a, 1, b, -1);
    }

    private static double[] sum(double[] a, double s, double[] b, double t) {
        return new double[] {s * a[0] + t * b[0], s * a[1] + t * b[1], s * a[2] + t * b[2]};
    }

    private static double dot(double[] a, double[] b) {
        return a[0] * b[0] + a[1] * b[1] + a[2] * b[2];
    }

    private static double[] cross(double[] a, double[] b) {
        return new double[] {a[1] * b[2] - a[2] * b[1], a[2] * b[0] - a[0] * b[2], a[0] * b[1] - a[1] * b[0]};
    }
}
