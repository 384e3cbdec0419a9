package org.streetwarden.fleet;

/**
 * How many cameras a worker may hold, found by trying: it begins low, doubles while what it holds fills half and leaves the
 * scarcest resource below 60 %, and shrinks to nine tenths of what it holds where that resource stays above 85 %. In between
 * it stays. What it holds shows only after a while, so one measurement above the limit shrinks nothing, and it does not grow
 * again soon after it shrank. One thread.
 */
final class Capacity {

    static final int FIRST = 128;
    private static final double ROOM = 0.60;
    private static final double FULL = 0.85;
    private static final double FILLED = 0.5;
    private static final double KEPT = 0.9;
    private static final int STRAINED_BEFORE_SHRINKING = 2;
    private static final int QUIET_AFTER_SHRINKING = 4;

    private final int configured;
    private final int most;
    private int cameras;
    private int strained;
    private int quiet;

    /**
     * @param configured how many it is; 0: measured
     * @param most never more
     */
    Capacity(int configured, int most) {
        this.configured = configured;
        this.most = most;
        cameras = Math.min(most, configured == 0 ? FIRST : configured);
    }

    int cameras() {
        return cameras;
    }

    /** Takes a measurement; call it at even intervals. */
    void measured(int held, Usage usage) {
        if (configured != 0) {
            return;
        }
        double busiest = usage.busiest();
        quiet = Math.max(0, quiet - 1);
        strained = busiest > FULL ? strained + 1 : 0;
        if (strained >= STRAINED_BEFORE_SHRINKING) {
            cameras = Math.max(1, (int) (Math.min(cameras, held) * KEPT));
            strained = 0;
            quiet = QUIET_AFTER_SHRINKING;
        } else if (busiest < ROOM && quiet == 0 && held >= cameras * FILLED) {
            cameras = (int) Math.min(most, cameras * 2L);
        }
    }
}
