package org.streetwarden.models.head;

/**
 * What a head offers for one picture: places with a class and a score. Keeps the {@value #KEPT} best however many are
 * offered, in fixed memory: a heap with the least on top. One candidate is one long: score bits above, then class and place
 * inverted, so that equal scores come in the order of the output.
 */
public final class Candidates {

    /** The most candidates of one picture that go on to suppression. */
    public static final int KEPT = 1024;

    /** Exclusive bounds of what one candidate can name. */
    public static final int MAX_CLASSES = 1 << 10;

    public static final int MAX_PLACES = 1 << 21;

    private static final int PLACE_BITS = 21;
    private static final float ROUNDING = 0.01f;

    private final long[] keys = new long[KEPT];
    private final float[] thresholds;
    private final float leastThreshold;
    private int size;
    private float least;
    private float most;
    private int strangeLabels;

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
        strangeLabels = 0;
    }

    /** Notes the range of scores read; not a number stays. */
    void saw(float lowest, float highest) {
        least = Math.min(least, lowest);
        most = Math.max(most, highest);
    }

    /** Notes the logarithm of odds that a score is made of; one that is not finite counts as no probability. */
    void sawLogit(float logit) {
        if (!Float.isFinite(logit)) {
            saw(Float.NaN, Float.NaN);
        }
    }

    /** Labels read that name no class of the model; a graph that puts out labels may have more classes than its manifest. */
    public int strangeLabels() {
        return strangeLabels;
    }

    /** Whether every score read was a probability, give or take rounding. */
    public boolean probable() {
        return least >= -ROUNDING && most <= 1 + ROUNDING;
    }

    /** The range of scores read, for an error's text. */
    public String range() {
        return least + " to " + most;
    }

    /**
     * Offers the place as its best class among those whose score times {@code factor} reaches their own threshold; notes
     * the scores' range.
     *
     * @param scores one per class
     */
    void offerBest(int place, float[] scores, float factor) {
        float best = 0;
        int kind = -1;
        float lowest = 0;
        float highest = 0;
        for (int c = 0; c < thresholds.length; c++) {
            lowest = Math.min(lowest, scores[c]);
            highest = Math.max(highest, scores[c]);
            float score = scores[c] * factor;
            if (score > best && score >= thresholds[c]) {
                best = score;
                kind = c;
            }
        }
        saw(lowest, highest);
        if (kind >= 0) {
            offer(place, kind, best);
        }
    }

    /** Offers the place as the class the graph itself has chosen, where its score reaches that class's threshold. */
    void offerLabelled(int place, float label, float score) {
        saw(score, score);
        if (!(score >= leastThreshold)) {
            return;
        }
        int kind = (int) label;
        if (kind != label || kind < 0 || kind >= thresholds.length) {
            strangeLabels++;
        } else if (score >= thresholds[kind]) {
            offer(place, kind, score);
        }
    }

    /** Takes a candidate if there is room or it beats the least. */
    void offer(int place, int kind, float score) {
        long key = (long) Float.floatToRawIntBits(score) << 32 | (~(kind << PLACE_BITS | place) & 0xffffffffL);
        if (size < KEPT) {
            rise(size++, key);
        } else if (key > keys[0]) {
            sink(0, key, size);
        }
    }

    /** Puts a key where it belongs on the way from a leaf to the top. */
    private void rise(int leaf, long key) {
        int at = leaf;
        while (at > 0 && keys[(at - 1) / 2] > key) {
            keys[at] = keys[(at - 1) / 2];
            at = (at - 1) / 2;
        }
        keys[at] = key;
    }

    /** Puts a key where it belongs on the way from the top down, in a heap of {@code n}. */
    private void sink(int top, long key, int n) {
        int at = top;
        for (int child = 2 * at + 1; child < n; child = 2 * at + 1) {
            if (child + 1 < n && keys[child + 1] < keys[child]) {
                child++;
            }
            if (keys[child] >= key) {
                break;
            }
            keys[at] = keys[child];
            at = child;
        }
        keys[at] = key;
    }

    /** Sorts; afterwards {@code 0} is the best, and nothing more may be offered. Returns how many there are. */
    int sort() {
        for (int n = size - 1; n > 0; n--) {
            long least = keys[0];
            sink(0, keys[n], n);
            keys[n] = least;
        }
        return size;
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
        return keys[rank];
    }
}
