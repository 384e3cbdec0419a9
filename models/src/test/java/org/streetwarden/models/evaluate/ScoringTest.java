package org.streetwarden.models.evaluate;

import static org.assertj.core.api.Assertions.assertThat;
import static org.assertj.core.api.Assertions.tuple;
import static org.assertj.core.api.Assertions.within;

import java.nio.file.Path;
import java.util.ArrayList;
import java.util.List;
import java.util.Map;
import java.util.Set;
import org.junit.jupiter.api.Test;
import org.streetwarden.detect.Detection;
import org.streetwarden.detect.ModelIdentity;
import org.streetwarden.geometry.Box;
import org.streetwarden.models.ModelClass;

class ScoringTest {

    private static final Box A = new Box(0.0, 0.0, 0.2, 0.2);
    private static final Box B = new Box(0.5, 0.5, 0.7, 0.7);
    private static final Box ELSEWHERE = new Box(0.8, 0.0, 0.9, 0.1);
    private static final float THRESHOLD = 0.5f;

    private final List<LabelledPicture> pictures = new ArrayList<>();
    private final List<List<Judgement>> judgements = new ArrayList<>();

    private void add(List<Box> truths, List<Box> ignored, Detection... seen) {
        LabelledPicture picture = new LabelledPicture(
                Path.of("p%d.jpg".formatted(pictures.size())),
                truths.stream().map(b -> new LabelledPicture.Truth("bin", b)).toList(),
                ignored);
        List<Detection> curious = List.of(seen);
        List<Detection> sharp =
                curious.stream().filter(d -> d.score() >= THRESHOLD).toList();
        pictures.add(picture);
        judgements.add(List.of(Scoring.judge("bin", picture, sharp, curious)));
    }

    private ClassScore score(Knowledge known) {
        JudgedPictures judged = new JudgedPictures(
                new ModelIdentity("m", "1", "0"),
                List.of(new ModelClass("bin", THRESHOLD, false)),
                pictures,
                judgements);
        return ClassScore.of(judged, 0, judged.all(), known);
    }

    private ClassScore score() {
        return score(new Knowledge(Set.of("bin"), Map.of()));
    }

    private static Detection bin(double score, Box box) {
        return new Detection("bin", (float) score, box);
    }

    @Test
    void measuresTheAreaUnderTheCurve() {
        add(List.of(A, B), List.of(), bin(0.9, A), bin(0.8, ELSEWHERE), bin(0.7, B));

        assertThat(score().ap50().value()).isCloseTo((1.0 + 2.0 / 3) / 2, within(1e-9));
        assertThat(score().precision().value()).isCloseTo(2.0 / 3, within(1e-9));
        assertThat(score().recall().value()).isEqualTo(1.0);
        assertThat(score().falsePerPicture().value()).isEqualTo(1.0);
    }

    @Test
    void countsASecondBoxOnOneThingAsFalse() {
        add(List.of(A), List.of(), bin(0.9, A), bin(0.6, A));

        assertThat(score().falsePerPicture().value()).isEqualTo(1.0);
        assertThat(score().ap50().value()).isEqualTo(1.0);
    }

    @Test
    void leavesOutWhatLiesOnAnIgnoredPlaceButMatchesTruthsFirst() {
        Box around = new Box(0.4, 0.4, 0.9, 0.9);
        add(List.of(B), List.of(around), bin(0.9, new Box(0.72, 0.72, 0.85, 0.85)), bin(0.8, B));

        assertThat(score().boxes()).isEqualTo(1);
        assertThat(score().precision().value()).isEqualTo(1.0);
        assertThat(score().recall().value()).isEqualTo(1.0);
    }

    @Test
    void countsOnlyItsOwnLabelAndThoseAboveTheThreshold() {
        add(List.of(A), List.of(), bin(0.4, A), new Detection("person", 0.9f, A), bin(0.3, ELSEWHERE));

        assertThat(score().boxes()).isZero();
        assertThat(score().recall().value()).isZero();
        assertThat(score().precision().known()).isFalse();
        assertThat(score().ap50().value()).isEqualTo(1.0);
    }

    @Test
    void countsFalseBoxesOverPicturesKnownToBeFree() {
        add(List.of(A), List.of(), bin(0.9, A), bin(0.9, ELSEWHERE));
        add(List.of(), List.of(), bin(0.9, A));
        add(List.of(), List.of());

        assertThat(score().freePictures()).isEqualTo(2);
        assertThat(score().falsePerFree().value()).isEqualTo(0.5);
        assertThat(score().falsePerPicture().value()).isCloseTo(2.0 / 3, within(1e-9));
        ClassScore unlabelled = score(new Knowledge(Set.of(), Map.of("bin", Set.of("p0"))));
        assertThat(unlabelled.freePictures()).isEqualTo(2);
        assertThat(unlabelled.falsePerFree().value()).isEqualTo(0.5);
        assertThat(unlabelled.ap50().known()).isFalse();
        assertThat(score(new Knowledge(Set.of(), Map.of())).freePictures()).isZero();
    }

    @Test
    void givesIntervalsThatNarrowWithMorePictures() {
        for (int i = 0; i < 20; i++) {
            add(List.of(A), List.of(), i % 2 == 0 ? new Detection[] {bin(0.9, A)} : new Detection[0]);
        }
        ClassScore few = score();
        pictures.addAll(List.copyOf(pictures));
        judgements.addAll(List.copyOf(judgements));
        ClassScore many = score();

        assertThat(few.recall().value()).isEqualTo(0.5);
        assertThat(few.recall().low()).isBetween(0.2, 0.4);
        assertThat(few.recall().high()).isBetween(0.6, 0.8);
        assertThat(many.recall().high() - many.recall().low())
                .isLessThan(few.recall().high() - few.recall().low());
        assertThat(score()).isEqualTo(many);
    }

    @Test
    void findsNoDifferenceBetweenAModelAndItself() {
        for (int i = 0; i < 10; i++) {
            add(List.of(A, B), List.of(), bin(0.9, i % 3 == 0 ? A : ELSEWHERE));
        }
        JudgedPictures judged = new JudgedPictures(
                new ModelIdentity("m", "1", "0"),
                List.of(new ModelClass("bin", THRESHOLD, false)),
                pictures,
                judgements);
        Comparison same = Comparison.of(
                List.of(new Comparison.Pair(judged, judged, new Knowledge(Set.of("bin"), Map.of()), p -> "g")));

        assertThat(same.disagreements()).isEmpty();
        assertThat(same.rows()).hasSize(1);
        assertThat(same.rows().getFirst().ap50().difference().value()).isZero();
        assertThat(same.rows().getFirst().ap50().difference().beyondNoise()).isFalse();
    }

    @Test
    void countsAGroupOnceHoweverManySetsItsPicturesAreOf() {
        add(List.of(A), List.of(), bin(0.9, A));
        add(List.of(A), List.of(), bin(0.9, ELSEWHERE));
        JudgedPictures judged = new JudgedPictures(
                new ModelIdentity("m", "1", "0"),
                List.of(new ModelClass("bin", THRESHOLD, false)),
                pictures,
                judgements);
        Knowledge known = new Knowledge(Set.of("bin"), Map.of());
        Comparison.Pair set = new Comparison.Pair(judged, judged, known, p -> "north");
        Comparison.Pair other = new Comparison.Pair(judged, judged, known, p -> "south");

        assertThat(Comparison.of(List.of(set, other, set)).rows())
                .extracting(Comparison.Row::group, Comparison.Row::pictures, Comparison.Row::truths)
                .containsExactly(tuple("north", 4, 4), tuple("south", 2, 2));
    }

    @Test
    void findsWhereJustOneModelIsRight() {
        add(List.of(A), List.of(), bin(0.9, A));
        List<List<Judgement>> other =
                List.of(List.of(Scoring.judge("bin", pictures.getFirst(), List.of(bin(0.7, ELSEWHERE)), List.of())));
        List<ModelClass> kinds = List.of(new ModelClass("bin", THRESHOLD, false));
        ModelIdentity model = new ModelIdentity("m", "1", "0");
        Comparison comparison = Comparison.of(List.of(new Comparison.Pair(
                new JudgedPictures(model, kinds, pictures, judgements),
                new JudgedPictures(model, kinds, pictures, other),
                new Knowledge(Set.of("bin"), Map.of()),
                p -> "g")));

        assertThat(comparison.worst(Comparison.Sort.ONLY_FIRST_FINDS, 5))
                .singleElement()
                .satisfies(each -> assertThat(each.box()).isEqualTo(A))
                .satisfies(each -> assertThat(each.score()).isEqualTo(0.9f));
        assertThat(comparison.worst(Comparison.Sort.ONLY_SECOND_IS_WRONG, 5))
                .singleElement()
                .satisfies(each -> assertThat(each.box()).isEqualTo(ELSEWHERE));
        assertThat(comparison.worst(Comparison.Sort.ONLY_SECOND_FINDS, 5)).isEmpty();
    }
}
