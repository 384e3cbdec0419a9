package org.streetwarden.scene;

import java.time.Duration;
import java.util.ArrayList;
import java.util.List;
import java.util.Random;
import org.streetwarden.geometry.Box;

/** A painted street that a reference looks at once a minute. What is put on it stays until it is taken away. */
final class Place {

    static final long MINUTE_US = 60_000_000;
    static final SceneSettings SETTINGS = new SceneSettings(Duration.ofMinutes(10), Duration.ofHours(24));

    final CleanReference reference;
    final List<SceneView> views = new ArrayList<>();
    private final double[] ground = texture(1, 60, 140);
    private final List<Thing> things = new ArrayList<>();
    private final Random noise = new Random(7);
    private List<Box> movers = List.of();
    private List<Box> keep = List.of();
    private double gain = 1;
    private Box shadow;
    private long stepUs = MINUTE_US;
    private long nowUs;

    @SuppressWarnings("ArrayRecordComponent") // never compared
    private record Thing(Box box, double[] paint) {}

    Place() {
        this(SETTINGS);
    }

    Place(SceneSettings settings) {
        reference = new CleanReference(settings);
    }

    /** Patches of 5 pixels between two levels. */
    private static double[] texture(long seed, double least, double most) {
        Random random = new Random(seed);
        double[] patches = random.doubles(32 * 18, least, most).toArray();
        double[] samples = new double[LumaGrid.WIDTH * LumaGrid.HEIGHT];
        for (int i = 0; i < samples.length; i++) {
            samples[i] = patches[i / LumaGrid.WIDTH / 5 * 32 + i % LumaGrid.WIDTH / 5];
        }
        return samples;
    }

    Place every(Duration step) {
        stepUs = step.toNanos() / 1000;
        return this;
    }

    Place put(Box box, long seed) {
        things.add(new Thing(box, texture(seed, 20, 230)));
        return this;
    }

    Place take(Box box) {
        things.removeIf(thing -> thing.box().equals(box));
        return this;
    }

    /** All light at once. */
    Place light(double factor) {
        gain = factor;
        return this;
    }

    /** A part in shadow at 45 % of the light; null: none. */
    Place shadow(Box box) {
        shadow = box;
        return this;
    }

    Place movers(Box... boxes) {
        movers = List.of(boxes);
        return this;
    }

    Place keep(Box... boxes) {
        keep = List.of(boxes);
        return this;
    }

    Place skip(Duration time) {
        nowUs += time.toNanos() / 1000;
        return this;
    }

    /** Looks so many times; the last view is {@link #now}. */
    Place look(int times) {
        for (int i = 0; i < times; i++) {
            views.add(reference.look(nowUs, paint(), movers, keep));
            nowUs += stepUs;
        }
        return this;
    }

    SceneView now() {
        return views.getLast();
    }

    long nowUs() {
        return nowUs;
    }

    LumaGrid paint() {
        byte[] samples = new byte[LumaGrid.WIDTH * LumaGrid.HEIGHT];
        for (int i = 0; i < samples.length; i++) {
            double x = (i % LumaGrid.WIDTH + 0.5) / LumaGrid.WIDTH;
            double y = (Math.floorDiv(i, LumaGrid.WIDTH) + 0.5) / LumaGrid.HEIGHT;
            double value = ground[i];
            for (Thing thing : things) {
                value = inside(thing.box(), x, y) ? thing.paint()[i] : value;
            }
            double lit = shadow != null && inside(shadow, x, y) ? 0.45 : 1;
            samples[i] = (byte) Math.clamp(Math.round(value * gain * lit + noise.nextGaussian() * 1.5), 0, 255);
        }
        return new LumaGrid(samples);
    }

    private static boolean inside(Box box, double x, double y) {
        return x >= box.left() && x < box.right() && y >= box.top() && y < box.bottom();
    }
}
