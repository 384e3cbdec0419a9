package org.streetwarden.models;

import static org.assertj.core.api.Assertions.assertThat;
import static org.junit.jupiter.api.Assumptions.assumeTrue;

import java.nio.file.Path;
import java.util.List;
import java.util.Map;
import java.util.Set;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.io.TempDir;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.EnumSource;
import org.streetwarden.detect.Detection;
import org.streetwarden.detect.Detector;
import org.streetwarden.models.evaluate.Evaluation;
import org.streetwarden.models.evaluate.LabelledPicture;
import org.streetwarden.models.evaluate.YoloFolder;
import org.streetwarden.models.pixels.PictureFrame;

/**
 * Published detectors on published pictures: wrong pixels or a wrong head would show as a fraction of the known AP. A few
 * pictures unless {@code -Dstreetwarden.coco=true} asks for all.
 */
class PublicModelsTest {

    private static final boolean ALL = Boolean.getBoolean("streetwarden.coco");
    private static final int FEW = 16;

    @TempDir
    Path folder;

    @ParameterizedTest
    @EnumSource(
            value = PublicModel.class,
            mode = EnumSource.Mode.EXCLUDE,
            names = {"ULTRAFACE"})
    void findsWhatIsInCocosPictures(PublicModel model) throws Exception {
        YoloFolder coco = new YoloFolder(Fixtures.data("test/coco128"), "labels", Map.of(), Set.of());
        List<LabelledPicture> all = coco.pictures();
        List<LabelledPicture> pictures = ALL ? all : all.subList(0, FEW);
        Evaluation evaluation = Evaluation.run(model.pack(folder, 0.3), pictures, coco.labels(), 1, done -> {});

        System.out.printf("%s: mAP50 %.3f on %d pictures%n", model, evaluation.meanAp50(), pictures.size());
        assumeTrue(!ALL, "measured only");
        assertThat(evaluation.meanAp50()).isGreaterThan(model.leastAp());
    }

    @Test
    void findsFacesOnPeople() throws Exception {
        YoloFolder coco = new YoloFolder(Fixtures.data("test/coco128"), "labels", Map.of(), Set.of());
        int faces = 0;
        int onPeople = 0;
        try (Detector detector = Detectors.open(PublicModel.ULTRAFACE.pack(folder, 0.7), Engine.ONNXRUNTIME, 1)) {
            for (LabelledPicture picture : coco.pictures().subList(0, 2 * FEW)) {
                try (PictureFrame frame = PictureFrame.read(picture.file())) {
                    List<Detection> seen = detector.detect(List.of(frame)).getFirst();
                    faces += seen.size();
                    onPeople += (int) seen.stream().filter(face -> isOnAPerson(face, picture)).count();
                }
            }
        }
        System.out.printf("ULTRAFACE: %d faces, %d of them on people%n", faces, onPeople);
        assertThat(faces).isGreaterThan(5);
        assertThat(onPeople).isGreaterThan(faces * 3 / 4);
    }

    private static boolean isOnAPerson(Detection face, LabelledPicture picture) {
        return picture.truths().stream()
                .anyMatch(t -> t.label().equals("person") && t.box().intersection(face.box()) > face.box().area() / 2);
    }
}
