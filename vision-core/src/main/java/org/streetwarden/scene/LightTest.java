package org.streetwarden.scene;

import java.util.Arrays;

/**
 * Whether a difference is light alone. Under a shadow, or out of one, every pixel keeps its structure and is multiplied by
 * one of two factors, so the logarithms of the ratios to the reference fall into two narrow heaps (ratio model as in
 * Jacques et al. 2005, split as Otsu 1979); a thing has its own reflectance, and they spread.
 */
final class LightTest {

    /** Widest heap, in units of the natural logarithm, that one light makes: noise, penumbra, compression. */
    private static final double NARROW = 0.13;

    /** Light as dark as this is no shadow: 1/7 of the light (beyond, it is a black thing). */
    private static final double DEEPEST = 2;

    private static final double BLACK_OFFSET = 8;
    private static final int BINS = 64;
    private static final double BIN = 2 * DEEPEST / BINS;
    private static final double[] LOGS = logs();

    private final int[] histogram = new int[BINS];

    private static double[] logs() {
        double[] logs = new double[256];
        for (int i = 0; i < logs.length; i++) {
            logs[i] = Math.log(i + BLACK_OFFSET);
        }
        return logs;
    }

    /** Whether the middles of so many cells' windows differ by light only. */
    boolean explains(byte[] reference, byte[] now, int[] cells, int count) {
        Arrays.fill(histogram, 0);
        int inset = (Signature.SIDE - Cells.STEP) / 2;
        for (int c = 0; c < count; c++) {
            int corner = (Cells.top(cells[c]) + inset) * LumaGrid.WIDTH + Cells.left(cells[c]) + inset;
            for (int i = 0; i < Cells.STEP * Cells.STEP; i++) {
                int at = corner + i / Cells.STEP * LumaGrid.WIDTH + i % Cells.STEP;
                double ratio = LOGS[now[at] & 0xff] - LOGS[reference[at] & 0xff];
                histogram[Math.clamp((int) ((ratio + DEEPEST) / BIN), 0, BINS - 1)]++;
            }
        }
        return leastSpread(count * Cells.STEP * Cells.STEP) <= NARROW;
    }

    /** The standard deviation inside the two heaps at the best split. */
    private double leastSpread(int pixels) {
        double sum = 0;
        double squares = 0;
        for (int bin = 0; bin < BINS; bin++) {
            sum += (double) histogram[bin] * bin;
            squares += (double) histogram[bin] * bin * bin;
        }
        double least = squares - sum * sum / pixels;
        int below = 0;
        double belowSum = 0;
        for (int bin = 0; bin < BINS - 1; bin++) {
            below += histogram[bin];
            belowSum += (double) histogram[bin] * bin;
            if (below > 0 && below < pixels) {
                double above = sum - belowSum;
                double between = belowSum * belowSum / below + above * above / (pixels - below);
                least = Math.min(least, squares - between);
            }
        }
        return Math.sqrt(Math.max(0, least) / pixels) * BIN;
    }
}
