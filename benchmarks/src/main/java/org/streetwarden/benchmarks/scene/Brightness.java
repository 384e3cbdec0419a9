package org.streetwarden.benchmarks.scene;

import org.streetwarden.scene.LumaGrid;
import org.streetwarden.scene.Signature;

/** A peer: the means of 4 x 4 parts of the window, each as an angle, so that only brightness counts. */
public final class Brightness implements Signature {

    private static final int PARTS = 4;
    private static final int PART = SIDE / PARTS;

    @Override
    public int length() {
        return 2 * PARTS * PARTS;
    }

    /** About 24 grey levels apart. */
    @Override
    public double same() {
        return Math.cos(24 * Math.PI / 256);
    }

    @Override
    public void describe(LumaGrid grid, int x, int y, byte[] out, int at) {
        for (int part = 0; part < PARTS * PARTS; part++) {
            int sum = 0;
            for (int i = 0; i < PART * PART; i++) {
                int column = x + part % PARTS * PART + i % PART;
                int row = y + part / PARTS * PART + i / PART;
                sum += grid.samples()[row * LumaGrid.WIDTH + column] & 0xff;
            }
            double angle = sum * Math.PI / (256.0 * PART * PART);
            out[at + 2 * part] = (byte) Math.round(Math.cos(angle) * 127 / PARTS);
            out[at + 2 * part + 1] = (byte) Math.round(Math.sin(angle) * 127 / PARTS);
        }
    }
}
