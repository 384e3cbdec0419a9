package org.streetwarden.models.head;

import static org.assertj.core.api.Assertions.assertThat;
import static org.assertj.core.api.Assertions.within;

import java.nio.FloatBuffer;
import java.util.ArrayList;
import java.util.Comparator;
import java.util.List;
import java.util.Random;
import java.util.function.Function;
import net.jqwik.api.ForAll;
import net.jqwik.api.Property;
import org.streetwarden.models.InputFormat;
import org.streetwarden.models.head.PlainDecoding.Found;

/** Each head against its makers' formula, written plainly in {@link PlainDecoding}. */
class PublishedDecodingTest {

    private static final int WIDTH = 96;
    private static final int HEIGHT = 64;
    private static final float[] THRESHOLDS = {0.3f, 0.5f, 0.25f};
    private static final int CLASSES = THRESHOLDS.length;
    private static final int ROWS = 150;
    private static final InputFormat INPUT = new InputFormat(
            "images",
            WIDTH,
            HEIGHT,
            InputFormat.Colour.BGR,
            1,
            List.of(0.0, 0.0, 0.0),
            List.of(1.0, 1.0, 1.0),
            InputFormat.Placement.STRETCH,
            114);

    /** Random outputs of a layout; scores mostly small, logits around nought. */
    private static List<FloatBuffer> random(List<long[]> shapes, long seed, float low, float high) {
        Random random = new Random(seed);
        List<FloatBuffer> outputs = HeadShapes.buffers(shapes);
        for (FloatBuffer output : outputs) {
            for (int i = 0; i < output.capacity(); i++) {
                output.put(i, low + random.nextFloat() * (high - low));
            }
        }
        return outputs;
    }

    private static void check(
            HeadLayout layout,
            List<long[]> shapes,
            List<FloatBuffer> outputs,
            Function<List<FloatBuffer>, List<Found>> published) {
        Head head = layout.head(INPUT, CLASSES, HeadShapes.anchors(layout));
        assertThat(head.fit(shapes)).isEmpty();
        Candidates candidates = new Candidates(THRESHOLDS);
        Suppression suppression = new Suppression(1);
        head.score(outputs, 0, candidates);
        assertThat(candidates.probable()).isTrue();
        int kept = suppression.run(head, outputs, 0, candidates);

        List<Found> expected = new ArrayList<>(published.apply(outputs));
        expected.removeIf(f -> f.right() <= f.left() || f.bottom() <= f.top());
        expected.sort(Comparator.comparingDouble(Found::score).reversed());
        assertThat(kept).isPositive().isEqualTo(Math.min(Suppression.MOST_BOXES, expected.size()));
        for (int i = 0; i < kept; i++) {
            assertSame(suppression, i, expected);
        }
    }

    /** Equal scores may come in either order. */
    private static void assertSame(Suppression suppression, int i, List<Found> expected) {
        assertThat((double) suppression.score(i)).isCloseTo(expected.get(i).score(), within(1e-5));
        assertThat(expected)
                .anyMatch(f -> f.kind() == suppression.kind(i)
                        && Math.abs(f.score() - suppression.score(i)) < 1e-5
                        && Math.abs(f.left() - suppression.left(i)) < 1e-2
                        && Math.abs(f.top() - suppression.top(i)) < 1e-2
                        && Math.abs(f.right() - suppression.right(i)) < 1e-2
                        && Math.abs(f.bottom() - suppression.bottom(i)) < 1e-2);
    }

    private static List<long[]> shapes(HeadLayout layout) {
        return HeadShapes.of(layout, WIDTH, HEIGHT, CLASSES, ROWS);
    }

    @Property(tries = 40)
    void readsDecodedYolov5(@ForAll long seed) {
        List<long[]> shapes = shapes(HeadLayout.YOLOV5);
        check(HeadLayout.YOLOV5, shapes, random(shapes, seed, 0, 1), o -> PlainDecoding.yolov5(o, ROWS, THRESHOLDS));
    }

    @Property(tries = 40)
    void readsRawYolov5InBothLayouts(@ForAll long seed) {
        List<long[]> shapes = shapes(HeadLayout.YOLOV5_RAW);
        check(
                HeadLayout.YOLOV5_RAW,
                shapes,
                random(shapes, seed, -4, 2),
                o -> PlainDecoding.yolov5Raw(
                        o, shapes, THRESHOLDS, Anchors.known("yolov5").orElseThrow()));
    }

    @Property(tries = 40)
    void readsRowsOfFinishedBoxes(@ForAll long seed) {
        List<long[]> shapes = shapes(HeadLayout.END_TO_END);
        List<FloatBuffer> outputs = random(shapes, seed, 0, 1);
        Random random = new Random(seed);
        for (int i = 0; i < ROWS; i++) {
            outputs.getFirst().put(6 * i + 5, random.nextInt(CLASSES));
        }
        check(HeadLayout.END_TO_END, shapes, outputs, o -> PlainDecoding.endToEnd(o, ROWS, THRESHOLDS));
    }

    @Property(tries = 40)
    void readsDetrWithAndWithoutBatchAxis(@ForAll long seed) {
        List<long[]> shapes = seed % 2 == 0
                ? shapes(HeadLayout.DETR)
                : List.of(new long[] {1, ROWS}, new long[] {1, ROWS, 4}, new long[] {1, ROWS});
        List<FloatBuffer> outputs = random(shapes, seed, 0, 1);
        Random random = new Random(seed);
        for (int i = 0; i < ROWS; i++) {
            outputs.getFirst().put(i, random.nextInt(CLASSES));
        }
        check(HeadLayout.DETR, shapes, outputs, o -> PlainDecoding.detr(o, ROWS, THRESHOLDS));
    }

    @Property(tries = 40)
    void readsDetrsLogits(@ForAll long seed) {
        List<long[]> shapes = shapes(HeadLayout.DETR_LOGITS);
        List<FloatBuffer> outputs = random(shapes, seed, -4, 1);
        for (int i = 0; i < outputs.get(1).capacity(); i++) {
            outputs.get(1).put(i, outputs.get(1).get(i) / 5 + 0.8f);
        }
        check(
                HeadLayout.DETR_LOGITS,
                shapes,
                outputs,
                o -> PlainDecoding.detrLogits(o, ROWS, WIDTH, HEIGHT, THRESHOLDS));
    }

    @Property(tries = 40)
    void readsSsd(@ForAll long seed) {
        List<long[]> shapes = shapes(HeadLayout.SSD);
        List<FloatBuffer> outputs = random(shapes, seed, 0, 1);
        FloatBuffer scores = outputs.getFirst();
        for (int i = 0; i < ROWS; i++) {
            float sum = 0;
            for (int c = 0; c <= CLASSES; c++) {
                sum += scores.get(i * (1 + CLASSES) + c);
            }
            for (int c = 0; c <= CLASSES; c++) {
                scores.put(i * (1 + CLASSES) + c, scores.get(i * (1 + CLASSES) + c) / sum);
            }
        }
        check(HeadLayout.SSD, shapes, outputs, o -> PlainDecoding.ssd(o, ROWS, WIDTH, HEIGHT, THRESHOLDS));
    }

    @Property(tries = 40)
    void readsGflWithThreeAndFourLevels(@ForAll long seed) {
        List<long[]> shapes = seed % 2 == 0
                ? shapes(HeadLayout.GFL)
                : List.of(
                        new long[] {1, 96, CLASSES},
                        new long[] {1, 24, CLASSES},
                        new long[] {1, 6, CLASSES},
                        new long[] {1, 2, CLASSES},
                        new long[] {1, 96, 32},
                        new long[] {1, 24, 32},
                        new long[] {1, 6, 32},
                        new long[] {1, 2, 32});
        List<FloatBuffer> outputs = random(shapes, seed, 0, 1);
        Random random = new Random(seed);
        for (FloatBuffer bins : outputs.subList(outputs.size() / 2, outputs.size())) {
            for (int i = 0; i < bins.capacity(); i++) {
                bins.put(i, random.nextFloat() * 12 - 6);
            }
        }
        check(HeadLayout.GFL, shapes, outputs, o -> PlainDecoding.gfl(o, WIDTH, HEIGHT, THRESHOLDS));
    }

    @Property(tries = 40)
    void readsFastestDet(@ForAll long seed) {
        List<long[]> shapes = shapes(HeadLayout.FASTESTDET);
        check(
                HeadLayout.FASTESTDET,
                shapes,
                random(shapes, seed, 0, 1),
                o -> PlainDecoding.fastestDet(o, WIDTH, HEIGHT, THRESHOLDS));
    }

    @Property(tries = 40)
    void readsYoloFastestV2InBothLayouts(@ForAll long seed) {
        List<long[]> raw = shapes(HeadLayout.YOLO_FASTESTV2);
        check(
                HeadLayout.YOLO_FASTESTV2,
                raw,
                random(raw, seed, -3, 3),
                o -> PlainDecoding.yoloFastestV2(o, true, WIDTH, HEIGHT, THRESHOLDS));
        List<long[]> activated = shapes(HeadLayout.YOLO_FASTESTV2_NHWC);
        check(
                HeadLayout.YOLO_FASTESTV2_NHWC,
                activated,
                random(activated, seed, 0, 1),
                o -> PlainDecoding.yoloFastestV2(o, false, WIDTH, HEIGHT, THRESHOLDS));
    }
}
