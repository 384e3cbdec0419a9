package org.streetwarden.incident;

import java.util.Arrays;

/** The usual time between looks: the median of the last 15, so that a gap does not change it. */
final class LookRhythm {

    private static final int KEPT = 15;
    private static final long FIRST_GUESS_US = 1_000_000;
    private static final long LEAST_US = 20_000;
    private static final long MOST_US = 120_000_000;

    private final long[] intervalsUs = new long[KEPT];
    private int count;
    private long lastUs = Long.MIN_VALUE;
    private long medianUs = FIRST_GUESS_US;

    /** The usual interval before this look, microseconds. */
    long intervalUs() {
        return medianUs;
    }

    void look(long ptsUs) {
        if (lastUs != Long.MIN_VALUE) {
            intervalsUs[count++ % KEPT] = Math.clamp(ptsUs - lastUs, LEAST_US, MOST_US);
            long[] sorted = Arrays.copyOf(intervalsUs, Math.min(count, KEPT));
            Arrays.sort(sorted);
            medianUs = sorted[(sorted.length - 1) / 2];
        }
        lastUs = ptsUs;
    }
}
