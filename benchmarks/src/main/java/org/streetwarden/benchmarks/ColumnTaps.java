package org.streetwarden.benchmarks;

/**
 * Scales one row of sums. A shrinking row is read off its running sum at the edges of the target samples, so the cost
 * does not grow with the ratio; a growing one is read at the centres of the target samples.
 */
final class ColumnTaps {

    private final boolean shrinks;
    private final int source;
    private final int target;
    private final float factor;
    private final int[] at;
    private final float[] share;

    /** @param factor applied to every target sample */
    ColumnTaps(int source, int target, float factor) {
        double step = (double) source / target;
        this.source = source;
        this.target = target;
        this.shrinks = step > 1;
        this.factor = shrinks ? (float) (factor / step) : factor;
        this.at = new int[target + 1];
        this.share = new float[target + 1];
        for (int t = 0; t <= target; t++) {
            double place = shrinks ? Math.min(t * step, source) : Math.clamp((t + 0.5) * step - 0.5, 0, source - 1);
            at[t] = (int) place;
            share[t] = (float) (place - at[t]);
        }
    }

    /**
     * Computes the target row.
     *
     * @param sums one per source column, and one more that repeats the last
     * @param runningSum (scratch) as long as {@code sums}
     * @param out (output) one per target column
     */
    void apply(int[] sums, int[] runningSum, float[] out) {
        if (shrinks) {
            accumulate(sums, runningSum);
            shrink(sums, runningSum, out);
        } else {
            grow(sums, out);
        }
    }

    /** The sum may wrap around; differences over one target sample stay exact because they fit an int. */
    private void accumulate(int[] sums, int[] runningSum) {
        int sum = 0;
        for (int i = 0; i < source; i++) {
            runningSum[i] = sum;
            sum += sums[i];
        }
        runningSum[source] = sum;
    }

    private void shrink(int[] sums, int[] runningSum, float[] out) {
        int wholeBefore = 0;
        float partBefore = 0;
        for (int t = 0; t < target; t++) {
            int edge = at[t + 1];
            int whole = runningSum[edge];
            float part = share[t + 1] * sums[edge];
            out[t] = ((whole - wholeBefore) + (part - partBefore)) * factor;
            wholeBefore = whole;
            partBefore = part;
        }
    }

    private void grow(int[] sums, float[] out) {
        for (int t = 0; t < target; t++) {
            int i = at[t];
            out[t] = (sums[i] + share[t] * (sums[i + 1] - sums[i])) * factor;
        }
    }
}
