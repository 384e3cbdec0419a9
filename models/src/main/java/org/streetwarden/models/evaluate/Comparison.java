package org.streetwarden.models.evaluate;

import java.util.ArrayList;
import java.util.Arrays;
import java.util.LinkedHashMap;
import java.util.List;
import java.util.Map;
import java.util.function.Function;
import org.streetwarden.geometry.Box;
import org.streetwarden.models.report.Figure;

/**
 * Two models on the same pictures.
 *
 * @param rows by group, then by label
 * @param disagreements where just one of them is right
 */
record Comparison(List<Row> rows, List<Disagreement> disagreements) {

    private static final double SAME_IOU = 0.5;

    /** One figure of both, and how much more the second has. */
    record Both(Figure first, Figure second, Figure difference) {}

    /** One label in one group. */
    record Row(String group, String label, int pictures, int truths, Both ap50, Both recall, Both precision, Both wrong) {}

    /** Who is right about a place. */
    enum Sort {
        ONLY_FIRST_FINDS,
        ONLY_SECOND_FINDS,
        ONLY_FIRST_IS_WRONG,
        ONLY_SECOND_IS_WRONG
    }

    /**
     * A place of which the models say different things.
     *
     * @param score of the one box that tells
     */
    record Disagreement(
            Sort sort, LabelledPicture picture, String label, Box box, float score) {}

    /**
     * @param first judged the same pictures as {@code second}
     * @param groupOf a picture's group
     */
    static Comparison of(
            JudgedPictures first, JudgedPictures second, Knowledge known, Function<LabelledPicture, String> groupOf) {
        Map<String, List<Integer>> groups = new LinkedHashMap<>();
        for (int i : first.all()) {
            groups.computeIfAbsent(groupOf.apply(first.pictures().get(i)), g -> new ArrayList<>())
                    .add(i);
        }
        List<String> labels = known.complete().stream()
                .filter(label -> first.kind(label) >= 0 && second.kind(label) >= 0)
                .sorted()
                .toList();
        List<Row> rows = new ArrayList<>();
        groups.forEach((group, some) -> labels.forEach(label -> rows.add(row(group, label, some, first, second))));
        List<Disagreement> disagreements = new ArrayList<>();
        for (int i : first.all()) {
            for (String label : labels) {
                disagreements.addAll(disagreements(
                        first.pictures().get(i),
                        label,
                        first.judgements().get(i).get(first.kind(label)),
                        second.judgements().get(i).get(second.kind(label))));
            }
        }
        return new Comparison(rows, disagreements);
    }

    private static Row row(
            String group, String label, List<Integer> some, JudgedPictures first, JudgedPictures second) {
        LabelFigures one = figures(first, label, some);
        LabelFigures other = figures(second, label, some);
        Function<LabelFigures.Kind, Both> both = kind -> new Both(
                Bootstrap.of(some.size(), one.statistic(kind)),
                Bootstrap.of(some.size(), other.statistic(kind)),
                Bootstrap.of(
                        some.size(),
                        drawn -> other.statistic(kind).applyAsDouble(drawn)
                                - one.statistic(kind).applyAsDouble(drawn)));
        return new Row(
                group,
                label,
                some.size(),
                one.truths(),
                both.apply(LabelFigures.Kind.AP50),
                both.apply(LabelFigures.Kind.RECALL),
                both.apply(LabelFigures.Kind.PRECISION),
                both.apply(LabelFigures.Kind.FALSE_PER_PICTURE));
    }

    private static LabelFigures figures(JudgedPictures judged, String label, List<Integer> some) {
        List<Judgement> all = judged.of(judged.kind(label));
        return new LabelFigures(some.stream().map(all::get).toList());
    }

    private static List<Disagreement> disagreements(
            LabelledPicture picture, String label, Judgement first, Judgement second) {
        List<Disagreement> found = new ArrayList<>();
        finds(picture, label, first, second, Sort.ONLY_FIRST_FINDS, found);
        finds(picture, label, second, first, Sort.ONLY_SECOND_FINDS, found);
        draws(picture, label, first, second, Sort.ONLY_FIRST_IS_WRONG, found);
        draws(picture, label, second, first, Sort.ONLY_SECOND_IS_WRONG, found);
        return found;
    }

    private static void finds(
            LabelledPicture picture, String label, Judgement one, Judgement other, Sort sort, List<Disagreement> found) {
        other.missed().stream()
                .filter(box -> !one.missed().contains(box))
                .forEach(box -> found.add(new Disagreement(
                        sort,
                        picture,
                        label,
                        box,
                        (float) one.right().stream()
                                .filter(d -> d.box().iou(box) >= SAME_IOU)
                                .mapToDouble(d -> d.score())
                                .max()
                                .orElse(0))));
    }

    private static void draws(
            LabelledPicture picture, String label, Judgement one, Judgement other, Sort sort, List<Disagreement> found) {
        one.wrong().stream()
                .filter(d -> other.wrong().stream().noneMatch(o -> o.box().iou(d.box()) >= SAME_IOU))
                .forEach(d -> found.add(new Disagreement(sort, picture, label, d.box(), d.score())));
    }

    /** The comparisons of several sets as one. */
    static Comparison together(List<Comparison> all) {
        return new Comparison(
                all.stream().flatMap(each -> each.rows().stream()).toList(),
                all.stream().flatMap(each -> each.disagreements().stream()).toList());
    }

    /** The surest of a sort, at most so many. */
    List<Disagreement> worst(Sort sort, int most) {
        Disagreement[] surest = disagreements.stream()
                .filter(each -> each.sort() == sort)
                .toArray(Disagreement[]::new);
        Arrays.sort(surest, (a, b) -> Float.compare(b.score(), a.score()));
        return List.of(surest).subList(0, Math.min(most, surest.length));
    }
}
