package org.streetwarden.source;

import java.time.Instant;
import java.time.temporal.ChronoUnit;

/**
 * Lays a run's raw timestamps on the camera's timeline, microseconds. A live run begins at the wall-clock time of its first
 * packet and advances by the camera's own time; where that jumps (more than 10 s away from arrival, or more than 2 s back)
 * it is anchored again, never backwards. A file's begins where it is told and follows its own timestamps. Used by one
 * thread.
 */
final class Timeline {

    /** Stands for a timestamp that is not there. */
    static final long NONE = Long.MIN_VALUE;

    private static final long FARTHEST_FROM_ARRIVAL_US = 10_000_000;
    private static final long FARTHEST_BACK_US = 2_000_000;
    private static final long DRIFT_ALLOWED_US = 500_000;
    private static final long DRIFT_PARTS = 1000;
    private static final long LEAST_STEP_US = 1_000;
    private static final long MOST_STEP_US = 1_000_000;

    private final boolean live;
    private final long beginUs;
    private boolean begun;
    private long offsetUs;
    private long rawUs;
    private long newestUs;
    private long stepUs = 40_000;
    private long ptsUs;
    private long dtsUs;
    private long jumps;

    private Timeline(boolean live, long beginUs) {
        this.live = live;
        this.beginUs = beginUs;
    }

    /** @param notBeforeUs the run begins later than this */
    static Timeline live(long notBeforeUs) {
        return new Timeline(true, notBeforeUs);
    }

    /** @param startUs where the first picture lies */
    static Timeline recorded(long startUs) {
        return new Timeline(false, startUs);
    }

    /** Maps the next packet, in decoding order; {@link #ptsUs()} and {@link #dtsUs()} then tell where it lies. */
    void stamp(long rawPtsUs, long rawDtsUs, Instant arrivedAt) {
        long arrivedUs = ChronoUnit.MICROS.between(Instant.EPOCH, arrivedAt);
        rawUs = rawPtsUs != NONE ? rawPtsUs : rawDtsUs != NONE ? rawDtsUs : begun ? rawUs + stepUs : 0;
        if (begun) {
            goOn(arrivedUs);
        } else {
            begin(arrivedUs);
        }
        advance(rawDtsUs);
    }

    private void begin(long arrivedUs) {
        begun = true;
        offsetUs = (live ? Math.max(arrivedUs, beginUs + 1) : beginUs) - rawUs;
        newestUs = rawUs + offsetUs;
        ptsUs = NONE;
        dtsUs = NONE;
    }

    private void goOn(long arrivedUs) {
        if (live) {
            followClock(arrivedUs);
        }
        if (jumped(arrivedUs)) {
            jumps++;
            offsetUs = Math.max(newestUs + stepUs, live ? arrivedUs : Long.MIN_VALUE) - rawUs;
        }
    }

    private boolean jumped(long arrivedUs) {
        long mappedUs = rawUs + offsetUs;
        return newestUs - mappedUs > FARTHEST_BACK_US
                || (live && Math.abs(mappedUs - arrivedUs) > FARTHEST_FROM_ARRIVAL_US);
    }

    /** A camera's quartz runs off by seconds a week: half a second off, the timeline leans 0.1 % towards arrival. */
    private void followClock(long arrivedUs) {
        long aheadUs = rawUs + offsetUs - arrivedUs;
        if (Math.abs(aheadUs) > DRIFT_ALLOWED_US) {
            offsetUs -= Long.signum(aheadUs) * (stepUs / DRIFT_PARTS);
        }
    }

    private void advance(long rawDtsUs) {
        long mappedUs = rawUs + offsetUs;
        ptsUs = mappedUs == ptsUs ? mappedUs + 1 : mappedUs;
        long decodeUs = rawDtsUs == NONE ? ptsUs : Math.min(ptsUs, rawDtsUs + offsetUs);
        dtsUs = Math.max(dtsUs, decodeUs);
        if (ptsUs > newestUs) {
            stepUs = Math.clamp(ptsUs - newestUs, LEAST_STEP_US, MOST_STEP_US);
            newestUs = ptsUs;
        }
    }

    /** Of the last packet stamped. */
    long ptsUs() {
        return ptsUs;
    }

    /** Of the last packet stamped: never decreases. Above its presentation time only where the source gives none. */
    long dtsUs() {
        return dtsUs;
    }

    /** How often the source's own time jumped. */
    long jumps() {
        return jumps;
    }
}
