package org.streetwarden.api.dataset;

import java.util.List;
import org.streetwarden.geometry.Box;

/**
 * One picture with its labels.
 *
 * @param number from 1, in the order of the archive
 * @param fileName without folders
 * @param path in the archive
 * @param width pixels
 * @param height pixels
 * @param labels empty where the picture is a hard negative
 */
record Sample(int number, Split split, String fileName, String path, int width, int height, List<Label> labels) {

    Sample {
        labels = List.copyOf(labels);
    }

    /**
     * @param classIndex in the dataset's classes, from 0
     * @param box fractions of the picture, inside it
     * @param maskedShare how much of it is masked, 0 to 1
     */
    record Label(int classIndex, String label, Box box, double maskedShare) {}
}
