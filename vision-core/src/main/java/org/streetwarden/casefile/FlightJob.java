package org.streetwarden.casefile;

import java.time.Instant;
import java.util.List;

/**
 * Work on a flight that the api asks the workers for.
 *
 * @param jobId chosen by the api; the same where it publishes one twice
 * @param name of the flight, for people
 * @param pilot account of whoever brought it
 * @param files at most {@value #MOST_FILES}
 */
public record FlightJob(
        String jobId,
        String flightId,
        Step step,
        String name,
        String pilot,
        Instant createdAt,
        List<FlightObject> files) {

    public static final int MOST_FILES = 2000;

    public FlightJob {
        files = List.copyOf(files);
    }

    /** What to do. */
    public enum Step {
        /** Say what the files are and what is wrong with them. */
        INSPECT,
        /** Look at every picture and file what is found. */
        SURVEY
    }
}
