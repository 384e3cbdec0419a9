package org.streetwarden.models.inspect;

import static org.assertj.core.api.Assertions.assertThat;

import java.nio.file.Path;
import java.util.ArrayList;
import java.util.Arrays;
import java.util.List;
import java.util.Map;
import java.util.Set;
import java.util.TreeMap;
import org.junit.jupiter.api.Test;
import org.streetwarden.models.engine.GraphShape;
import org.streetwarden.models.engine.GraphShape.Port;
import org.streetwarden.models.head.HeadLayout;
import org.streetwarden.models.head.HeadShapes;

/** Graphs as the usual exporters write them. */
class HeadGuessTest {

    private static final Port PICTURE = port("images", "float", 1, 3, 640, 640);

    private static Port port(String name, String type, long... shape) {
        return new Port(name, type, Arrays.stream(shape).boxed().toList());
    }

    private static OnnxGraph graph(List<Port> inputs, List<Port> outputs, String metadata, String... operators) {
        Map<String, Integer> used = new TreeMap<>();
        Arrays.stream(operators).forEach(operator -> used.put(operator, 1));
        return new OnnxGraph(
                Path.of("x.onnx"),
                8,
                "test",
                Map.of("", 17L),
                new GraphShape(inputs, outputs),
                used,
                Map.of(),
                Set.of(),
                metadata.isEmpty() ? Map.of() : Map.of("names", metadata));
    }

    private static HeadGuess guess(Port output, String... operators) {
        return HeadGuess.of(graph(List.of(PICTURE), List.of(output), "", operators));
    }

    private static void assertIs(HeadGuess guess, HeadLayout head, int classes) {
        assertThat(guess.head()).as(guess.why()).contains(head);
        assertThat(guess.classes()).isEqualTo(classes);
    }

    @Test
    void tellsOneOutputFromAnother() {
        assertIs(guess(port("output0", "float", 1, 84, 8400)), HeadLayout.YOLOV8, 80);
        assertIs(guess(port("output0", "float", -1, 10, -1)), HeadLayout.YOLOV8, 6);
        assertIs(guess(port("output0", "float", 1, 25200, 85)), HeadLayout.YOLOV5, 80);
        assertIs(guess(port("output0", "float", 1, 25200, 6)), HeadLayout.YOLOV5, 1);
        assertIs(guess(port("output", "float", 1, 8400, 85)), HeadLayout.YOLOX, 80);
        assertIs(guess(port("output", "float", 1, 8400, 85), "Exp"), HeadLayout.YOLOV5, 80);
        assertIs(guess(port("output0", "float", 1, 300, 6)), HeadLayout.END_TO_END, 0);
        assertIs(guess(port("output", "float", -1, 6), "NonMaxSuppression"), HeadLayout.END_TO_END, 0);
        assertIs(guess(port("output", "float", 1, 25, 40, 40)), HeadLayout.FASTESTDET, 20);
    }

    @Test
    void doesNotTakeColumnsWithoutObjectnessForThoseWith() {
        String names = "{0: 'bin', 1: 'bus'}";
        OnnxGraph transposed = graph(List.of(PICTURE), List.of(port("o", "float", 1, 8400, 6)), names);
        OnnxGraph right = graph(List.of(PICTURE), List.of(port("o", "float", 1, 8400, 7)), names);

        assertThat(HeadGuess.of(transposed).head()).isEmpty();
        assertIs(HeadGuess.of(right), HeadLayout.YOLOX, 2);
        assertThat(right.classNames()).containsExactly("bin", "bus");
    }

    @Test
    void recognisesWhatEveryHeadReads() {
        for (HeadLayout layout : HeadLayout.values()) {
            int rows = layout == HeadLayout.SSD || layout == HeadLayout.YOLOV5 ? 4000 : 300;
            List<Port> outputs = new ArrayList<>();
            for (long[] shape : HeadShapes.of(layout, 640, 640, 7, rows)) {
                boolean labels = layout == HeadLayout.DETR && outputs.isEmpty();
                outputs.add(port("o" + outputs.size(), labels ? "int64" : "float", shape));
            }
            if (layout == HeadLayout.DETR) {
                outputs.set(2, port("o2", "float", 300));
            }
            HeadGuess guess = HeadGuess.of(graph(List.of(PICTURE), outputs, ""));

            boolean says = layout != HeadLayout.DETR && layout != HeadLayout.END_TO_END;
            assertIs(guess, layout, says ? 7 : 0);
            assertThat(guess.outputs())
                    .containsExactlyElementsOf(outputs.stream().map(Port::name).toList());
            assertThat(guess.anchors()).isEqualTo(layout.anchorLevels() > 0);
        }
    }

    @Test
    void findsTheInputsByWhatTheyAre() {
        Port sizes = port("orig_target_sizes", "int64", -1, 2);
        List<Port> outputs = List.of(
                port("scores", "float", -1, -1), port("labels", "int64", -1, -1), port("boxes", "float", -1, -1, 4));
        HeadGuess guess = HeadGuess.of(graph(List.of(sizes, port("im", "float", -1, 3, -1, -1)), outputs, ""));

        assertIs(guess, HeadLayout.DETR, 0);
        assertThat(guess.outputs()).containsExactly("labels", "boxes", "scores");
        assertThat(guess.image()).isEqualTo("im");
        assertThat(guess.sizes()).contains("orig_target_sizes");
        assertThat(guess.width()).isZero();
    }

    @Test
    void saysWhatItFoundWhereNothingFits() {
        assertThat(guess(port("o", "float", 1, 1000)).why())
                .contains("no known layout has the outputs o float [1, 1000]");
        OnnxGraph nhwc = graph(List.of(port("in", "uint8", 1, 640, 640, 3)), List.of(port("o", "float", 1, 8)), "");
        assertThat(HeadGuess.of(nhwc).why())
                .contains("expected a float input [batch, 3, height, width]", "found in uint8 [1, 640, 640, 3]");
        assertThat(HeadGuess.of(graph(List.of(), List.of(), "")).why()).contains("found none");
    }
}
