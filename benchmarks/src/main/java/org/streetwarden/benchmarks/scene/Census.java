package org.streetwarden.benchmarks.scene;

import org.streetwarden.scene.LumaGrid;
import org.streetwarden.scene.Signature;

/**
 * A peer: the census transform (Zabih and Woodfill 1994) of a window, as +1, -1, and 0 within the noise: whether each
 * pixel is brighter or darker than the window's mean.
 */
public final class Census implements Signature {

    private static final int NOISE = 4;
    private static final int PIXELS = SIDE * SIDE;

    @Override
    public int length() {
        return PIXELS + 1;
    }

    @Override
    public double same() {
        return 0.6;
    }

    @Override
    public void describe(LumaGrid grid, int x, int y, byte[] out, int at) {
        int sum = 0;
        for (int i = 0; i < PIXELS; i++) {
            sum += sample(grid, x, y, i);
        }
        int mean = sum / PIXELS;
        int unsaid = 0;
        byte one = 127 / SIDE;
        for (int i = 0; i < PIXELS; i++) {
            int difference = sample(grid, x, y, i) - mean;
            boolean noise = Math.abs(difference) <= NOISE;
            unsaid += noise ? 1 : 0;
            out[at + i] = noise ? 0 : difference > 0 ? one : (byte) -one;
        }
        out[at + PIXELS] = (byte) (127 * Math.sqrt((double) unsaid / PIXELS));
    }

    private static int sample(LumaGrid grid, int x, int y, int i) {
        return grid.samples()[(y + i / SIDE) * LumaGrid.WIDTH + x + i % SIDE] & 0xff;
    }
}
