package org.streetwarden.benchmarks.scene;

import org.streetwarden.scene.LumaGrid;
import org.streetwarden.scene.Signature;

/**
 * A peer: histograms of gradient orientations (Dalal and Triggs 2005), eight directions in each quarter of the window,
 * with one constant for what is noise.
 */
public final class Orientations implements Signature {

    private static final int DIRECTIONS = 8;
    private static final double NOISE = 80;

    @Override
    public int length() {
        return 4 * DIRECTIONS + 1;
    }

    @Override
    public double same() {
        return 0.75;
    }

    @Override
    public void describe(LumaGrid grid, int x, int y, byte[] out, int at) {
        double[] bins = new double[4 * DIRECTIONS];
        for (int i = 0; i < SIDE * SIDE; i++) {
            int column = Math.min(LumaGrid.WIDTH - 2, Math.max(1, x + i % SIDE));
            int row = Math.min(LumaGrid.HEIGHT - 2, Math.max(1, y + i / SIDE));
            int across = sample(grid, column + 1, row) - sample(grid, column - 1, row);
            int down = sample(grid, column, row + 1) - sample(grid, column, row - 1);
            double turn = (Math.atan2(down, across) / (2 * Math.PI) + 1) * DIRECTIONS;
            int quarter = i / SIDE / (SIDE / 2) * 2 + i % SIDE / (SIDE / 2);
            bins[quarter * DIRECTIONS + (int) Math.round(turn) % DIRECTIONS] += Math.hypot(across, down);
        }
        double squares = NOISE * NOISE;
        for (double bin : bins) {
            squares += bin * bin;
        }
        double scale = 127 / Math.sqrt(squares);
        for (int i = 0; i < bins.length; i++) {
            out[at + i] = (byte) Math.round(bins[i] * scale);
        }
        out[at + bins.length] = (byte) Math.round(NOISE * scale);
    }

    private static int sample(LumaGrid grid, int x, int y) {
        return grid.samples()[y * LumaGrid.WIDTH + x] & 0xff;
    }
}
