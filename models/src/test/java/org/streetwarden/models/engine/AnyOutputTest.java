package org.streetwarden.models.engine;

import static org.assertj.core.api.Assertions.assertThat;

import java.nio.FloatBuffer;
import java.util.ArrayList;
import java.util.List;
import java.util.Map;
import java.util.Optional;
import java.util.Random;
import net.jqwik.api.ForAll;
import net.jqwik.api.Property;
import net.jqwik.api.constraints.IntRange;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.EnumSource;
import org.streetwarden.detect.Detection;
import org.streetwarden.detect.DetectorFailure;
import org.streetwarden.models.InputFormat;
import org.streetwarden.models.ModelClass;
import org.streetwarden.models.ModelManifest;
import org.streetwarden.models.head.HeadLayout;
import org.streetwarden.models.head.HeadShapes;
import org.streetwarden.models.head.Suppression;
import org.streetwarden.models.pixels.Letterbox;

/** Whatever a graph puts out, a head answers with sane detections or a {@link DetectorFailure}, and reads only its tensors. */
class AnyOutputTest {

    private static final int WIDTH = 96;
    private static final int HEIGHT = 64;
    private static final int CLASSES = 3;
    private static final InputFormat INPUT = new InputFormat(
            "images",
            WIDTH,
            HEIGHT,
            InputFormat.Colour.BGR,
            1,
            List.of(0.0, 0.0, 0.0),
            List.of(1.0, 1.0, 1.0),
            InputFormat.Placement.CENTRE,
            114);
    private static final Letterbox LETTERBOX = Letterbox.of(1920, 1080, INPUT);
    private static final float[] STRANGE = {
        0,
        -0f,
        1,
        -1,
        2,
        Float.NaN,
        Float.POSITIVE_INFINITY,
        Float.NEGATIVE_INFINITY,
        Float.MAX_VALUE,
        Float.MIN_VALUE,
        -Float.MAX_VALUE,
        1e30f,
        88,
        -88,
        3e9f
    };

    private static OutputReader reader(HeadLayout layout) {
        List<ModelClass> classes = List.of(
                new ModelClass("a", 0.3f, false), new ModelClass("b", 0.01f, false), new ModelClass("c", 0.9f, false));
        return new OutputReader(new ModelManifest(
                "any",
                "1",
                ModelManifest.Role.DETECTOR,
                ModelManifest.ONNXRUNTIME,
                layout,
                "model.onnx",
                "0".repeat(64),
                Map.of(),
                INPUT,
                List.of("o"),
                classes,
                HeadShapes.anchors(layout),
                0.6,
                "MIT",
                Optional.empty()));
    }

    /** Reads, and checks what comes out; whether there was a failure. */
    private static boolean refuses(OutputReader reader, List<FloatBuffer> outputs) {
        try {
            List<Detection> seen = reader.read(outputs, 0, LETTERBOX);
            assertThat(seen.size()).isLessThanOrEqualTo(Suppression.MOST_BOXES);
            for (Detection detection : seen) {
                assertThat(detection.score()).isBetween(0f, 1f);
                assertThat(detection.box().area()).isPositive();
                assertThat(detection.box().right()).isLessThanOrEqualTo(1);
                assertThat(detection.box().left()).isGreaterThanOrEqualTo(0);
            }
            return false;
        } catch (DetectorFailure e) {
            assertThat(e.getMessage()).startsWith("model.onnx: ").doesNotContain("\n");
            return true;
        }
    }

    private static List<FloatBuffer> outputs(OutputReader reader, HeadLayout layout, int rows) {
        try {
            List<long[]> shapes = HeadShapes.of(layout, WIDTH, HEIGHT, CLASSES, rows);
            reader.expect(shapes);
            return HeadShapes.buffers(shapes);
        } catch (DetectorFailure e) {
            throw new AssertionError(e);
        }
    }

    @Property(tries = 150)
    void answersAnyBits(@ForAll long seed, @ForAll @IntRange(min = 0, max = 400) int rows) {
        Random random = new Random(seed);
        for (HeadLayout layout : HeadLayout.values()) {
            OutputReader reader = reader(layout);
            int share = 1 + random.nextInt(200);
            List<FloatBuffer> outputs = outputs(reader, layout, rows);
            for (FloatBuffer output : outputs) {
                for (int i = 0; i < output.capacity(); i++) {
                    output.put(i, number(random, share));
                }
            }
            refuses(reader, outputs);
        }
    }

    /** One number in {@code share} is strange or of any bits. */
    private static float number(Random random, int share) {
        if (random.nextInt(share) > 0) {
            return random.nextFloat();
        }
        return random.nextBoolean() ? STRANGE[random.nextInt(STRANGE.length)] : Float.intBitsToFloat(random.nextInt());
    }

    @ParameterizedTest
    @EnumSource(HeadLayout.class)
    void refusesWhatIsNoNumber(HeadLayout layout) {
        for (float wrong : new float[] {Float.NaN, Float.POSITIVE_INFINITY}) {
            OutputReader reader = reader(layout);
            List<FloatBuffer> outputs = outputs(reader, layout, 50);
            for (FloatBuffer output : outputs) {
                for (int i = 0; i < output.capacity(); i++) {
                    output.put(i, wrong);
                }
            }
            assertThat(refuses(reader, outputs)).as("%s of %s", layout, wrong).isTrue();
        }
    }

    @ParameterizedTest
    @EnumSource(HeadLayout.class)
    void seesNothingWhereNothingScores(HeadLayout layout) throws DetectorFailure {
        OutputReader reader = reader(layout);
        List<FloatBuffer> outputs = outputs(reader, layout, 50);
        boolean logits = layout == HeadLayout.YOLOV5_RAW
                || layout == HeadLayout.YOLO_FASTESTV2
                || layout == HeadLayout.DETR_LOGITS;
        for (FloatBuffer output : outputs) {
            for (int i = 0; i < output.capacity(); i++) {
                output.put(i, logits ? -20 : 0);
            }
        }
        if (layout == HeadLayout.SSD) {
            for (int i = 0; i < outputs.getFirst().capacity(); i += 1 + CLASSES) {
                outputs.getFirst().put(i, 1);
            }
        }
        assertThat(reader.read(outputs, 0, LETTERBOX)).isEmpty();
    }

    @ParameterizedTest
    @EnumSource(
            value = HeadLayout.class,
            names = {"DETR", "END_TO_END"})
    void refusesLabelsThatNameNoClass(HeadLayout layout) {
        for (float label : new float[] {CLASSES, -1, 0.5f, Float.NaN, 1e9f}) {
            OutputReader reader = reader(layout);
            List<FloatBuffer> outputs = outputs(reader, layout, 1);
            outputs.getLast().put(layout == HeadLayout.DETR ? 0 : 4, 0.8f);
            outputs.getFirst().put(layout == HeadLayout.DETR ? 0 : 5, label);

            assertThat(refuses(reader, outputs)).as("label %s", label).isTrue();
        }
    }

    @ParameterizedTest
    @EnumSource(HeadLayout.class)
    void refusesOutputsOfOtherShapes(HeadLayout layout) {
        for (int changed = 0; changed < 3; changed++) {
            List<long[]> shapes = new ArrayList<>(HeadShapes.of(layout, WIDTH, HEIGHT, CLASSES, 50));
            if (changed == 0) {
                shapes.removeLast();
            } else if (changed == 1) {
                shapes.getLast()[shapes.getLast().length - 1]++;
            } else {
                shapes.set(0, new long[] {1});
            }
            List<long[]> wrong = List.copyOf(shapes);
            org.assertj.core.api.Assertions.assertThatThrownBy(
                            () -> reader(layout).expect(wrong))
                    .as("%s, change %d", layout, changed)
                    .isInstanceOf(DetectorFailure.class)
                    .hasMessageContaining("head " + layout.written() + ": expected");
        }
    }
}
