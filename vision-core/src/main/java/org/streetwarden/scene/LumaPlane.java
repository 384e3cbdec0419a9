package org.streetwarden.scene;

/** Luma samples to be shrunk and read between pixels. */
final class LumaPlane {

    final int width;
    final int height;
    private final float[] samples;

    private LumaPlane(int width, int height, float[] samples) {
        this.width = width;
        this.height = height;
        this.samples = samples;
    }

    static LumaPlane of(LumaGrid grid) {
        byte[] from = grid.samples();
        float[] samples = new float[from.length];
        for (int i = 0; i < samples.length; i++) {
            samples[i] = from[i] & 0xff;
        }
        return new LumaPlane(LumaGrid.WIDTH, LumaGrid.HEIGHT, samples);
    }

    /** Each sample the mean of four; a last odd row or column is left out. */
    LumaPlane halved() {
        int wide = width / 2;
        int high = height / 2;
        float[] half = new float[wide * high];
        for (int y = 0; y < high; y++) {
            for (int x = 0; x < wide; x++) {
                int at = 2 * y * width + 2 * x;
                half[y * wide + x] =
                        (samples[at] + samples[at + 1] + samples[at + width] + samples[at + width + 1]) / 4;
            }
        }
        return new LumaPlane(wide, high, half);
    }

    float at(int x, int y) {
        return samples[y * width + x];
    }

    /** Where a place from the other plane's middle goes; NaN outside. */
    double at(double[] warp, double fromX, double fromY) {
        return between(
                warp[0] * fromX + warp[1] * fromY + warp[2] + width / 2.0,
                warp[3] * fromX + warp[4] * fromY + warp[5] + height / 2.0);
    }

    /** In proportion to the four samples around; NaN outside. */
    double between(double x, double y) {
        if (!(x >= 0 && y >= 0 && x <= width - 1 && y <= height - 1)) {
            return Double.NaN;
        }
        int left = Math.min((int) x, width - 2);
        int top = Math.min((int) y, height - 2);
        double right = x - left;
        double low = y - top;
        int at = top * width + left;
        double upper = samples[at] + right * (samples[at + 1] - samples[at]);
        double lower = samples[at + width] + right * (samples[at + width + 1] - samples[at + width]);
        return upper + low * (lower - upper);
    }
}
