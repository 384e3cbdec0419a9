package org.streetwarden.scene;

/**
 * How a small window of a luma grid is described, so that two descriptions can be compared: a vector of about unit length
 * in bytes, 127 for 1. Stateless.
 */
public interface Signature {

    /** Pixels of a window's side. */
    int SIDE = 8;

    /** Bytes of a description. */
    int length();

    /** The least likeness, -1 to 1, at which two windows show the same. */
    double same();

    /**
     * Describes one window.
     *
     * @param x of its left column, 0 to {@code LumaGrid.WIDTH - SIDE}
     * @param y of its top row, 0 to {@code LumaGrid.HEIGHT - SIDE}
     * @param out (output) {@link #length} bytes from {@code at} on
     */
    void describe(LumaGrid grid, int x, int y, byte[] out, int at);

    /** The scalar product of two descriptions, about -1 to 1. */
    default double likeness(byte[] a, int atA, byte[] b, int atB) {
        int sum = 0;
        for (int i = 0; i < length(); i++) {
            sum += a[atA + i] * b[atB + i];
        }
        return sum / (127.0 * 127.0);
    }
}
