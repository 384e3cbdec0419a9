package org.streetwarden.incident;

import java.util.Arrays;
import java.util.Random;
import java.util.function.Supplier;
import org.streetwarden.geometry.Box;
import org.streetwarden.scene.LumaGrid;

/** Pictures of a painted place: patches of some pixels, others for another seed, with a little noise. */
final class Painting implements Supplier<LumaGrid> {

    private static final int PIXELS = LumaGrid.WIDTH * LumaGrid.HEIGHT;
    private static final int NOISES = 16;
    private static final byte[][] NOISE = noise();

    private final double[] place;
    private final double light;
    private int look;

    private Painting(double[] place, double light) {
        this.place = place;
        this.light = light;
    }

    static Painting of(long seed) {
        int side = 5 + Math.floorMod(seed, 4);
        double[] patches = new Random(seed).doubles(32 * 18, 60, 160).toArray();
        double[] place = new double[PIXELS];
        for (int i = 0; i < PIXELS; i++) {
            place[i] = patches[Math.floorDiv(i, LumaGrid.WIDTH * side) * 32 + i % LumaGrid.WIDTH / side];
        }
        return new Painting(place, 1);
    }

    /** A hand before the lens. */
    static Painting flat() {
        double[] place = new double[PIXELS];
        Arrays.fill(place, 90);
        return new Painting(place, 1);
    }

    private static byte[][] noise() {
        Random random = new Random(3);
        byte[][] noise = new byte[NOISES][PIXELS];
        for (byte[] one : noise) {
            for (int i = 0; i < PIXELS; i++) {
                one[i] = (byte) Math.round(1.5 * random.nextGaussian());
            }
        }
        return noise;
    }

    /** The same place in other light. */
    Painting lit(double factor) {
        return new Painting(place, factor);
    }

    /** With something before it that looks like a part of another place. */
    Painting behind(Box thing, long seed) {
        double[] other = of(seed).place;
        double[] hidden = place.clone();
        for (int i = 0; i < PIXELS; i++) {
            double x = (i % LumaGrid.WIDTH + 0.5) / LumaGrid.WIDTH;
            double y = (Math.floorDiv(i, LumaGrid.WIDTH) + 0.5) / LumaGrid.HEIGHT;
            boolean inside = x >= thing.left() && x < thing.right() && y >= thing.top() && y < thing.bottom();
            hidden[i] = inside ? other[i] : hidden[i];
        }
        return new Painting(hidden, light);
    }

    /** Always the same picture of it. */
    Supplier<LumaGrid> frozen() {
        LumaGrid still = get();
        return () -> still;
    }

    @Override
    public LumaGrid get() {
        byte[] noise = NOISE[look++ % NOISES];
        byte[] samples = new byte[PIXELS];
        for (int i = 0; i < PIXELS; i++) {
            samples[i] = (byte) Math.clamp(Math.round(place[i] * light) + noise[i], 0, 255);
        }
        return new LumaGrid(samples);
    }
}
