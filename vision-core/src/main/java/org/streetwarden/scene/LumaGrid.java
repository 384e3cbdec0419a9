package org.streetwarden.scene;

/** A picture shrunk to {@value #WIDTH} x {@value #HEIGHT} luma samples, whatever its own shape. */
public final class LumaGrid {

    public static final int WIDTH = 160;
    public static final int HEIGHT = 90;

    private final byte[] samples;

    /**
     * @param samples row by row from the top left, unsigned, each the mean of its part of the picture; kept, and nobody may
     *     write to it any more
     * @throws IllegalArgumentException where the number of samples is another
     */
    public LumaGrid(byte[] samples) {
        if (samples.length != WIDTH * HEIGHT) {
            throw new IllegalArgumentException(
                    "luma grid: expected %d samples, found %d".formatted(WIDTH * HEIGHT, samples.length));
        }
        this.samples = samples;
    }

    /** Lent: nobody writes to it. */
    public byte[] samples() {
        return samples;
    }

    int at(int x, int y) {
        return samples[y * WIDTH + x] & 0xff;
    }
}
