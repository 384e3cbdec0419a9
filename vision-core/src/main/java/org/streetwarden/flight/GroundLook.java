package org.streetwarden.flight;

import org.streetwarden.directory.LonLat;
import org.streetwarden.flight.GroundFix.Placed;
import org.streetwarden.geometry.Box;

/**
 * One thing in one picture of a flight, placed on the ground.
 *
 * @param atUs when the picture was taken, on the flight's timeline; no two pictures have the same
 * @param label the model's word
 * @param score 0 to 1
 * @param from where the camera was
 * @param areaM2 ground that it covers; NaN where the picture does not say
 * @param areaShare how wrong that is as a share of it, by what all pictures of a flight have in common; one standard deviation
 */
public record GroundLook(
        long atUs, String label, double score, Box box, Placed fix, LonLat from, double areaM2, double areaShare) {

    /** The angle at the thing between this camera and another's, degrees. */
    double turnedDeg(GroundLook other) {
        double[] here = towardsCamera();
        double[] there = other.towardsCamera();
        double cosine = here[0] * there[0] + here[1] * there[1] + here[2] * there[2];
        return Math.toDegrees(Math.acos(Math.clamp(cosine, -1, 1)));
    }

    /** East, north, up; of length 1. */
    private double[] towardsCamera() {
        LocalPlane plane = new LocalPlane(fix.place());
        double course = Math.atan2(plane.eastM(from), plane.northM(from));
        double up = Math.toRadians(Double.isNaN(fix.depressionDeg()) ? 90 : fix.depressionDeg());
        return new double[] {Math.cos(up) * Math.sin(course), Math.cos(up) * Math.cos(course), Math.sin(up)};
    }
}
