package org.streetwarden.models.engine;

import static org.assertj.core.api.Assertions.assertThat;
import static org.assertj.core.api.Assertions.assertThatThrownBy;

import java.io.IOException;
import java.nio.file.Files;
import java.nio.file.Path;
import java.util.List;
import org.bytedeco.javacpp.Pointer;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.io.TempDir;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.EnumSource;
import org.streetwarden.detect.Detection;
import org.streetwarden.detect.Detector;
import org.streetwarden.detect.DetectorFailure;
import org.streetwarden.geometry.Box;
import org.streetwarden.models.Detectors;
import org.streetwarden.models.Engine;
import org.streetwarden.models.ModelPackage;
import org.streetwarden.models.Painting;
import org.streetwarden.models.TinyOnnx;

/** Graphs with a second input, whole-number outputs, no batch axis, open axes, and as many rows as they find. */
class GraphFormsTest {

    private static final long[] PICTURE = {1, 3, 32, 64};

    @TempDir
    Path folder;

    private ModelPackage pack(TinyOnnx graph, String head, String outputs, String sizes) throws Exception {
        Path model = graph.write(folder.resolve("model.onnx"));
        Files.writeString(
                folder.resolve("manifest.json"), """
                {"schema": 1, "name": "tiny", "version": "1", "head": "%s", "file": "model.onnx", "sha256": "%s",
                 "input": {"name": "images", "width": 64, "height": 32, "layout": "NCHW", "colour": "RGB", "scale": 1,
                           "mean": [0, 0, 0], "std": [1, 1, 1], "letterbox": "stretch", "pad": 0%s},
                 "outputs": [%s], "classes": [{"name": "a", "threshold": 0.5}, {"name": "b", "threshold": 0.5}],
                 "nmsIou": 1, "licence": "MIT"}
                """.formatted(head, ModelPackage.sha256(model), sizes, outputs));
        return ModelPackage.open(folder);
    }

    private static List<Detection> look(Detector detector, Painting.Colour colour) throws DetectorFailure {
        try (Painting picture = new Painting(0, 640, 640, colour)) {
            return detector.detect(List.of(picture)).getFirst();
        }
    }

    /** Boxes are the halves of whatever size the second input says; labels are constants. */
    private static TinyOnnx detr(boolean batched) {
        long[] two = batched ? new long[] {1, 2} : new long[] {2};
        long[] boxes = batched ? new long[] {1, 2, 4} : new long[] {2, 4};
        TinyOnnx graph = new TinyOnnx()
                .input("images", TinyOnnx.FLOAT, batched ? new long[] {-1, 3, 32, 64} : new long[] {3, 32, 64})
                .input("orig_target_sizes", TinyOnnx.INT64, batched ? new long[] {-1, 2} : new long[] {2})
                .output("labels", TinyOnnx.INT64, batched ? new long[] {-1, -1} : new long[] {2})
                .output("boxes", TinyOnnx.FLOAT, batched ? new long[] {-1, -1, 4} : new long[] {2, 4})
                .output("scores", TinyOnnx.FLOAT, batched ? new long[] {-1, -1} : new long[] {2})
                .floats("halves", boxes, 0, 0, 0.5f, 1, 0.5f, 0, 1, 1)
                .floats("zero", new long[] {1}, 0)
                .floats("weight", two, 0.9f, 0.8f)
                .longs("which", 0, 1)
                .longs("row", two)
                .longs("nought", 0)
                .node("Cast", "orig_target_sizes", "size", n -> TinyOnnx.attribute(n, "to", TinyOnnx.FLOAT))
                .node("Concat", "size size", "sizes4", n -> TinyOnnx.attribute(n, "axis", batched ? 1 : 0))
                .node("Mul", "halves sizes4", "boxes")
                .node("ReduceMax", "images", "brightest", n -> TinyOnnx.attribute(n, "keepdims", 0))
                .node("Mul", "brightest zero", "none")
                .node("Add", "weight none", "scores");
        return graph.node("Reshape", "which row", "labels");
    }

    private static void assertHalves(List<Detection> seen) {
        assertThat(seen)
                .containsExactly(
                        new Detection("a", 0.9f, new Box(0, 0, 0.5, 1)),
                        new Detection("b", 0.8f, new Box(0.5, 0, 1, 1)));
    }

    @ParameterizedTest
    @EnumSource(Engine.class)
    void feedsTheSizesAndReadsWholeNumbers(Engine engine) throws Exception {
        long before = Pointer.totalBytes();
        ModelPackage pack =
                pack(detr(true), "detr", "\"labels\", \"boxes\", \"scores\"", ", \"sizes\": \"orig_target_sizes\"");
        try (Detector detector = Detectors.open(pack, engine, 1)) {
            assertHalves(look(detector, Painting.Colour.GREY));
            assertHalves(look(detector, Painting.Colour.RED));
        }
        assertThat(Pointer.totalBytes()).isEqualTo(before);
    }

    @Test
    void runsGraphsWithoutABatchAxis() throws Exception {
        ModelPackage pack =
                pack(detr(false), "detr", "\"labels\", \"boxes\", \"scores\"", ", \"sizes\": \"orig_target_sizes\"");
        try (Detector detector = Detectors.open(pack, Engine.ONNXRUNTIME, 1)) {
            assertHalves(look(detector, Painting.Colour.GREY));
        }
    }

    @ParameterizedTest
    @EnumSource(Engine.class)
    void saysThatTheSecondInputIsNotFed(Engine engine) throws Exception {
        ModelPackage pack = pack(detr(true), "detr", "\"labels\", \"boxes\", \"scores\"", "");
        assertThatThrownBy(() -> Detectors.open(pack, engine, 1).close()).isInstanceOf(DetectorFailure.class);
    }

    /** One row for each of the first pixels of the red plane that is bright: whole picture, score 0.75, class 0. */
    private static TinyOnnx counting() {
        return new TinyOnnx()
                .input("images", TinyOnnx.FLOAT, -1, 3, -1, -1)
                .output("output", TinyOnnx.FLOAT, -1, 6)
                .floats("limit", new long[] {1}, 100)
                .floats("row", new long[] {1, 6}, 0, 0, 64, 32, 0.75f, 0)
                .longs("flat", -1)
                .longs("from", 0)
                .longs("upto", 4)
                .longs("across", 1)
                .longs("six", 6)
                .longs("axes", 0)
                .node("Reshape", "images flat", "line")
                .node("Slice", "line from upto axes", "some")
                .node("Greater", "some limit", "bright")
                .node("NonZero", "bright", "where")
                .node("Shape", "where", "shape")
                .node("Slice", "shape across six axes", "count")
                .node("Concat", "count across", "times", n -> TinyOnnx.attribute(n, "axis", 0))
                .node("Tile", "row times", "output");
    }

    @ParameterizedTest
    @EnumSource(Engine.class)
    void readsAsManyRowsAsThereAre(Engine engine) throws Exception {
        long before = Pointer.totalBytes();
        try (Detector detector = Detectors.open(pack(counting(), "end-to-end", "\"output\"", ""), engine, 1)) {
            for (int i = 0; i < 3; i++) {
                assertThat(look(detector, Painting.Colour.BLACK)).isEmpty();
                assertThat(look(detector, Painting.Colour.WHITE))
                        .hasSize(4)
                        .allMatch(d -> d.equals(new Detection("a", 0.75f, new Box(0, 0, 1, 1))));
            }
        }
        assertThat(Pointer.totalBytes()).isEqualTo(before);
    }

    @ParameterizedTest
    @EnumSource(Engine.class)
    void refusesRowsTheHeadCannotRead(Engine engine) throws IOException {
        TinyOnnx graph = new TinyOnnx()
                .input("images", TinyOnnx.FLOAT, PICTURE)
                .output("output", TinyOnnx.FLOAT, 1, 3, 32, 64)
                .node("Identity", "images", "output");
        assertThatThrownBy(() -> Detectors.open(pack(graph, "end-to-end", "\"output\"", ""), engine, 1)
                        .close())
                .isInstanceOf(DetectorFailure.class)
                .hasMessageContaining("expected one output [1, rows, 6] or [rows, 6], found [1, 3, 32, 64]");
    }
}
