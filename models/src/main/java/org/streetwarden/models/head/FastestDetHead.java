package org.streetwarden.models.head;

import java.nio.FloatBuffer;
import java.util.Arrays;
import java.util.List;
import org.streetwarden.models.InputFormat;

/**
 * FastestDet: one output {@code [batch, 5 + classes, rows, columns]} of stride 16; objectness after the sigmoid σ, four numbers
 * of the box, class scores after the softmax. Centre = (tanh + cell) · stride, size = σ · input size, score = objectness^0.6
 * · class^0.4.
 */
public final class FastestDetHead implements Head {

    private static final int STRIDE = 16;
    private static final int BOX = 1;
    private static final int FIRST_CLASS = 5;
    private static final double OBJECTNESS_POWER = 0.6;
    private static final double CLASS_POWER = 0.4;

    private final InputFormat input;
    private final Levels levels;
    private final float[] scores;

    public FastestDetHead(InputFormat input, int classes) {
        this.input = input;
        this.levels = new Levels(input.width(), input.height(), 1, STRIDE);
        this.scores = new float[classes];
    }

    @Override
    public List<String> fit(List<long[]> shapes) {
        long[] expected = {Shapes.batch(shapes), FIRST_CLASS + scores.length, levels.rows(0), levels.columns(0)};
        if (shapes.size() == 1 && Arrays.equals(shapes.getFirst(), expected)) {
            return List.of();
        }
        return List.of("expected one output [batch, %d, %d, %d] (5 + %d classes; cells of stride 16), found %s"
                .formatted(expected[1], expected[2], expected[3], scores.length, Shapes.text(shapes)));
    }

    private float value(List<FloatBuffer> outputs, int slot, int quantity, int cell) {
        return outputs.getFirst().get((slot * (FIRST_CLASS + scores.length) + quantity) * levels.cells(0) + cell);
    }

    @Override
    public void score(List<FloatBuffer> outputs, int slot, Candidates into) {
        float least = (float) Math.pow(into.leastThreshold(), 1 / OBJECTNESS_POWER);
        for (int cell = 0; cell < levels.cells(0); cell++) {
            float objectness = value(outputs, slot, 0, cell);
            into.saw(objectness, objectness);
            if (objectness >= least) {
                float factor = (float) Math.pow(objectness, OBJECTNESS_POWER);
                readClasses(outputs, slot, cell, least(into, factor), into);
                into.offerBest(cell, scores, factor);
            }
        }
    }

    /** The least class score that can reach a threshold. */
    private static float least(Candidates into, float factor) {
        return (float) Math.pow(into.leastThreshold() / factor, 1 / CLASS_POWER);
    }

    /** Scores too small to matter are read as 0: a power costs more than all the rest. */
    private void readClasses(List<FloatBuffer> outputs, int slot, int cell, float least, Candidates into) {
        for (int c = 0; c < scores.length; c++) {
            float score = value(outputs, slot, FIRST_CLASS + c, cell);
            into.saw(score, score);
            scores[c] = score < least * 0.999f ? 0 : (float) Math.pow(score, CLASS_POWER);
        }
    }

    @Override
    public void box(List<FloatBuffer> outputs, int slot, int place, float[] box) {
        box[0] = (float) (Math.tanh(value(outputs, slot, BOX, place)) + levels.column(0, place)) * STRIDE;
        box[1] = (float) (Math.tanh(value(outputs, slot, BOX + 1, place)) + levels.row(0, place)) * STRIDE;
        box[2] = Activation.sigmoid(value(outputs, slot, BOX + 2, place)) * input.width();
        box[3] = Activation.sigmoid(value(outputs, slot, BOX + 3, place)) * input.height();
    }
}
