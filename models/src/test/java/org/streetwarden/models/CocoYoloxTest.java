package org.streetwarden.models;

import static org.assertj.core.api.Assertions.assertThat;

import java.io.IOException;
import java.nio.file.Files;
import java.nio.file.Path;
import java.util.List;
import java.util.Map;
import java.util.Set;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.io.TempDir;
import org.streetwarden.detect.Detection;
import org.streetwarden.detect.Detector;
import org.streetwarden.models.evaluate.Evaluation;
import org.streetwarden.models.evaluate.YoloFolder;
import org.streetwarden.models.pixels.PictureFrame;

/** A published YOLOX on published pictures: wrong pixels or a wrong head would show as a fraction of its known AP. */
class CocoYoloxTest {

    @TempDir
    Path folder;

    private ModelPackage yolox() throws IOException, BrokenPackage {
        Path model = Fixtures.data("models/yolox_nano_416_coco_rawgrid.onnx");
        Files.copy(model, folder.resolve("model.onnx"));
        StringBuilder classes = new StringBuilder();
        for (String name : Files.readAllLines(Fixtures.data("test/coco128/classes.txt"))) {
            classes.append(classes.isEmpty() ? "" : ",")
                    .append("{\"name\": \"%s\", \"threshold\": 0.4}".formatted(name));
        }
        Files.writeString(
                folder.resolve("manifest.json"), """
                {"schema": 1, "name": "yolox-nano-coco", "version": "1", "head": "yolox", "file": "model.onnx",
                 "sha256": "%s",
                 "input": {"name": "images", "width": 416, "height": 416, "layout": "NCHW", "colour": "BGR", "scale": 1,
                           "mean": [0, 0, 0], "std": [1, 1, 1], "letterbox": "top-left", "pad": 114},
                 "outputs": ["%s"], "classes": [%s], "nmsIou": 0.65, "licence": "Apache-2.0"}
                """.formatted(ModelPackage.sha256(model), outputName(model), classes));
        return ModelPackage.open(folder);
    }

    private static String outputName(Path model) throws IOException {
        try {
            return org.streetwarden.models.engine.GraphShape.read(model)
                    .outputs()
                    .getFirst()
                    .name();
        } catch (org.streetwarden.detect.DetectorFailure e) {
            throw new IOException(e);
        }
    }

    @Test
    void reachesItsKnownPrecisionOnCoco() throws Exception {
        YoloFolder coco = new YoloFolder(Fixtures.data("test/coco128"), "labels", Map.of(), Set.of());
        Evaluation evaluation = Evaluation.run(yolox(), coco.pictures(), coco.labels(), 1, done -> {});

        System.out.printf(
                "COCO mAP50 of YOLOX-nano on %d pictures: %.3f%n", evaluation.pictures(), evaluation.meanAp50());
        assertThat(evaluation.pictures()).isEqualTo(128);
        assertThat(evaluation.meanAp50()).isGreaterThan(0.40);
    }

    @Test
    void findsTheSameThroughEitherEngine() throws Exception {
        ModelPackage pack = yolox();
        Path picture = Fixtures.data("test/coco128/images/000000000139.jpg");
        try (Detector onnx = Detectors.open(pack, Engine.ONNXRUNTIME, 1);
                Detector djl = Detectors.open(pack, Engine.DJL, 1);
                PictureFrame frame = PictureFrame.read(picture)) {
            List<Detection> one = onnx.detect(List.of(frame)).getFirst();
            List<Detection> other = djl.detect(List.of(frame)).getFirst();

            assertThat(one).isNotEmpty();
            assertThat(other).isEqualTo(one);
        }
    }
}
