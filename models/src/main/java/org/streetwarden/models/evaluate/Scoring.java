package org.streetwarden.models.evaluate;

import java.util.ArrayList;
import java.util.Comparator;
import java.util.List;
import org.streetwarden.detect.Detection;
import org.streetwarden.geometry.Box;
import org.streetwarden.models.ModelClass;

/**
 * Matches one class's detections with the truths, as PASCAL VOC does: from the best score down, each takes the free truth
 * of its picture it overlaps most, if by an IoU of 0.5 or more. One left over that lies at least half inside an ignored
 * box counts neither way.
 */
final class Scoring {

    private static final double MATCH_IOU = 0.5;
    private static final double IGNORED_SHARE = 0.5;

    private final ModelClass kind;
    private final List<Judged> judged = new ArrayList<>();
    private int truths;
    private int pictures;

    private record Judged(float score, boolean right) {}

    Scoring(ModelClass kind) {
        this.kind = kind;
    }

    String label() {
        return kind.label();
    }

    /** @param seen detections of any class */
    void add(LabelledPicture picture, List<Detection> seen) {
        pictures++;
        List<Box> free = new ArrayList<>();
        for (LabelledPicture.Truth truth : picture.truths()) {
            if (truth.label().equals(kind.label())) {
                free.add(truth.box());
            }
        }
        truths += free.size();
        seen.stream()
                .filter(d -> d.label().equals(kind.label()))
                .sorted(Comparator.comparingDouble(Detection::score).reversed())
                .forEach(d -> judge(d, free, picture.ignored()));
    }

    private void judge(Detection detection, List<Box> free, List<Box> ignored) {
        Box best = null;
        for (Box box : free) {
            double overlap = box.iou(detection.box());
            if (overlap >= MATCH_IOU && (best == null || overlap > best.iou(detection.box()))) {
                best = box;
            }
        }
        if (best != null) {
            free.remove(best);
            judged.add(new Judged(detection.score(), true));
        } else if (ignored.stream().noneMatch(box -> covers(box, detection.box()))) {
            judged.add(new Judged(detection.score(), false));
        }
    }

    private static boolean covers(Box ignored, Box box) {
        return ignored.intersection(box) >= IGNORED_SHARE * box.area();
    }

    ClassScore score(boolean labelled) {
        long boxes = judged.stream().filter(j -> j.score >= kind.threshold()).count();
        long right = judged.stream()
                .filter(j -> j.score >= kind.threshold() && j.right)
                .count();
        return new ClassScore(
                kind.label(),
                labelled,
                truths,
                (int) boxes,
                kind.threshold(),
                averagePrecision(),
                (double) right / boxes,
                (double) right / truths,
                (double) (boxes - right) / pictures);
    }

    /** From the last point back, precision is the best still to come; each right box adds it over one truth. */
    private double averagePrecision() {
        judged.sort(Comparator.comparingDouble(Judged::score).reversed());
        double[] precision = new double[judged.size()];
        int right = 0;
        for (int i = 0; i < precision.length; i++) {
            right += judged.get(i).right ? 1 : 0;
            precision[i] = (double) right / (i + 1);
        }
        double best = 0;
        double sum = 0;
        for (int i = precision.length - 1; i >= 0; i--) {
            best = Math.max(best, precision[i]);
            sum += judged.get(i).right ? best : 0;
        }
        return sum / truths;
    }
}
