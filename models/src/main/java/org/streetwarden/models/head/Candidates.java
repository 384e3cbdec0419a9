package org.streetwarden.models.head;

import java.util.Arrays;

/**
 * What a head offers for one picture: places with a class and a score. Keeps the {@value #KEPT} best however many are
 * offered, in fixed memory. One candidate is one long: score bits above, then class and place inverted, so that sorting
 * puts equal scores in the order of the output.
 */
public final class Candidates {

    /** The most candidates of one picture that go on to suppression. */
    public static final int KEPT = 1024;

    /** Exclusive bounds of what one candidate can name. */
    public static final int MAX_CLASSES = 1 << 10;

    public static final int MAX_PLACES = 1 << 21;

    private static final int PLACE_BITS = 21;
    private static final float ROUNDING = 0.01f;

    private final long[] keys = new long[2 * KEPT];
    private final float[] thresholds;
    private final float leastThreshold;
    private int size;
    private float least;
    private float most;

    /** @param thresholds one per class, above 0 */
    public Candidates(float[] thresholds) {
        this.thresholds = thresholds.clone();
        float lowest = 1;
        for (float threshold : thresholds) {
            lowest = Math.min(lowest, threshold);
        }
        this.leastThreshold = lowest;
        clear();
    }

    float threshold(int kind) {
        return thresholds[kind];
    }

    float leastThreshold() {
        return leastThreshold;
    }

    /** Forgets the last picture. */
    public void clear() {
        size = 0;
        least = 0;
        most = 0;
    }

    /** Notes the range of scores read; not a number stays. */
    void saw(float lowest, float highest) {
        least = Math.min(least, lowest);
        most = Math.max(most, highest);
    }

    /** Whether every score read was a probability, give or take rounding. */
    public boolean probable() {
        return least >= -ROUNDING && most <= 1 + ROUNDING;
    }

    /** The range of scores read, for an error's text. */
    public String range() {
        return least + " to " + most;
    }

    void offer(int place, int kind, float score) {
        if (size == keys.length) {
            Arrays.sort(keys, 0, size);
            System.arraycopy(keys, size - KEPT, keys, 0, KEPT);
            size = KEPT;
        }
        keys[size++] = (long) Float.floatToRawIntBits(score) << 32 | (~(kind << PLACE_BITS | place) & 0xffffffffL);
    }

    /** Sorts; afterwards {@code 0} is the best. Returns how many there are, at most {@value #KEPT}. */
    int sort() {
        Arrays.sort(keys, 0, size);
        return Math.min(size, KEPT);
    }

    float score(int rank) {
        return Float.intBitsToFloat((int) (key(rank) >>> 32));
    }

    int kind(int rank) {
        return ~(int) key(rank) >>> PLACE_BITS;
    }

    int place(int rank) {
        return ~(int) key(rank) & (MAX_PLACES - 1);
    }

    private long key(int rank) {
        return keys[size - 1 - rank];
    }
}
