package org.streetwarden.benchmarks;

import java.nio.FloatBuffer;
import java.util.Arrays;
import java.util.List;
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
import org.streetwarden.models.head.Head;
import org.streetwarden.models.head.HeadLayout;
import org.streetwarden.models.head.Suppression;

/**
 * Question: what does it cost to turn a network's output into boxes (scores read, candidates sorted, suppression)?
 * Decides: whether heads may stay in plain Java; the whole road without inference has 3 ms a picture.
 * Input: scores below every threshold but for {@code hits} places in clusters of ten, as around real things.
 * Peers, on the same input: {@link HeadPeersBenchmark}.
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

    /** Output layout. */
    @Param
    public HeadLayout layout;

    /** Input width and height, and classes: the usual COCO ones. */
    @Param({"640x80"})
    public String model;

    /** Places above the threshold, as far as a layout has so many. */
    @Param({"300", "3000", "25200"})
    public int hits;

    private Head head;
    private Candidates candidates;
    private Suppression suppression;
    private List<FloatBuffer> outputs;

    @Setup
    public void fill() {
        String[] sizes = model.split("x", 2);
        int side = Integer.parseInt(sizes[0]);
        int classes = Integer.parseInt(sizes[1]);
        InputFormat input = new InputFormat(
                "images",
                side,
                side,
                InputFormat.Colour.BGR,
                1,
                List.of(0.0, 0.0, 0.0),
                List.of(1.0, 1.0, 1.0),
                InputFormat.Placement.CENTRE,
                114);
        HeadOutputs filled = new HeadOutputs(layout, side, classes, hits);
        outputs = filled.buffers();
        float[] thresholds = new float[classes];
        Arrays.fill(thresholds, THRESHOLD);
        head = layout.head(input, classes, filled.anchors());
        if (!head.fit(filled.shapes()).isEmpty()) {
            throw new IllegalStateException(head.fit(filled.shapes()).getFirst());
        }
        candidates = new Candidates(thresholds);
        suppression = new Suppression(0.6);
        System.out.printf("# %s: %d boxes of %d candidates%n", layout, boxes(), hits);
    }

    @Benchmark
    public int boxes() {
        candidates.clear();
        head.score(outputs, 0, candidates);
        return suppression.run(head, outputs, 0, candidates);
    }
}
