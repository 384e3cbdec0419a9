package org.streetwarden.benchmarks;

/** Which source rows make up each target row, and with which whole-number weights. */
final class RowTaps {

    private final int[] first;
    private final int[] count;
    private final int[] weights;
    private final int most;

    /** @param one what the weights of each target row sum to */
    RowTaps(int source, int target, int one) {
        double step = (double) source / target;
        this.most = step > 1 ? (int) Math.ceil(step) + 1 : 2;
        this.first = new int[target];
        this.count = new int[target];
        this.weights = new int[target * most];
        for (int t = 0; t < target; t++) {
            double[] shares = step > 1 ? area(t, step, source) : linear(t, step, source);
            spread(t, shares, one);
        }
    }

    int first(int target) {
        return first[target];
    }

    int count(int target) {
        return count[target];
    }

    int weight(int target, int tap) {
        return weights[target * most + tap];
    }

    private double[] area(int t, double step, int source) {
        double from = t * step;
        double to = Math.min((t + 1) * step, source);
        first[t] = (int) from;
        int last = Math.min((int) Math.ceil(to - 1e-9), source);
        double[] shares = new double[Math.max(1, last - first[t])];
        for (int i = 0; i < shares.length; i++) {
            int row = first[t] + i;
            shares[i] = (Math.min(to, row + 1) - Math.max(from, row)) / (to - from);
        }
        return shares;
    }

    private double[] linear(int t, double step, int source) {
        double centre = Math.clamp((t + 0.5) * step - 0.5, 0, source - 1);
        first[t] = Math.min((int) centre, Math.max(0, source - 2));
        double share = centre - first[t];
        return source == 1 || share == 0 ? new double[] {1} : new double[] {1 - share, share};
    }

    /** Rounds the shares so that they still sum to one: the largest takes the difference. */
    private void spread(int t, double[] shares, int one) {
        int left = one;
        int largest = 0;
        for (int i = 0; i < shares.length; i++) {
            weights[t * most + i] = (int) Math.round(shares[i] * one);
            left -= weights[t * most + i];
            largest = shares[i] > shares[largest] ? i : largest;
        }
        weights[t * most + largest] += left;
        count[t] = shares.length;
    }
}
