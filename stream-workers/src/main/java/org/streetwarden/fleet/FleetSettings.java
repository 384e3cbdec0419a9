package org.streetwarden.fleet;

import java.time.Duration;

/**
 * How a worker keeps to its part of the fleet.
 *
 * @param round between two times it comes by
 * @param claim how often it claims anew what it holds
 * @param idle after how long without a claim others take a camera over
 * @param settle how old the stream must be before cameras that nobody holds are added to it: time for holders to come first
 * @param grace how long nobody is taken over after Redis was away: time for all to claim first
 * @param linger how long a camera given back is watched on where nobody takes it
 * @param overlap how long it is watched on where another holds it: time to open it there
 * @param seed how often missing cameras are looked for
 * @param measure how often capacity is measured
 * @param mostMoves most cameras taken or given back in one round
 */
public record FleetSettings(
        Duration round,
        Duration claim,
        Duration idle,
        Duration settle,
        Duration grace,
        Duration linger,
        Duration overlap,
        Duration seed,
        Duration measure,
        int mostMoves) {

    /** A dead worker's cameras are taken over 12 to 14 s after its last claim. */
    public static final FleetSettings DEFAULTS = new FleetSettings(
            Duration.ofSeconds(1),
            Duration.ofSeconds(4),
            Duration.ofSeconds(12),
            Duration.ofSeconds(3),
            Duration.ofSeconds(8),
            Duration.ofSeconds(10),
            Duration.ofSeconds(3),
            Duration.ofSeconds(30),
            Duration.ofSeconds(5),
            512);
}
