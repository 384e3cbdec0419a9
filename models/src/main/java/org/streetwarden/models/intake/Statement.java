package org.streetwarden.models.intake;

import java.util.List;
import java.util.Map;
import java.util.Optional;
import org.streetwarden.models.InputFormat.Colour;
import org.streetwarden.models.InputFormat.Placement;
import org.streetwarden.models.head.HeadLayout;

/**
 * What a person states of a model that its file can't say. Whatever is empty has not been stated.
 *
 * @param head overrides the one recognised
 * @param size of the input where the graph leaves it open
 * @param pixels how samples become numbers
 * @param classes names in the order of the output
 * @param labels our words by class name
 * @param threshold of every class that has none of its own
 * @param thresholds by class name
 * @param experimental whether its classes lack evidence on photographs like ours
 * @param anchors a known set's name
 */
record Statement(
        Optional<String> name,
        Optional<String> version,
        Optional<String> licence,
        Optional<HeadLayout> head,
        Optional<Size> size,
        List<String> outputs,
        Pixels pixels,
        List<String> classes,
        Map<String, String> labels,
        double threshold,
        Map<String, Double> thresholds,
        boolean experimental,
        Optional<String> anchors,
        Optional<Double> nmsIou) {

    /** Sides of the input in pixels. */
    record Size(int width, int height) {}

    /**
     * How samples become the graph's numbers: {@code (sample * scale - mean) / std}.
     *
     * @param pad sample around the picture; means nothing where it is stretched
     */
    record Pixels(
            Optional<Colour> colour,
            Optional<Double> scale,
            Optional<List<Double>> mean,
            Optional<List<Double>> std,
            Optional<Placement> placement,
            Optional<Integer> pad) {

        boolean padMissing() {
            return pad.isEmpty() && !placement.equals(Optional.of(Placement.STRETCH));
        }

        boolean complete() {
            return colour.isPresent()
                    && scale.isPresent()
                    && mean.isPresent()
                    && std.isPresent()
                    && placement.isPresent()
                    && !padMissing();
        }
    }

    Statement withPixels(Pixels found) {
        return new Statement(
                name,
                version,
                licence,
                head,
                size,
                outputs,
                found,
                classes,
                labels,
                threshold,
                thresholds,
                experimental,
                anchors,
                nmsIou);
    }
}
