package org.streetwarden.models.head;

import java.nio.FloatBuffer;

/**
 * Scores of an output {@code [places, 5 + classes]}: after four numbers of the box an objectness and one score per class, all
 * after the sigmoid; a place's score for a class is their product.
 */
final class ObjectnessRows {

    static final int FIRST_CLASS = 5;
    private static final int OBJECTNESS = 4;

    private final int columns;
    private final float[] scores;

    ObjectnessRows(int classes) {
        this.columns = FIRST_CLASS + classes;
        this.scores = new float[classes];
    }

    /** Offers {@code places} rows, the first of which is number {@code first} of the buffer, as places 0, 1, … */
    void score(FloatBuffer values, int first, int places, Candidates into) {
        float least = into.leastThreshold();
        int at = first * columns;
        for (int place = 0; place < places; place++, at += columns) {
            float objectness = values.get(at + OBJECTNESS);
            into.saw(objectness, objectness);
            if (objectness >= least) {
                values.get(at + FIRST_CLASS, scores);
                into.offerBest(place, scores, objectness);
            }
        }
    }
}
