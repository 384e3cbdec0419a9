package org.streetwarden.scene;

/**
 * A picture shrunk to {@value #WIDTH} x {@value #HEIGHT} luma samples, whatever its own shape.
 *
 * @param samples row by row from the top left, unsigned, each the mean of its part of the picture; lent: nobody writes to
 *     it any more
 */
public record LumaGrid(byte[] samples) {

    public static final int WIDTH = 160;
    public static final int HEIGHT = 90;

    /** @throws IllegalArgumentException where the number of samples is another */
    public LumaGrid {
        if (samples.length != WIDTH * HEIGHT) {
            throw new IllegalArgumentException(
                    "luma grid: expected %d samples, found %d".formatted(WIDTH * HEIGHT, samples.length));
        }
    }

    int at(int x, int y) {
        return samples[y * WIDTH + x] & 0xff;
    }
}
