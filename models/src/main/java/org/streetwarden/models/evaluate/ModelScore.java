package org.streetwarden.models.evaluate;

import java.io.IOException;
import java.nio.file.Path;
import java.util.ArrayList;
import java.util.List;
import java.util.Map;
import java.util.Set;
import org.streetwarden.detect.DetectorFailure;
import org.streetwarden.detect.ModelIdentity;
import org.streetwarden.models.ModelClass;
import org.streetwarden.models.ModelPackage;

/**
 * One model on every set.
 *
 * @param labels of the model, in its order
 * @param sets whole sets and their parts
 * @param outcomes of the targets that speak of it
 */
public record ModelScore(
        ModelIdentity model, List<String> labels, List<SetScore> sets, List<Target.Outcome> outcomes) {

    public ModelScore {
        labels = List.copyOf(labels);
        sets = List.copyOf(sets);
        outcomes = List.copyOf(outcomes);
    }

    /** A set with its pictures. */
    record Filled(TestSet set, List<LabelledPicture> pictures) {

        /** A set nobody described: what its labels name is all there. */
        static Filled own(Path folder, String labels, Map<String, String> renamed, Set<String> ignored)
                throws IOException {
            YoloFolder yolo = new YoloFolder(folder, labels, renamed, ignored);
            String name = folder.toAbsolutePath().normalize().getFileName().toString();
            TestSet set = new TestSet(
                    name, "", "", labels, renamed, ignored, yolo.labels(), Map.of(), List.of(), null, "");
            return new Filled(set, yolo.pictures());
        }
    }

    /** @param progress told after every picture, from any thread */
    static ModelScore of(
            ModelPackage pack, Path data, List<Filled> sets, List<Target> targets, int threads, Runnable progress)
            throws IOException, DetectorFailure, InterruptedException {
        List<String> labels =
                JudgedPictures.kinds(pack).stream().map(ModelClass::label).toList();
        List<SetScore> scores = new ArrayList<>();
        ModelIdentity model = null;
        for (Filled filled : sets) {
            boolean curve = filled.set().alarm() != null
                    || filled.set().complete().stream().anyMatch(labels::contains);
            JudgedPictures judged = JudgedPictures.run(
                    pack, filled.pictures(), new JudgedPictures.Effort(curve, threads), progress);
            model = judged.model();
            scores.addAll(SetScore.of(filled.set(), data, judged));
        }
        String name = pack.manifest().name();
        List<Target.Outcome> outcomes = targets.stream()
                .filter(target -> target.model().equals(name))
                .flatMap(target -> target.outcomes(scores).stream())
                .toList();
        return new ModelScore(model, labels, scores, outcomes);
    }

    /** Whole sets only. */
    List<SetScore> whole() {
        return sets.stream().filter(set -> set.part().isEmpty()).toList();
    }

    /** Whether a target wants fewer false boxes than this label drew on this set. */
    boolean tooManyFalse(String set, String label) {
        return outcomes.stream()
                .anyMatch(o -> o.target().figure() == Target.Wanted.FALSE
                        && o.set().equals(set)
                        && o.label().equals(label)
                        && !o.met());
    }
}
