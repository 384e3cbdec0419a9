package org.streetwarden.models;

import static org.assertj.core.api.Assertions.assertThat;

import java.util.List;
import java.util.Map;
import java.util.Set;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.EnumSource;
import org.streetwarden.detect.Detection;
import org.streetwarden.detect.Detector;
import org.streetwarden.models.evaluate.ClassScore;
import org.streetwarden.models.evaluate.Evaluation;
import org.streetwarden.models.evaluate.YoloFolder;

/** The shipped package. */
class StreetNanoTest {

    private static final java.nio.file.Path PACKAGE = Fixtures.root().resolve("models/zoo/street-nano-0.4");

    @ParameterizedTest
    @EnumSource(Engine.class)
    void loadsAndLooks(Engine engine) throws Exception {
        try (Detector detector = Detectors.open(PACKAGE, engine, 1)) {
            List<Detection> seen = detector.detect(List.of(new Painting(0, 1920, 1080, Painting.Colour.GREY)))
                    .getFirst();

            assertThat(detector.model().name()).isEqualTo("street-nano");
            assertThat(seen).isEmpty();
        }
    }

    @Test
    void namesTheSixClassesOfTheRules() throws Exception {
        assertThat(ManifestReader.read(PACKAGE).classes())
                .extracting(ModelClass::name)
                .containsExactly("stall", "bin", "bin_overflow", "rubbish", "vehicle", "person");
    }

    @Test
    void findsBinsInRealStreets() throws Exception {
        YoloFolder bins = new YoloFolder(
                Fixtures.data("test/bins_garbage_cn"),
                "labels_clean",
                Map.of("garbage", "rubbish", "garbage_bin", "bin", "overflow", "bin_overflow"),
                Set.of("3"));
        Evaluation evaluation =
                Evaluation.run(ModelPackage.open(PACKAGE), bins.pictures(), bins.labels(), 1, done -> {});

        assertThat(evaluation.pictures()).isEqualTo(150);
        assertThat(evaluation.classes())
                .filteredOn(ClassScore::labelled)
                .extracting(ClassScore::label, ClassScore::truths)
                .containsExactly(
                        org.assertj.core.groups.Tuple.tuple("bin", 166),
                        org.assertj.core.groups.Tuple.tuple("bin_overflow", 135),
                        org.assertj.core.groups.Tuple.tuple("rubbish", 98));
        assertThat(evaluation.meanAp50()).isGreaterThan(0.5);
    }
}
