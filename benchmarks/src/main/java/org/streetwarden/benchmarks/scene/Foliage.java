package org.streetwarden.benchmarks.scene;

import java.util.Random;
import org.streetwarden.scene.LumaGrid;

/**
 * Wind: a part of the picture is somewhere else by up to {@value #SWAY_PX} pixels at every look, and blotches of shade dance on the ground
 * below it.
 */
final class Foliage {

    private static final double SWAY_PX = 2;
    private static final int KNOTS = 9;
    private static final int BLOTCHES = 14;
    private static final double SHADE = 0.55;
    private static final double DANCE_PX = 4;

    private final Random random;
    private final int left;
    private final int right;
    private final int bottom;
    private final double[][] homes = new double[BLOTCHES][];
    private final double[][] blotches = new double[BLOTCHES][];
    private final double[][] across = new double[KNOTS][KNOTS];
    private final double[][] down = new double[KNOTS][KNOTS];

    Foliage(Random random) {
        this.random = random;
        left = random.nextInt(0, LumaGrid.WIDTH / 2);
        right = left + random.nextInt(LumaGrid.WIDTH / 4, LumaGrid.WIDTH / 2);
        bottom = random.nextInt(LumaGrid.HEIGHT / 2, LumaGrid.HEIGHT);
        for (int i = 0; i < BLOTCHES; i++) {
            homes[i] = new double[] {
                random.nextDouble(left, right),
                random.nextDouble(LumaGrid.HEIGHT / 2.0, LumaGrid.HEIGHT),
                random.nextDouble(2, 6)
            };
        }
    }

    /** Another moment of the same wind. */
    void blow() {
        for (int i = 0; i < KNOTS * KNOTS; i++) {
            across[i / KNOTS][i % KNOTS] = random.nextDouble(-SWAY_PX, SWAY_PX);
            down[i / KNOTS][i % KNOTS] = random.nextDouble(-SWAY_PX, SWAY_PX);
        }
        for (int i = 0; i < BLOTCHES; i++) {
            blotches[i] = new double[] {
                homes[i][0] + random.nextDouble(-DANCE_PX, DANCE_PX),
                homes[i][1] + random.nextDouble(-DANCE_PX, DANCE_PX),
                homes[i][2] * random.nextDouble(0.6, 1.2)
            };
        }
    }

    byte[] swayed(byte[] picture) {
        byte[] swayed = picture.clone();
        for (int y = 0; y < bottom; y++) {
            for (int x = left; x < right; x++) {
                double u = (double) (x - left) / (right - left) * (KNOTS - 1);
                double v = (double) y / bottom * (KNOTS - 1);
                swayed[y * LumaGrid.WIDTH + x] = sample(picture, x + between(across, u, v), y + between(down, u, v));
            }
        }
        return swayed;
    }

    private static double between(double[][] knots, double u, double v) {
        int i = Math.min((int) u, KNOTS - 2);
        int j = Math.min((int) v, KNOTS - 2);
        double upper = knots[j][i] + (u - i) * (knots[j][i + 1] - knots[j][i]);
        double lower = knots[j + 1][i] + (u - i) * (knots[j + 1][i + 1] - knots[j + 1][i]);
        return upper + (v - j) * (lower - upper);
    }

    private static byte sample(byte[] picture, double x, double y) {
        double atX = Math.clamp(x, 0, LumaGrid.WIDTH - 1.001);
        double atY = Math.clamp(y, 0, LumaGrid.HEIGHT - 1.001);
        int column = (int) atX;
        int row = (int) atY;
        int i = row * LumaGrid.WIDTH + column;
        double u = atX % 1;
        double upper = (picture[i] & 0xff) * (1 - u) + (picture[i + 1] & 0xff) * u;
        int below = i + LumaGrid.WIDTH;
        double lower = (picture[below] & 0xff) * (1 - u) + (picture[below + 1] & 0xff) * u;
        return (byte) Math.round(upper + atY % 1 * (lower - upper));
    }

    byte[] dappled(byte[] picture) {
        byte[] dappled = picture.clone();
        for (int i = 0; i < dappled.length; i++) {
            for (double[] blotch : blotches) {
                int column = i % LumaGrid.WIDTH;
                int row = i / LumaGrid.WIDTH;
                if (Math.hypot(column - blotch[0], row - blotch[1]) < blotch[2]) {
                    dappled[i] = (byte) Math.round((dappled[i] & 0xff) * SHADE);
                    break;
                }
            }
        }
        return dappled;
    }
}
