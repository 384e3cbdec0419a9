package org.streetwarden.benchmarks.scene;

import org.streetwarden.scene.LumaGrid;

/** The plainest peer: grey levels of difference to the mean of the looks that showed the place itself. */
final class DifferenceMask implements ForegroundMask {

    private final double levels;
    private final double[] sum = new double[LumaGrid.WIDTH * LumaGrid.HEIGHT];
    private int learnt;

    DifferenceMask(double levels) {
        this.levels = levels;
    }

    @Override
    public void look(LumaGrid grid, boolean learning, boolean[] foreground) {
        byte[] samples = grid.samples();
        learnt += learning ? 1 : 0;
        for (int i = 0; i < sum.length; i++) {
            int sample = samples[i] & 0xff;
            sum[i] += learning ? sample : 0;
            foreground[i] = Math.abs(sample - sum[i] / learnt) > levels;
        }
    }
}
