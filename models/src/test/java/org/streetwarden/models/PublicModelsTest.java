package org.streetwarden.models;

import static org.assertj.core.api.Assertions.assertThat;
import static org.junit.jupiter.api.Assumptions.assumeTrue;

import java.nio.file.Path;
import java.util.List;
import java.util.Map;
import java.util.Set;
import org.junit.jupiter.api.io.TempDir;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.EnumSource;
import org.streetwarden.models.evaluate.Evaluation;
import org.streetwarden.models.evaluate.LabelledPicture;
import org.streetwarden.models.evaluate.YoloFolder;

/** Published detectors on published pictures: wrong pixels or a wrong head would show as a fraction of the known AP. */
class PublicModelsTest {

    /** All pictures where set, otherwise a few. */
    private static final boolean ALL = Boolean.getBoolean("streetwarden.coco");

    @TempDir
    Path folder;

    @ParameterizedTest
    @EnumSource(PublicModel.class)
    void findsWhatIsInCocosPictures(PublicModel model) throws Exception {
        assumeTrue(model.seesCoco());
        assumeTrue(model.name().matches(System.getProperty("streetwarden.only", ".*")));
        YoloFolder coco = new YoloFolder(Fixtures.data("test/coco128"), "labels", Map.of(), Set.of());
        List<LabelledPicture> pictures = coco.pictures();
        pictures = ALL ? pictures : pictures.subList(0, 16);
        String json = System.getProperty("streetwarden.change", "");
        Evaluation evaluation = Evaluation.run(
                model.pack(folder, 0.3, m -> {
                    for (String change : json.split(";")) {
                        String[] c = change.split("=>");
                        m = c.length == 2 ? m.replace(c[0], c[1]) : m;
                    }
                    return m;
                }), pictures, coco.labels(), 1, done -> {});
        System.out.printf("%s: mAP50 %.3f on %d pictures%n", model, evaluation.meanAp50(), pictures.size());
        assertThat(evaluation.meanAp50()).isGreaterThan(0.1);
    }
}
