package org.streetwarden.casefile;

import java.time.Instant;

/**
 * What a worker says of itself to the fleet. Coded by {@link FleetStatusCodec}.
 *
 * @param startedAt of the process
 * @param at when it was said, by the worker's clock
 * @param held cameras it holds
 * @param capacity most cameras it will hold, as measured or configured
 * @param coresUsed CPU-seconds per second of the whole process, lately
 * @param residentBytes memory of the whole process
 * @param openSessions streams open at cameras
 * @param busiest use of the scarcest resource, 0 to 1
 * @param scarcest which resource that is: lower-case letters and hyphens, as {@code cpu}; empty: not measured yet
 */
public record FleetStatus(
        String workerId,
        Instant startedAt,
        Instant at,
        int held,
        int capacity,
        State state,
        double coresUsed,
        long residentBytes,
        int openSessions,
        double busiest,
        String scarcest) {

    /** Closed set. */
    public enum State {
        /** Takes and holds cameras. */
        WORKING,
        /** Was told to hold nothing and still holds some. */
        DRAINING,
        /** Was told to hold nothing and holds nothing. */
        DRAINED
    }

    /** Whether it counts as alive where shares are reckoned; a clock that is ahead does no harm. */
    public boolean aliveAt(Instant now) {
        return at.plus(FleetKeys.DEAD_AFTER).isAfter(now);
    }
}
