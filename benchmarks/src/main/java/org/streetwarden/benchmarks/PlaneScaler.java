package org.streetwarden.benchmarks;

import java.nio.ByteBuffer;

/**
 * Scales one plane of 8-bit samples to another size, row by row: by exact area where it shrinks (each source sample
 * weighs as much as the part of it that the target sample covers), linearly between sample centres where it grows, for
 * each axis by itself. Allocates nothing after construction. One thread at a time.
 */
final class PlaneScaler {

    /** Weights of one target row sum to this. */
    private static final int ONE = 1 << 12;

    private final int sourceWidth;
    private final RowTaps rows;
    private final ColumnTaps columns;
    private final byte[] samples;
    private final int[] weighted;
    private final int[] runningSum;

    PlaneScaler(int sourceWidth, int sourceHeight, int targetWidth, int targetHeight) {
        this.sourceWidth = sourceWidth;
        this.rows = new RowTaps(sourceHeight, targetHeight, ONE);
        this.columns = new ColumnTaps(sourceWidth, targetWidth, 1f / ONE);
        this.samples = new byte[sourceWidth];
        this.weighted = new int[sourceWidth + 1];
        this.runningSum = new int[sourceWidth + 1];
    }

    /**
     * Computes one target row.
     *
     * @param plane the source, row {@code r} at {@code r * stride}
     * @param targetRow 0 to target height - 1
     * @param out (output) the row's samples, 0 to 255
     */
    void row(ByteBuffer plane, int stride, int targetRow, float[] out) {
        int first = rows.first(targetRow);
        int count = rows.count(targetRow);
        for (int tap = 0; tap < count; tap++) {
            plane.get((first + tap) * stride, samples, 0, sourceWidth);
            int weight = rows.weight(targetRow, tap);
            if (tap == 0) {
                set(weighted, samples, sourceWidth, weight);
            } else {
                add(weighted, samples, sourceWidth, weight);
            }
        }
        weighted[sourceWidth] = weighted[sourceWidth - 1];
        columns.apply(weighted, runningSum, out);
    }

    private static void set(int[] sums, byte[] samples, int n, int weight) {
        for (int i = 0; i < n; i++) {
            sums[i] = (samples[i] & 0xff) * weight;
        }
    }

    private static void add(int[] sums, byte[] samples, int n, int weight) {
        for (int i = 0; i < n; i++) {
            sums[i] += (samples[i] & 0xff) * weight;
        }
    }
}
