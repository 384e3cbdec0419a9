package org.streetwarden.models.evaluate;

import java.io.IOException;
import java.util.List;
import java.util.Map;
import java.util.Set;
import java.util.concurrent.atomic.AtomicInteger;
import java.util.function.IntConsumer;
import java.util.stream.IntStream;
import org.streetwarden.detect.DetectorFailure;
import org.streetwarden.detect.ModelIdentity;
import org.streetwarden.models.ModelPackage;

/**
 * What a model is worth on one set of labelled pictures.
 *
 * @param pictures how many
 * @param classes one score per label of the model, in its order
 */
public record Evaluation(ModelIdentity model, int pictures, List<ClassScore> classes) {

    /**
     * Runs a model over pictures.
     *
     * @param labelled the model's labels that the pictures' labels cover
     * @param threads pictures judged side by side
     * @param progress told how many pictures are done
     */
    public static Evaluation run(
            ModelPackage pack, List<LabelledPicture> pictures, Set<String> labelled, int threads, IntConsumer progress)
            throws IOException, DetectorFailure, InterruptedException {
        AtomicInteger done = new AtomicInteger();
        JudgedPictures judged = JudgedPictures.run(
                pack,
                pictures,
                new JudgedPictures.Effort(true, threads),
                () -> progress.accept(done.incrementAndGet()));
        Knowledge known = new Knowledge(labelled, Map.of());
        List<ClassScore> classes = IntStream.range(0, judged.kinds().size())
                .mapToObj(kind -> ClassScore.of(judged, kind, judged.all(), known))
                .toList();
        return new Evaluation(judged.model(), pictures.size(), classes);
    }

    /** Mean AP50 over the classes that have truths; not a number where none has. */
    public double meanAp50() {
        return classes.stream()
                .filter(c -> c.labelled() && c.truths() > 0)
                .mapToDouble(c -> c.ap50().value())
                .average()
                .orElse(Double.NaN);
    }
}
