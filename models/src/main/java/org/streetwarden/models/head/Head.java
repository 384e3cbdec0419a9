package org.streetwarden.models.head;

import java.nio.FloatBuffer;
import java.util.List;

/**
 * Reads one family of detector outputs. Works on raw buffers with absolute indices and allocates nothing per call; reads
 * only inside the shapes that {@link #fit} has accepted last. One thread at a time.
 */
public interface Head {

    /**
     * Compares the outputs' shapes with what this head reads and, where they fit, expects the next outputs to have them.
     *
     * @param shapes one per output
     * @return one clause each, "expected …, found …"; empty where the head can read them
     */
    List<String> fit(List<long[]> shapes);

    /**
     * Offers every place whose best class reaches that class's threshold.
     *
     * @param outputs whole batch
     * @param slot picture in the batch
     */
    void score(List<FloatBuffer> outputs, int slot, Candidates into);

    /**
     * Decodes one place's box in input pixels.
     *
     * @param place as offered by {@link #score}
     * @param box (output) centre x, centre y, width, height
     */
    void box(List<FloatBuffer> outputs, int slot, int place, float[] box);
}
