package org.streetwarden.api.coverage;

import java.time.Duration;
import java.time.Instant;
import java.time.LocalDate;
import java.time.ZoneOffset;

/**
 * Every living camera is seen at least this often. Time is cut into windows of that length, from midnight UTC on.
 *
 * @param every whole minutes that divide an hour
 * @param share of the living cameras that must be seen in a window, above 0 and at most 1
 */
public record CoveragePromise(Duration every, double share) {

    /** How late a report may be: a worker's interval and the road to the database. */
    public static final Duration SLACK = Duration.ofMinutes(1);

    /** A camera that nobody has reported for so long belongs to no worker that lives. */
    static final Duration SILENT_AFTER = Duration.ofMinutes(2);

    private static final int MINUTES_OF_AN_HOUR = 60;

    /** @throws IllegalArgumentException where they are none of the above */
    public CoveragePromise {
        long minutes = every.toMinutes();
        if (minutes < 1 || !every.equals(Duration.ofMinutes(minutes)) || MINUTES_OF_AN_HOUR % minutes != 0) {
            throw new IllegalArgumentException("expected whole minutes that divide an hour, found " + every);
        }
        if (!(share > 0 && share <= 1)) {
            throw new IllegalArgumentException("expected a share above 0 and at most 1, found " + share);
        }
    }

    int minutes() {
        return (int) every.toMinutes();
    }

    /** Windows of a day. */
    int slots() {
        return (int) (Duration.ofDays(1).toMinutes() / minutes());
    }

    /** Start of the window that holds this instant. */
    Instant window(Instant at) {
        return Instant.ofEpochSecond(at.getEpochSecond() - Math.floorMod(at.getEpochSecond(), every.toSeconds()));
    }

    static LocalDate day(Instant at) {
        return at.atOffset(ZoneOffset.UTC).toLocalDate();
    }

    /** Which window of its day holds this instant, from 0. */
    int slot(Instant at) {
        return at.atOffset(ZoneOffset.UTC).toLocalTime().toSecondOfDay() / (int) every.toSeconds();
    }

    /** A camera must have been seen since then to count as seen now. */
    Instant due(Instant now) {
        return now.minus(every).minus(SLACK);
    }
}
