package org.streetwarden.models.evaluate;

import java.util.ArrayList;
import java.util.Arrays;
import java.util.LinkedHashMap;
import java.util.List;
import java.util.Map;
import java.util.TreeMap;
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
    record Row(
            String group, String label, int pictures, int truths, Both ap50, Both recall, Both precision, Both wrong) {}

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
    record Disagreement(Sort sort, LabelledPicture picture, String label, Box box, float score) {}

    /**
     * What both said of one set of pictures.
     *
     * @param first judged the same pictures as {@code second}
     * @param groupOf a picture's group
     */
    record Pair(
            JudgedPictures first, JudgedPictures second, Knowledge known, Function<LabelledPicture, String> groupOf) {

        private List<String> labels() {
            return known.complete().stream()
                    .filter(label -> first.kind(label) >= 0 && second.kind(label) >= 0)
                    .toList();
        }
    }

    /** What both said of one label in one group, picture by picture, whatever set a picture is of. */
    private record Told(List<Judgement> first, List<Judgement> second) {}

    /** Sets whose pictures are of one group make one row for each label that any of them knows. */
    static Comparison of(List<Pair> pairs) {
        Map<String, Map<String, Told>> groups = new LinkedHashMap<>();
        List<Disagreement> disagreements = new ArrayList<>();
        for (Pair pair : pairs) {
            List<String> labels = pair.labels();
            for (int i : pair.first().all()) {
                LabelledPicture picture = pair.first().pictures().get(i);
                Map<String, Told> group = groups.computeIfAbsent(pair.groupOf().apply(picture), g -> new TreeMap<>());
                for (String label : labels) {
                    Judgement one =
                            pair.first().judgements().get(i).get(pair.first().kind(label));
                    Judgement other =
                            pair.second().judgements().get(i).get(pair.second().kind(label));
                    Told told = group.computeIfAbsent(label, l -> new Told(new ArrayList<>(), new ArrayList<>()));
                    told.first().add(one);
                    told.second().add(other);
                    disagreements.addAll(disagreements(picture, label, one, other));
                }
            }
        }
        List<Row> rows = new ArrayList<>();
        groups.forEach((group, labels) -> labels.forEach((label, told) -> rows.add(row(group, label, told))));
        return new Comparison(rows, disagreements);
    }

    private static Row row(String group, String label, Told told) {
        int pictures = told.first().size();
        LabelFigures one = new LabelFigures(told.first());
        LabelFigures other = new LabelFigures(told.second());
        Function<LabelFigures.Kind, Both> both = kind -> new Both(
                Bootstrap.of(pictures, one.statistic(kind)),
                Bootstrap.of(pictures, other.statistic(kind)),
                Bootstrap.of(
                        pictures,
                        drawn -> other.statistic(kind).applyAsDouble(drawn)
                                - one.statistic(kind).applyAsDouble(drawn)));
        return new Row(
                group,
                label,
                pictures,
                one.truths(),
                both.apply(LabelFigures.Kind.AP50),
                both.apply(LabelFigures.Kind.RECALL),
                both.apply(LabelFigures.Kind.PRECISION),
                both.apply(LabelFigures.Kind.FALSE_PER_PICTURE));
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
            LabelledPicture picture,
            String label,
            Judgement one,
            Judgement other,
            Sort sort,
            List<Disagreement> found) {
        other.missed().stream()
                .filter(box -> !one.missed().contains(box))
                .forEach(box -> found.add(new Disagreement(sort, picture, label, box, (float) one.right().stream()
                        .filter(d -> d.box().iou(box) >= SAME_IOU)
                        .mapToDouble(d -> d.score())
                        .max()
                        .orElse(0))));
    }

    private static void draws(
            LabelledPicture picture,
            String label,
            Judgement one,
            Judgement other,
            Sort sort,
            List<Disagreement> found) {
        one.wrong().stream()
                .filter(d -> other.wrong().stream().noneMatch(o -> o.box().iou(d.box()) >= SAME_IOU))
                .forEach(d -> found.add(new Disagreement(sort, picture, label, d.box(), d.score())));
    }

    /** The surest of a sort, at most so many. */
    List<Disagreement> worst(Sort sort, int most) {
        Disagreement[] surest =
                disagreements.stream().filter(each -> each.sort() == sort).toArray(Disagreement[]::new);
        Arrays.sort(surest, (a, b) -> Float.compare(b.score(), a.score()));
        return List.of(surest).subList(0, Math.min(most, surest.length));
    }
}
