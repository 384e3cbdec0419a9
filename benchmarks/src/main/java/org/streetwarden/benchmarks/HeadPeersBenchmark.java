package org.streetwarden.benchmarks;

import static org.bytedeco.opencv.global.opencv_dnn.NMSBoxesBatched;

import ai.djl.modality.cv.output.DetectedObjects;
import ai.djl.modality.cv.translator.YoloV8Translator;
import ai.djl.ndarray.NDArray;
import ai.djl.ndarray.NDList;
import ai.djl.ndarray.types.Shape;
import ai.djl.translate.TranslatorContext;
import java.lang.reflect.Proxy;
import java.nio.FloatBuffer;
import java.util.Arrays;
import java.util.List;
import java.util.concurrent.TimeUnit;
import java.util.stream.IntStream;
import org.bytedeco.javacpp.FloatPointer;
import org.bytedeco.javacpp.IntPointer;
import org.bytedeco.opencv.opencv_core.Rect;
import org.bytedeco.opencv.opencv_core.RectVector;
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
import org.streetwarden.models.head.HeadLayout;
import org.streetwarden.models.head.Suppression;
import org.streetwarden.models.head.Yolov8Head;

/**
 * Question: do others turn a YOLOv8 output of 640 x 640 and 80 classes into boxes faster than ours: DJL's own translator, or
 * OpenCV's suppression over boxes already decoded?
 * Decides: whether heads and suppression earn their place; slower than DJL's translator they go.
 * Input: as {@link HeadBenchmark}. DJL's array is a stand-in that transposes in Java: its ONNX engine has no transpose. Run:
 * scripts/bench HeadPeersBenchmark -prof gc
 */
@BenchmarkMode(Mode.AverageTime)
@OutputTimeUnit(TimeUnit.MICROSECONDS)
@State(Scope.Thread)
@Fork(1)
@Warmup(iterations = 4, time = 1)
@Measurement(iterations = 5, time = 1)
public class HeadPeersBenchmark {

    private static final int SIDE = 640;
    private static final int CLASSES = 80;
    private static final float THRESHOLD = 0.4f;
    private static final float IOU = 0.6f;

    /** Places above the threshold; there are 8,400. */
    @Param({"300", "3000", "8400"})
    public int hits;

    private List<FloatBuffer> outputs;
    private int places;
    private Yolov8Head head;
    private Candidates candidates;
    private Suppression suppression;
    private DjlYolov8 djl;
    private NDList arrays;
    private RectVector rects;
    private FloatPointer scores;
    private IntPointer kinds;

    /** Lets the translator's own decoding be called. */
    private static final class DjlYolov8 extends YoloV8Translator {

        DjlYolov8(Builder builder) {
            super(builder);
        }

        DetectedObjects decode(NDList list) {
            return processFromBoxOutput(SIDE, SIDE, list);
        }
    }

    @Setup
    public void fill() throws Exception {
        HeadOutputs filled = new HeadOutputs(HeadLayout.YOLOV8, SIDE, CLASSES, hits);
        outputs = filled.buffers();
        places = (int) filled.shapes().getFirst()[2];
        InputFormat input = new InputFormat(
                "images",
                SIDE,
                SIDE,
                InputFormat.Colour.RGB,
                1,
                List.of(0.0, 0.0, 0.0),
                List.of(1.0, 1.0, 1.0),
                InputFormat.Placement.CENTRE,
                114);
        head = new Yolov8Head(input, CLASSES);
        float[] thresholds = new float[CLASSES];
        Arrays.fill(thresholds, THRESHOLD);
        candidates = new Candidates(thresholds);
        suppression = new Suppression(IOU);
        List<String> names = IntStream.range(0, CLASSES).mapToObj(Integer::toString).toList();
        djl = new DjlYolov8((YoloV8Translator.Builder)
                YoloV8Translator.builder().optNmsThreshold(IOU).optSynset(names).optThreshold(THRESHOLD));
        djl.prepare((TranslatorContext) Proxy.newProxyInstance(
                NDArray.class.getClassLoader(), new Class<?>[] {TranslatorContext.class}, (self, method, args) -> null));
        arrays = new NDList(array(false));
        decodeForOpencv();
        System.out.printf("# ours %d boxes, DJL %d, OpenCV %d%n", ours(), djl().getNumberOfObjects(), opencv());
    }

    /** {@code [84, 8400]}, or the other way round. */
    private NDArray array(boolean transposed) {
        return (NDArray) Proxy.newProxyInstance(
                NDArray.class.getClassLoader(), new Class<?>[] {NDArray.class}, (self, method, args) ->
                        switch (method.getName()) {
                            case "transpose" -> array(true);
                            case "getShape" -> transposed ? new Shape(places, 4 + CLASSES) : new Shape(4 + CLASSES, places);
                            case "toFloatArray" -> transposed();
                            default -> throw new UnsupportedOperationException(method.toString());
                        });
    }

    private float[] transposed() {
        float[] rows = new float[places * (4 + CLASSES)];
        for (int q = 0; q < 4 + CLASSES; q++) {
            for (int i = 0; i < places; i++) {
                rows[i * (4 + CLASSES) + q] = outputs.getFirst().get(q * places + i);
            }
        }
        return rows;
    }

    private void decodeForOpencv() {
        int n = Math.min(hits, places);
        rects = new RectVector(n);
        scores = new FloatPointer(n);
        kinds = new IntPointer(n);
        float[] box = new float[4];
        for (int place = 0; place < n; place++) {
            head.box(outputs, 0, place, box);
            rects.put(place, new Rect((int) (box[0] - box[2] / 2), (int) (box[1] - box[3] / 2), (int) box[2], (int) box[3]));
            for (int c = 0; c < CLASSES; c++) {
                float score = outputs.getFirst().get((4 + c) * places + place);
                if (score >= THRESHOLD) {
                    scores.put(place, score);
                    kinds.put(place, c);
                }
            }
        }
    }

    @Benchmark
    public int ours() {
        candidates.clear();
        head.score(outputs, 0, candidates);
        return suppression.run(head, outputs, 0, candidates);
    }

    @Benchmark
    public DetectedObjects djl() {
        return djl.decode(arrays);
    }

    /** Suppression only: reading scores and decoding boxes is not in it. */
    @Benchmark
    public long opencv() {
        try (IntPointer kept = new IntPointer((org.bytedeco.javacpp.Pointer) null)) {
            NMSBoxesBatched(rects, scores, kinds, THRESHOLD, IOU, kept, 1, 0);
            return kept.limit();
        }
    }
}
