package org.streetwarden.cli;

import com.fasterxml.jackson.annotation.JsonPropertyOrder;
import java.util.List;
import java.util.Map;

/**
 * What {@code analyze} found. The same file, model and zones give the same analysis, and the same bytes as JSON.
 *
 * @param video the file's name without its folder
 * @param looks pictures judged
 * @param endUs presentation time of the last picture judged, microseconds from the file's beginning
 * @param seen by label
 * @param incidents in the order they were raised, without those refused
 * @param refused incidents that a second look found to be none; null where nobody looked again
 */
@JsonPropertyOrder({"video", "codec", "model", "looks", "endUs", "seen", "incidents", "refused", "detections"})
record Analysis(
        String video,
        String codec,
        Model model,
        long looks,
        long endUs,
        Map<String, Seen> seen,
        List<Found> incidents,
        List<Refused> refused,
        List<LookSeen> detections) {

    /** Which model judged. */
    @JsonPropertyOrder({"name", "version", "sha256"})
    record Model(String name, String version, String sha256) {}

    /**
     * One label's detections.
     *
     * @param inLooks pictures that show at least one
     * @param mostAtOnce in one picture
     */
    @JsonPropertyOrder({"detections", "inLooks", "mostAtOnce"})
    record Seen(long detections, long inLooks, int mostAtOnce) {}

    /** An incident; times in microseconds from the file's beginning. */
    @JsonPropertyOrder({"id", "kind", "zone", "label", "score", "firstUs", "thresholdUs", "raisedUs", "box", "why"})
    record Found(
            String id,
            String kind,
            String zone,
            String label,
            float score,
            long firstUs,
            long thresholdUs,
            long raisedUs,
            List<Double> box,
            String why) {}

    /**
     * An incident taken back.
     *
     * @param score the verifier's
     */
    @JsonPropertyOrder({"score", "incident"})
    record Refused(Found incident, double score) {}

    /** Everything one look saw; only on demand. */
    @JsonPropertyOrder({"ptsUs", "boxes"})
    record LookSeen(long ptsUs, List<Boxed> boxes) {}

    /** One detection. */
    @JsonPropertyOrder({"label", "score", "box"})
    record Boxed(String label, float score, List<Double> box) {}
}
