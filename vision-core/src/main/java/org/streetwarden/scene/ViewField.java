package org.streetwarden.scene;

/**
 * Which way the structure of a picture runs, at every second pixel of its luma grid: the square of the gradient as a
 * complex number, divided by its strength, so that neither brightness nor contrast nor their sign matter (orientation
 * correlation, Fitch et al. 2002, with doubled angles). The mean of several pictures keeps what stays and loses what
 * passes. 7 kB.
 */
final class ViewField {

    static final int WIDTH = LumaGrid.WIDTH / 2;
    static final int HEIGHT = LumaGrid.HEIGHT / 2;
    static final int COUNT = WIDTH * HEIGHT;

    /** Grey levels over two pixels below which a gradient counts as noise. */
    private static final float NOISE = 8;

    private static final int ONE = 127;

    /** Real parts, then imaginary parts, {@value #ONE} for 1. */
    private final byte[] parts;

    private ViewField(byte[] parts) {
        this.parts = parts;
    }

    /** @param half as {@link #half} makes it */
    static ViewField of(float[] half) {
        byte[] parts = new byte[2 * COUNT];
        for (int y = 1; y < HEIGHT - 1; y++) {
            for (int at = y * WIDTH + 1; at < (y + 1) * WIDTH - 1; at++) {
                float gx = half[at + 1] - half[at - 1];
                float gy = half[at + WIDTH] - half[at - WIDTH];
                float scale = ONE / (gx * gx + gy * gy + NOISE * NOISE);
                parts[at] = (byte) ((gx * gx - gy * gy) * scale);
                parts[COUNT + at] = (byte) (2 * gx * gy * scale);
            }
        }
        return new ViewField(parts);
    }

    /** Each the mean of four samples. */
    static float[] half(LumaGrid grid) {
        byte[] samples = grid.samples();
        float[] half = new float[COUNT];
        for (int y = 0; y < HEIGHT; y++) {
            int from = 2 * y * LumaGrid.WIDTH;
            for (int x = 0; x < WIDTH; x++) {
                int at = from + 2 * x;
                half[y * WIDTH + x] = ((samples[at] & 0xff)
                                + (samples[at + 1] & 0xff)
                                + (samples[at + LumaGrid.WIDTH] & 0xff)
                                + (samples[at + LumaGrid.WIDTH + 1] & 0xff))
                        / 4f;
            }
        }
        return half;
    }

    /** What {@link #bytes} has given. */
    static ViewField read(byte[] bytes) {
        return new ViewField(bytes.clone());
    }

    byte[] bytes() {
        return parts.clone();
    }

    /** The share of its pixels that have structure. */
    double structure() {
        int count = 0;
        for (int at = 0; at < COUNT; at++) {
            int x = parts[at];
            int y = parts[COUNT + at];
            count += x * x + y * y > ONE * ONE / 4 ? 1 : 0;
        }
        return (double) count / COUNT;
    }

    /** Moves towards another by that share of the way. */
    void follow(ViewField other, double share) {
        for (int i = 0; i < parts.length; i++) {
            parts[i] = (byte) Math.round(parts[i] + share * (other.parts[i] - parts[i]));
        }
    }

    /** The correlation with another that is moved by so many pixels, over every second row of what both show; -1 to 1. */
    double likeness(ViewField other, int dx, int dy) {
        int left = Math.max(0, -dx);
        int right = Math.min(WIDTH, WIDTH - dx);
        int bottom = Math.min(HEIGHT, HEIGHT - dy);
        int by = dy * WIDTH + dx;
        long product = 0;
        long mine = 0;
        long theirs = 0;
        for (int y = Math.max(0, -dy); y < bottom; y += 2) {
            int p = 0;
            int m = 0;
            int t = 0;
            for (int at = y * WIDTH + left; at < y * WIDTH + right; at++) {
                int ax = parts[at];
                int ay = parts[COUNT + at];
                int bx = other.parts[at + by];
                int bz = other.parts[COUNT + at + by];
                p += ax * bx + ay * bz;
                m += ax * ax + ay * ay;
                t += bx * bx + bz * bz;
            }
            product += p;
            mine += m;
            theirs += t;
        }
        return product / Math.sqrt(Math.max(1.0, (double) mine * theirs));
    }

    /** The same over some pixels, unmoved; 1 where too few of them have structure to say. */
    double likeness(ViewField other, short[] pixels, double leastStructure) {
        long product = 0;
        long mine = 0;
        long theirs = 0;
        for (short pixel : pixels) {
            int ax = parts[pixel];
            int ay = parts[COUNT + pixel];
            int bx = other.parts[pixel];
            int by = other.parts[COUNT + pixel];
            product += ax * bx + ay * by;
            mine += ax * ax + ay * ay;
            theirs += bx * bx + by * by;
        }
        return mine < leastStructure * ONE * ONE ? 1 : product / Math.sqrt(Math.max(1.0, (double) mine * theirs));
    }
}
