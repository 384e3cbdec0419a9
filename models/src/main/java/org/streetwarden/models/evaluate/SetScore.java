package org.streetwarden.models.evaluate;

import java.io.IOException;
import java.nio.file.Path;
import java.util.ArrayList;
import java.util.Arrays;
import java.util.List;
import java.util.Map;
import java.util.Set;
import java.util.TreeMap;
import java.util.stream.Collectors;
import org.streetwarden.models.report.Figure;

/**
 * One model on one set, or on a part of it.
 *
 * @param part empty for the whole set
 * @param classes one score per label of the model
 * @param auroc of alarm against no alarm; unknown where the set is not sorted that way
 */
public record SetScore(String set, String part, String view, int pictures, List<ClassScore> classes, Figure auroc) {

    public SetScore {
        classes = List.copyOf(classes);
    }

    /** The whole set and each of its parts. */
    static List<SetScore> of(TestSet set, Path data, JudgedPictures judged) throws IOException {
        List<SetScore> scores = new ArrayList<>();
        scores.add(one(set, "", judged, judged.all()));
        for (TestSet.Part part : set.parts()) {
            Set<String> leftOut = set.leftOut(data, part, judged.pictures());
            int[] some = Arrays.stream(judged.all())
                    .filter(i -> !leftOut.contains(judged.pictures().get(i).name()))
                    .toArray();
            scores.add(one(set, part.name(), judged, some));
        }
        return scores;
    }

    private static SetScore one(TestSet set, String part, JudgedPictures judged, int[] some) {
        List<ClassScore> classes = new ArrayList<>();
        for (int kind = 0; kind < judged.kinds().size(); kind++) {
            classes.add(ClassScore.of(judged, kind, some, knowledge(set, judged)));
        }
        return new SetScore(set.name(), part, set.view(), some.length, classes, auroc(set, judged));
    }

    /** In an alarm set the quiet pictures are free of the labels that alarm. */
    private static Knowledge knowledge(TestSet set, JudgedPictures judged) {
        if (set.alarm() == null) {
            return set.knowledge();
        }
        Map<String, Set<String>> free = new TreeMap<>(set.free());
        Set<String> alarming = judged.pictures().stream()
                .filter(set::alarms)
                .map(LabelledPicture::name)
                .collect(Collectors.toSet());
        set.alarm().labels().forEach(label -> free.put(label, alarming));
        return new Knowledge(set.complete(), free);
    }

    private static Figure auroc(TestSet set, JudgedPictures judged) {
        if (set.alarm() == null
                || set.alarm().labels().stream().noneMatch(label -> judged.kind(label) >= 0)) {
            return Figure.NONE;
        }
        int pictures = judged.pictures().size();
        double[] scores = new double[pictures];
        boolean[] alarm = new boolean[pictures];
        for (int i = 0; i < pictures; i++) {
            alarm[i] = set.alarms(judged.pictures().get(i));
            for (String label : set.alarm().labels()) {
                int kind = judged.kind(label);
                List<Judgement.Point> curve = kind < 0
                        ? List.of()
                        : judged.judgements().get(i).get(kind).curve();
                scores[i] = Math.max(
                        scores[i],
                        curve.stream().mapToDouble(Judgement.Point::score).max().orElse(0));
            }
        }
        return Bootstrap.of(pictures, new Auroc(scores, alarm)::of);
    }
}
