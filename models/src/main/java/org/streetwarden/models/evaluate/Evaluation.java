package org.streetwarden.models.evaluate;

import java.io.IOException;
import java.util.ArrayList;
import java.util.List;
import java.util.Set;
import java.util.function.IntConsumer;
import org.streetwarden.detect.Detection;
import org.streetwarden.detect.Detector;
import org.streetwarden.detect.DetectorFailure;
import org.streetwarden.detect.ModelIdentity;
import org.streetwarden.models.Detectors;
import org.streetwarden.models.Engine;
import org.streetwarden.models.ModelClass;
import org.streetwarden.models.ModelPackage;
import org.streetwarden.models.pixels.PictureFrame;

/**
 * What a model found on a data set, through the same road as the cameras' frames.
 *
 * @param pictures how many
 * @param classes one score per label of the model, in its order
 */
public record Evaluation(ModelIdentity model, int pictures, List<ClassScore> classes) {

    /** Detections from here up make the curve. */
    static final float LEAST_SCORE = 0.01f;

    /**
     * Runs a model over pictures.
     *
     * @param labelled the model's labels that the pictures' labels cover
     * @param progress told how many pictures are done
     */
    public static Evaluation run(
            ModelPackage pack, List<LabelledPicture> pictures, Set<String> labelled, int threads, IntConsumer progress)
            throws IOException, DetectorFailure {
        List<Scoring> scorings = new ArrayList<>();
        for (ModelClass kind : pack.manifest().perLabel()) {
            scorings.add(new Scoring(kind));
        }
        ModelPackage curious = pack.withThreshold(LEAST_SCORE);
        try (Detector detector = Detectors.open(curious, Engine.ONNXRUNTIME, threads)) {
            int done = 0;
            for (LabelledPicture picture : pictures) {
                List<Detection> seen = look(detector, picture);
                scorings.forEach(s -> s.add(picture, seen));
                progress.accept(++done);
            }
            List<ClassScore> scores = new ArrayList<>();
            for (Scoring scoring : scorings) {
                scores.add(scoring.score(labelled.contains(scoring.label())));
            }
            return new Evaluation(detector.model(), pictures.size(), scores);
        }
    }

    private static List<Detection> look(Detector detector, LabelledPicture picture)
            throws IOException, DetectorFailure {
        try (PictureFrame frame = PictureFrame.read(picture.file())) {
            return detector.detect(List.of(frame)).getFirst();
        }
    }

    /** Mean AP50 over the classes that have truths; not a number where none has. */
    public double meanAp50() {
        return classes.stream()
                .filter(c -> c.labelled() && c.truths() > 0)
                .mapToDouble(ClassScore::ap50)
                .average()
                .orElse(Double.NaN);
    }
}
