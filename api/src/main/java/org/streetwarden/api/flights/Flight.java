package org.streetwarden.api.flights;

import java.time.Instant;

/**
 * A flight without its files.
 *
 * @param detail empty where there is nothing to say
 * @param inspection JSON as the worker sent it; null until then, and in lists
 * @param trackKey empty where there is no track
 * @param files how many
 * @param bytes of all files, as announced
 * @param received of them, kept so far
 */
public record Flight(
        String flightId,
        String name,
        String pilot,
        FlightState state,
        Instant createdAt,
        Instant movedAt,
        String detail,
        String inspection,
        Progress progress,
        String trackKey,
        Instant endedAt,
        int files,
        long bytes,
        long received) {

    /**
     * How far the survey has come.
     *
     * @param workerId null before it began
     * @param etaSeconds -1 where not known
     * @param at null before it began
     */
    public record Progress(
            String workerId, long doneMs, long totalMs, long pictures, int findings, long etaSeconds, Instant at) {}
}
