package org.streetwarden.flight;

import org.streetwarden.directory.LonLat;

/**
 * Where an aircraft was and how its camera looked at one time. Doubles throughout: a float is off by up to 0.7 m at 117
 * degrees east.
 *
 * @param timeUs on the telemetry's clock, which is the video's but for a {@link ClockFit}
 * @param position WGS-84; null where unknown
 * @param stepDegrees the last decimal that positions were written with; 0 where unknown
 * @param gimbal the camera's attitude, yaw against north; null where unknown
 * @param aircraft the airframe's attitude; null where unknown
 * @param target null where no range finder spoke
 */
public record Pose(
        long timeUs,
        LonLat position,
        double stepDegrees,
        Heights heights,
        Attitude gimbal,
        Attitude aircraft,
        Lens lens,
        LaserTarget target,
        Provenance provenance) {

    /** Between this and a later pose: places and heights in a straight line, angles by the shorter way. */
    Pose towards(Pose later, long atUs) {
        double share = later.timeUs == timeUs ? 0 : (double) (atUs - timeUs) / (later.timeUs - timeUs);
        Pose nearer = share < 0.5 ? this : later;
        return new Pose(
                atUs,
                between(position, later.position, share),
                Math.max(stepDegrees, later.stepDegrees),
                heights.towards(later.heights, share),
                between(gimbal, later.gimbal, share),
                between(aircraft, later.aircraft, share),
                nearer.lens,
                nearer.target,
                Provenance.INTERPOLATED);
    }

    private static LonLat between(LonLat from, LonLat to, double share) {
        if (from == null || to == null) {
            return null;
        }
        double east = Attitude.wrapped(to.longitude() - from.longitude());
        return new LonLat(
                Attitude.wrapped(from.longitude() + share * east),
                from.latitude() + share * (to.latitude() - from.latitude()));
    }

    private static Attitude between(Attitude from, Attitude to, double share) {
        return from == null || to == null ? null : from.towards(to, share);
    }
}
