package org.streetwarden.benchmarks.scene;

import java.time.Duration;
import java.util.List;
import java.util.Random;
import java.util.concurrent.TimeUnit;
import org.openjdk.jmh.annotations.Benchmark;
import org.openjdk.jmh.annotations.BenchmarkMode;
import org.openjdk.jmh.annotations.Fork;
import org.openjdk.jmh.annotations.Measurement;
import org.openjdk.jmh.annotations.Mode;
import org.openjdk.jmh.annotations.OutputTimeUnit;
import org.openjdk.jmh.annotations.Param;
import org.openjdk.jmh.annotations.Scope;
import org.openjdk.jmh.annotations.Setup;
import org.openjdk.jmh.annotations.State;
import org.openjdk.jmh.annotations.Warmup;
import org.streetwarden.scene.CleanReference;
import org.streetwarden.scene.LumaGrid;
import org.streetwarden.scene.SceneSettings;
import org.streetwarden.scene.SceneView;

/**
 * Question: what does comparing one look with the clean reference cost? Decides: whether it runs at every look (limit 1
 * ms, and nothing on the heap where nothing stands). Input: a patterned street in fresh noise, because a picture that
 * repeats itself spares the branches; {@code thing} puts something on it that stands. Run: scripts/bench CleanReference -prof gc
 */
@State(Scope.Thread)
@BenchmarkMode(Mode.AverageTime)
@OutputTimeUnit(TimeUnit.MICROSECONDS)
@Warmup(iterations = 5, time = 1)
@Measurement(iterations = 5, time = 1)
@Fork(1)
public class CleanReferenceBenchmark {

    private static final int GRIDS = 64;
    private static final int LEARNING = 20;

    @Param({"false", "true"})
    boolean thing;

    private final LumaGrid[] grids = new LumaGrid[GRIDS];
    private CleanReference reference;
    private long looks;

    @Setup
    public void street() {
        reference = new CleanReference(new SceneSettings(Duration.ofSeconds(10), Duration.ofHours(24)));
        paint(false);
        for (int i = 0; i < LEARNING; i++) {
            look();
        }
        paint(thing);
    }

    private void paint(boolean there) {
        Random random = new Random(1);
        int[] patches = random.ints(32 * 18, 60, 160).toArray();
        for (int g = 0; g < GRIDS; g++) {
            byte[] samples = new byte[LumaGrid.WIDTH * LumaGrid.HEIGHT];
            for (int i = 0; i < samples.length; i++) {
                int column = i % LumaGrid.WIDTH;
                int row = i / LumaGrid.WIDTH;
                boolean inside = there && column >= 60 && column < 90 && row >= 40 && row < 70;
                int value = inside ? 40 + (column / 3 * 37 + row / 3 * 53) % 180 : patches[row / 5 * 32 + column / 5];
                samples[i] = (byte) (value + random.nextInt(-2, 3));
            }
            grids[g] = new LumaGrid(samples);
        }
    }

    @Benchmark
    public SceneView look() {
        looks++;
        return reference.look(looks * 2_000_000, grids[(int) (looks % GRIDS)], List.of(), List.of());
    }
}
