package org.streetwarden.models.evaluate;

/**
 * How well one class is found.
 *
 * @param label the class
 * @param labelled whether the data set labels this class; where it does not, only {@code boxes} says anything
 * @param truths labelled things
 * @param boxes detections at or above the threshold
 * @param threshold the manifest's
 * @param ap50 area under the precision-recall curve at an overlap (IoU) of 0.5 and more, all points, precision made
 *     monotone; not a number where there are no truths
 * @param precision at the threshold; not a number where nothing was found
 * @param recall at the threshold; not a number where there are no truths
 * @param falsePerPicture detections at the threshold that match nothing, over all pictures
 */
public record ClassScore(
        String label,
        boolean labelled,
        int truths,
        int boxes,
        float threshold,
        double ap50,
        double precision,
        double recall,
        double falsePerPicture) {}
