package org.streetwarden.benchmarks.scene;

import org.streetwarden.scene.LumaGrid;

/** A peer that is spared the day's brightness: every look is brought to the same mean before the mask sees it. */
final class LevelledMask implements ForegroundMask {

    private static final double MEAN = 110;

    private final ForegroundMask mask;

    /** @param mask owned */
    LevelledMask(ForegroundMask mask) {
        this.mask = mask;
    }

    @Override
    public void look(LumaGrid grid, boolean learning, boolean[] foreground) {
        byte[] samples = grid.samples();
        long sum = 0;
        for (byte sample : samples) {
            sum += sample & 0xff;
        }
        double gain = MEAN * samples.length / Math.max(1, sum);
        byte[] levelled = new byte[samples.length];
        for (int i = 0; i < samples.length; i++) {
            levelled[i] = (byte) Math.clamp(Math.round((samples[i] & 0xff) * gain), 0, 255);
        }
        mask.look(new LumaGrid(levelled), learning, foreground);
    }

    @Override
    public void close() {
        mask.close();
    }
}
