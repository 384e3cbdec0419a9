package org.streetwarden.incident;

import java.util.ArrayList;
import java.util.Arrays;
import java.util.List;
import java.util.Optional;

/**
 * The usual time between looks: the median of the last 15, so that a gap does not change it; or what it is told, where a
 * camera is visited now and then and the time between visits would teach nothing but gaps.
 */
final class LookRhythm {

    private static final int KEPT = 15;
    private static final long FIRST_GUESS_US = 1_000_000;
    private static final long LEAST_US = 20_000;
    private static final long MOST_US = 120_000_000;

    private final long[] intervalsUs = new long[KEPT];
    private int count;
    private long lastUs = Long.MIN_VALUE;
    private long medianUs = FIRST_GUESS_US;
    private long toldUs;

    /** The usual interval before this look, microseconds. */
    long intervalUs() {
        return toldUs > 0 ? toldUs : medianUs;
    }

    /** @param us from now on the usual interval, microseconds; 0: learnt from looks again, from the beginning */
    void usual(long us) {
        toldUs = us;
        count = 0;
        lastUs = Long.MIN_VALUE;
        medianUs = FIRST_GUESS_US;
    }

    /** The last intervals, oldest first. */
    List<Long> memory() {
        List<Long> kept = new ArrayList<>();
        for (int i = Math.max(0, count - KEPT); i < count; i++) {
            kept.add(intervalsUs[i % KEPT]);
        }
        return kept;
    }

    /** Goes on where another left off. */
    void resume(List<Long> intervals, Optional<Long> last) {
        count = 0;
        medianUs = FIRST_GUESS_US;
        for (long interval : intervals) {
            note(interval);
        }
        lastUs = last.orElse(Long.MIN_VALUE);
    }

    void look(long ptsUs) {
        if (lastUs != Long.MIN_VALUE) {
            note(ptsUs - lastUs);
        }
        lastUs = ptsUs;
    }

    private void note(long intervalUs) {
        intervalsUs[count++ % KEPT] = Math.clamp(intervalUs, LEAST_US, MOST_US);
        long[] sorted = Arrays.copyOf(intervalsUs, Math.min(count, KEPT));
        Arrays.sort(sorted);
        medianUs = sorted[(sorted.length - 1) / 2];
    }
}
