package org.streetwarden.models.evaluate;

import java.util.List;
import org.streetwarden.detect.Detection;
import org.streetwarden.geometry.Box;

/**
 * What became of one label in one picture.
 *
 * @param truths things to be found
 * @param right detections at the package's thresholds that found one
 * @param wrong detections at the package's thresholds that found none and do not lie in an ignored place
 * @param missed truths that no detection at the thresholds found
 * @param curve every detection that counts, down to the least score; empty where no curve was asked for
 */
public record Judgement(int truths, List<Detection> right, List<Detection> wrong, List<Box> missed, List<Point> curve) {

    /** A step of the precision-recall curve. */
    public record Point(float score, boolean right) {}

    public Judgement {
        right = List.copyOf(right);
        wrong = List.copyOf(wrong);
        missed = List.copyOf(missed);
        curve = List.copyOf(curve);
    }
}
