package org.streetwarden.models.intake;

import java.util.List;
import org.streetwarden.detect.Detection;

/** What a model saw under one convention, picture by picture. One thread at a time. */
final class Tally {

    private static final double SAME_IOU = 0.5;

    private final Convention convention;
    private int pictures;
    private int boxes;
    private int refound;
    private int agreed;
    private int known;
    private double score;
    private double steadyScore;
    private boolean failed;

    Tally(Convention convention) {
        this.convention = convention;
    }

    /**
     * Adds one picture.
     *
     * @param seen in the picture
     * @param mirrored seen in the same picture the other way round, boxes turned back
     * @param reference what a package known to be right saw, empty where there is none
     */
    void add(List<Detection> seen, List<Detection> mirrored, List<Detection> reference) {
        pictures++;
        boxes += seen.size();
        known += reference.size();
        for (Detection one : seen) {
            score += one.score();
            if (found(one, mirrored)) {
                refound++;
                steadyScore += one.score();
            }
            agreed += found(one, reference) ? 1 : 0;
        }
    }

    /** Its scores are no probabilities or its boxes not finite under this convention. */
    void fail() {
        failed = true;
    }

    private static boolean found(Detection one, List<Detection> others) {
        return others.stream()
                .anyMatch(o -> o.label().equals(one.label()) && o.box().iou(one.box()) >= SAME_IOU);
    }

    Convention convention() {
        return convention;
    }

    int pictures() {
        return pictures;
    }

    /**
     * How much speaks for it: agreement with the reference as F1 where there is one, otherwise the score of what is found
     * again in the mirror, a picture.
     */
    double weight() {
        if (failed || pictures == 0) {
            return 0;
        }
        return known > 0 ? agreement() : steadyScore / pictures;
    }

    private double agreement() {
        return 2.0 * Math.min(agreed, known) / Math.max(1, boxes + known);
    }

    String line() {
        return "%s %6d %6.2f %7.0f%% %9s %7.3f"
                .formatted(
                        convention,
                        boxes,
                        boxes == 0 ? 0 : score / boxes,
                        boxes == 0 ? 0 : 100.0 * refound / boxes,
                        known == 0 ? "-" : "%.2f".formatted(agreement()),
                        weight());
    }

    static String heading() {
        return "%-4s %-8s %-8s %6s %6s %8s %9s %7s"
                .formatted("", "samples", "lies", "boxes", "score", "mirrored", "reference", "weight");
    }
}
