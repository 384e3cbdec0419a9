package org.streetwarden.api.coverage;

import java.time.Duration;
import java.time.Instant;

/**
 * How many cameras were seen in one stretch of time.
 *
 * @param cameras that were owed a look in it
 * @param living those of them that were seen, or could have been
 * @param seen those of them that were seen
 */
public record CoverageWindow(Instant start, Duration length, int cameras, int living, int seen) {

    /** Of the living, 0 to 1; 1 where there are none. */
    public double share() {
        return living == 0 ? 1 : (double) seen / living;
    }

    /** Start and length, as events name it. */
    String subject() {
        return start + "/" + length;
    }
}
