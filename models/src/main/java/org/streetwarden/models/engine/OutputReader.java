package org.streetwarden.models.engine;

import java.nio.FloatBuffer;
import java.util.ArrayList;
import java.util.List;
import org.streetwarden.detect.Detection;
import org.streetwarden.detect.DetectorFailure;
import org.streetwarden.geometry.Box;
import org.streetwarden.models.ModelClass;
import org.streetwarden.models.ModelManifest;
import org.streetwarden.models.head.Candidates;
import org.streetwarden.models.head.Head;
import org.streetwarden.models.head.Suppression;
import org.streetwarden.models.pixels.Letterbox;

/** From a model's outputs to detections in fractions of the picture. One thread at a time. */
final class OutputReader {

    private final ModelManifest manifest;
    private final Head head;
    private final Candidates candidates;
    private final Suppression suppression;

    OutputReader(ModelManifest manifest) {
        List<ModelClass> classes = manifest.classes();
        float[] thresholds = new float[classes.size()];
        for (int i = 0; i < thresholds.length; i++) {
            thresholds[i] = classes.get(i).threshold();
        }
        this.manifest = manifest;
        this.head = manifest.head().head(manifest.input(), classes.size(), manifest.anchors());
        this.candidates = new Candidates(thresholds);
        this.suppression = new Suppression(manifest.nmsIou(), labelNumbers(manifest));
    }

    /** For each class the number of its label. */
    private static int[] labelNumbers(ModelManifest manifest) {
        List<String> labels = List.copyOf(manifest.labels());
        return manifest.classes().stream()
                .mapToInt(kind -> labels.indexOf(kind.label()))
                .toArray();
    }

    /**
     * Expects the next outputs to have those shapes.
     *
     * @throws DetectorFailure where the head can't read them
     */
    void expect(List<long[]> shapes) throws DetectorFailure {
        List<String> problems = head.fit(shapes);
        if (!problems.isEmpty()) {
            throw new DetectorFailure("%s: outputs %s, head %s: %s"
                    .formatted(
                            manifest.file(),
                            manifest.outputs(),
                            manifest.head().written(),
                            String.join("; ", problems)));
        }
    }

    /** @throws DetectorFailure where scores are no probabilities, labels no classes or boxes not finite */
    List<Detection> read(List<FloatBuffer> outputs, int slot, Letterbox letterbox) throws DetectorFailure {
        candidates.clear();
        head.score(outputs, slot, candidates);
        if (!candidates.probable()) {
            throw new DetectorFailure(
                    "%s: expected scores from 0 to 1, found %s".formatted(manifest.file(), candidates.range()));
        }
        if (candidates.strangeLabels() > 0) {
            throw new DetectorFailure("%s: expected class numbers from 0 to %d, found %d others"
                    .formatted(manifest.file(), manifest.classes().size() - 1, candidates.strangeLabels()));
        }
        int kept = suppression.run(head, outputs, slot, candidates);
        if (suppression.unreadable() > 0) {
            throw new DetectorFailure("%s: expected finite boxes, found %d that are infinite or not a number"
                    .formatted(manifest.file(), suppression.unreadable()));
        }
        return detections(kept, letterbox);
    }

    private List<Detection> detections(int kept, Letterbox letterbox) {
        if (kept == 0) {
            return List.of();
        }
        List<Detection> detections = new ArrayList<>(kept);
        for (int i = 0; i < kept; i++) {
            double left = inside(letterbox.fractionX(suppression.left(i)));
            double right = inside(letterbox.fractionX(suppression.right(i)));
            double top = inside(letterbox.fractionY(suppression.top(i)));
            double bottom = inside(letterbox.fractionY(suppression.bottom(i)));
            if (right > left && bottom > top) {
                String label = manifest.classes().get(suppression.kind(i)).label();
                detections.add(
                        new Detection(label, Math.min(1, suppression.score(i)), new Box(left, top, right, bottom)));
            }
        }
        return detections;
    }

    private static double inside(double fraction) {
        return Math.clamp(fraction, 0.0, 1.0);
    }
}
