package org.streetwarden.benchmarks;

import java.nio.ByteBuffer;
import java.nio.ByteOrder;
import java.nio.FloatBuffer;
import java.util.Arrays;
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
import org.streetwarden.models.InputFormat;
import org.streetwarden.models.head.Candidates;
import org.streetwarden.models.head.Grid;
import org.streetwarden.models.head.Head;
import org.streetwarden.models.head.HeadLayout;
import org.streetwarden.models.head.Suppression;

/**
 * Question: what does it cost to turn a network's output into boxes (scores read, candidates sorted, suppression)?
 * Decides: whether heads may stay in plain Java; the whole road without inference has 3 ms a picture.
 * Input: random scores below every threshold but for {@code hits} places in clusters of ten, as around real things.
 * Run: scripts/bench HeadBenchmark -prof gc
 */
@BenchmarkMode(Mode.AverageTime)
@OutputTimeUnit(TimeUnit.MICROSECONDS)
@State(Scope.Thread)
@Fork(1)
@Warmup(iterations = 4, time = 1)
@Measurement(iterations = 5, time = 1)
public class HeadBenchmark {

    private static final float THRESHOLD = 0.4f;
    private static final int CLUSTER = 10;

    /** Output layout. */
    @Param({"YOLOX", "YOLOV8"})
    public HeadLayout layout;

    /** Input width, height and classes: the shipped model's, and the usual COCO ones. */
    @Param({"576x320x6", "640x640x80"})
    public String model;

    /** Places above the threshold. */
    @Param({"30", "300", "3000"})
    public int hits;

    private Head head;
    private Candidates candidates;
    private Suppression suppression;
    private List<FloatBuffer> outputs;

    @Setup
    public void fill() {
        int[] sides =
                Arrays.stream(model.split("x", 3)).mapToInt(Integer::parseInt).toArray();
        InputFormat input = new InputFormat(
                "images",
                sides[0],
                sides[1],
                InputFormat.Colour.BGR,
                1,
                List.of(0.0, 0.0, 0.0),
                List.of(1.0, 1.0, 1.0),
                InputFormat.Placement.CENTRE,
                114);
        int classes = sides[2];
        int places = new Grid(sides[0], sides[1]).places();
        boolean yolox = layout == HeadLayout.YOLOX;
        float[][] quantities = new float[(yolox ? 5 : 4) + classes][places];
        fill(quantities, yolox, sides);
        outputs = List.of(laidOut(quantities, places, yolox));
        float[] thresholds = new float[classes];
        Arrays.fill(thresholds, THRESHOLD);
        head = layout.head(input, classes, java.util.Optional.empty());
        candidates = new Candidates(thresholds);
        suppression = new Suppression(0.6);
    }

    private void fill(float[][] quantities, boolean yolox, int[] sides) {
        Random random = new Random(3);
        int first = yolox ? 5 : 4;
        for (int q = 4; q < quantities.length; q++) {
            for (int i = 0; i < quantities[q].length; i++) {
                quantities[q][i] = random.nextFloat() * 0.1f;
            }
        }
        for (int i = 0; i < Math.min(hits, quantities[0].length); i++) {
            Random thing = new Random(i / CLUSTER);
            for (int side = 0; side < 4; side++) {
                float place = thing.nextFloat() * (side % 2 == 0 ? sides[0] : sides[1]);
                quantities[side][i] = yolox ? 1 : (side < 2 ? place : 20 + place / 5) + random.nextFloat();
            }
            quantities[first + thing.nextInt(quantities.length - first)][i] = 0.7f + 0.3f * random.nextFloat();
            quantities[4][i] = yolox ? 0.9f : quantities[4][i];
        }
    }

    private static FloatBuffer laidOut(float[][] quantities, int places, boolean placeFirst) {
        FloatBuffer output = ByteBuffer.allocateDirect(quantities.length * places * Float.BYTES)
                .order(ByteOrder.nativeOrder())
                .asFloatBuffer();
        for (int q = 0; q < quantities.length; q++) {
            for (int i = 0; i < places; i++) {
                output.put(placeFirst ? i * quantities.length + q : q * places + i, quantities[q][i]);
            }
        }
        return output;
    }

    @Benchmark
    public int boxes() {
        candidates.clear();
        head.score(outputs, 0, candidates);
        return suppression.run(head, outputs, 0, candidates);
    }
}
