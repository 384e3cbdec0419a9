package org.streetwarden.flight;

import org.streetwarden.directory.LonLat;

/**
 * One entry of telemetry, as the aircraft wrote it.
 *
 * @param number as written; 0 where none
 * @param fromUs when its subtitle comes up, on the video's clock; {@link #NONE} where nothing says
 * @param toUs when it goes; {@link #NONE} where not written
 * @param localUs the aircraft's clock in microseconds since 1970-01-01T00:00 of a zone that nobody names; {@link #NONE} where
 *     not written
 * @param frame the picture's number; {@link #NONE} where not written
 * @param home where it took off; null where not written
 * @param homeDistanceM level distance to it as the aircraft says; NaN where not written
 * @param satellites NaN where not written
 */
public record TelemetryEntry(
        long number,
        long fromUs,
        long toUs,
        long localUs,
        long frame,
        LonLat home,
        double homeDistanceM,
        double satellites,
        Dialect dialect,
        Pose pose) {

    /** A time or number that was not written. */
    public static final long NONE = Long.MIN_VALUE;
}
