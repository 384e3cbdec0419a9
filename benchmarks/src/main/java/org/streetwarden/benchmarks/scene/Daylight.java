package org.streetwarden.benchmarks.scene;

import java.util.Random;
import org.streetwarden.scene.LumaGrid;

/**
 * Light that is another at every look: brightness, a slope of it across the picture, noise, and in half of all days the soft
 * edge of a shadow that goes over the place.
 */
final class Daylight {

    private static final double SHADE = 0.45;
    private static final double PENUMBRA_PX = 3;

    private final Random random;
    private final boolean shadow;
    private final double speedPx;
    private final double lean;
    private double edgePx;

    Daylight(Random random) {
        this.random = random;
        shadow = random.nextBoolean();
        speedPx = random.nextDouble(1, 4) * (random.nextBoolean() ? 1 : -1);
        lean = random.nextDouble(-1, 1);
        edgePx = random.nextDouble(0, LumaGrid.WIDTH);
    }

    LumaGrid next(byte[] picture) {
        double gain = random.nextDouble(0.6, 1.3);
        double slope = random.nextDouble(-0.3, 0.3);
        edgePx = Math.floorMod((long) (edgePx + speedPx), LumaGrid.WIDTH + 60);
        byte[] samples = new byte[picture.length];
        for (int i = 0; i < samples.length; i++) {
            double x = i % LumaGrid.WIDTH;
            double light = gain * (1 + slope * (x / LumaGrid.WIDTH - 0.5)) * sun(x, (double) i / LumaGrid.WIDTH);
            samples[i] = (byte) Math.clamp(Math.round((picture[i] & 0xff) * light + random.nextGaussian() * 2), 0, 255);
        }
        return new LumaGrid(samples);
    }

    /** 1 in the sun, {@value #SHADE} in the shadow, between them in its edge. */
    private double sun(double x, double y) {
        if (!shadow) {
            return 1;
        }
        double depth = (edgePx + lean * (y - LumaGrid.HEIGHT / 2.0) - x) / PENUMBRA_PX;
        return 1 - (1 - SHADE) * Math.clamp(depth + 0.5, 0, 1);
    }
}
