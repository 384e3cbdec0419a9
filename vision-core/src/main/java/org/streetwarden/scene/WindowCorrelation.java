package org.streetwarden.scene;

/**
 * Normalised cross-correlation of windows (Lewis 1995, "Fast Normalized Cross-Correlation"), which no change of
 * brightness or contrast alters, with one constant added to every vector as a last dimension: flat windows are then like
 * each other and unlike structured ones, instead of correlating noise.
 */
public final class WindowCorrelation implements Signature {

    /** Grey levels of deviation per pixel below which structure counts as noise. */
    private static final double NOISE = 4;

    private static final int PIXELS = SIDE * SIDE;
    private static final double FLOOR = NOISE * NOISE * PIXELS;

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
        byte[] samples = grid.samples();
        int sum = 0;
        int squares = 0;
        for (int row = 0; row < SIDE; row++) {
            int from = (y + row) * LumaGrid.WIDTH + x;
            for (int i = from; i < from + SIDE; i++) {
                int sample = samples[i] & 0xff;
                sum += sample;
                squares += sample * sample;
            }
        }
        float mean = (float) sum / PIXELS;
        double energy = squares - (double) sum * mean;
        float scale = (float) (127 / Math.sqrt(energy + FLOOR));
        int to = at;
        for (int row = 0; row < SIDE; row++) {
            int from = (y + row) * LumaGrid.WIDTH + x;
            for (int i = from; i < from + SIDE; i++) {
                float value = ((samples[i] & 0xff) - mean) * scale;
                out[to++] = (byte) (value < 0 ? value - 0.5f : value + 0.5f);
            }
        }
        out[to] = (byte) Math.round(Math.sqrt(FLOOR) * scale);
    }
}
