package org.streetwarden.models.evaluate;

import static org.assertj.core.api.Assertions.assertThat;
import static org.assertj.core.api.Assertions.within;

import java.nio.file.Path;
import java.util.List;
import org.junit.jupiter.api.Test;
import org.streetwarden.detect.Detection;
import org.streetwarden.geometry.Box;
import org.streetwarden.models.ModelClass;

class ScoringTest {

    private static final Box A = new Box(0.0, 0.0, 0.2, 0.2);
    private static final Box B = new Box(0.5, 0.5, 0.7, 0.7);
    private static final Box ELSEWHERE = new Box(0.8, 0.0, 0.9, 0.1);

    private final Scoring scoring = new Scoring(new ModelClass("bin", 0.5f, false));

    private static LabelledPicture picture(List<Box> truths, List<Box> ignored) {
        List<LabelledPicture.Truth> bins =
                truths.stream().map(b -> new LabelledPicture.Truth("bin", b)).toList();
        return new LabelledPicture(Path.of("x.jpg"), bins, ignored);
    }

    private static Detection bin(double score, Box box) {
        return new Detection("bin", (float) score, box);
    }

    @Test
    void measuresTheAreaUnderTheCurve() {
        scoring.add(picture(List.of(A, B), List.of()), List.of(bin(0.9, A), bin(0.8, ELSEWHERE), bin(0.7, B)));
        ClassScore score = scoring.score(true);

        assertThat(score.ap50()).isCloseTo((1.0 + 2.0 / 3) / 2, within(1e-9));
        assertThat(score.precision()).isCloseTo(2.0 / 3, within(1e-9));
        assertThat(score.recall()).isEqualTo(1.0);
        assertThat(score.falsePerPicture()).isEqualTo(1.0);
    }

    @Test
    void countsASecondBoxOnOneThingAsFalse() {
        scoring.add(picture(List.of(A), List.of()), List.of(bin(0.9, A), bin(0.6, A)));

        assertThat(scoring.score(true).falsePerPicture()).isEqualTo(1.0);
        assertThat(scoring.score(true).ap50()).isEqualTo(1.0);
    }

    @Test
    void leavesOutWhatLiesOnAnIgnoredPlaceButMatchesTruthsFirst() {
        Box around = new Box(0.4, 0.4, 0.9, 0.9);
        scoring.add(
                picture(List.of(B), List.of(around)), List.of(bin(0.9, new Box(0.72, 0.72, 0.85, 0.85)), bin(0.8, B)));
        ClassScore score = scoring.score(true);

        assertThat(score.boxes()).isEqualTo(1);
        assertThat(score.precision()).isEqualTo(1.0);
        assertThat(score.recall()).isEqualTo(1.0);
    }

    @Test
    void countsOnlyItsOwnClassAndThoseAboveTheThreshold() {
        scoring.add(
                picture(List.of(A), List.of()),
                List.of(bin(0.4, A), new Detection("person", 0.9f, A), bin(0.3, ELSEWHERE)));
        ClassScore score = scoring.score(true);

        assertThat(score.boxes()).isZero();
        assertThat(score.recall()).isZero();
        assertThat(score.precision()).isNaN();
        assertThat(score.ap50()).isEqualTo(1.0);
    }

    @Test
    void spreadsFalseBoxesOverAllPictures() {
        scoring.add(picture(List.of(), List.of()), List.of(bin(0.9, A)));
        for (int i = 0; i < 3; i++) {
            scoring.add(picture(List.of(), List.of()), List.of());
        }
        assertThat(scoring.score(true).falsePerPicture()).isEqualTo(0.25);
        assertThat(scoring.score(true).ap50()).isNaN();
    }
}
