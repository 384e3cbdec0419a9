package org.streetwarden.models.head;

import java.nio.FloatBuffer;
import java.util.ArrayList;
import java.util.Arrays;
import java.util.List;
import org.streetwarden.models.InputFormat;

/**
 * YOLO-FastestV2: levels of strides 16 and 32 with 3 anchors each that share their cell's class scores. Either six outputs
 * before activation, per level boxes {@code [batch, 12, rows, columns]}, objectness {@code [batch, 3, rows, columns]}, classes
 * {@code [batch, classes, rows, columns]}; or two outputs {@code [batch, rows, columns, 12 + 3 + classes]} after sigmoid (σ) and
 * softmax. Centre = (2σ - 0.5 + cell) · stride, size = (2σ)² · anchor, score = σ(objectness) · softmax(class).
 */
public final class YoloFastestV2Head implements Head {

    private static final int PER_LEVEL = Anchors.PER_LEVEL;
    private static final int BOXES = 4 * PER_LEVEL;
    private static final int FIRST_CLASS = BOXES + PER_LEVEL;

    private final Levels levels;
    private final Anchors anchors;
    private final boolean raw;
    private final int quantities;
    private final float[] scores;
    private final float[] objectness = new float[PER_LEVEL];

    /**
     * @param anchors two levels
     * @param raw whether the outputs are the six before activation
     */
    public YoloFastestV2Head(InputFormat input, int classes, Anchors anchors, boolean raw) {
        this.levels = new Levels(input.width(), input.height(), PER_LEVEL, 16, 32);
        this.anchors = anchors;
        this.raw = raw;
        this.quantities = FIRST_CLASS + classes;
        this.scores = new float[classes];
    }

    @Override
    public List<String> fit(List<long[]> shapes) {
        List<long[]> expected = new ArrayList<>();
        long batch = Shapes.batch(shapes);
        for (int level = 0; level < levels.count(); level++) {
            long rows = levels.rows(level);
            long columns = levels.columns(level);
            if (raw) {
                expected.add(new long[] {batch, BOXES, rows, columns});
                expected.add(new long[] {batch, PER_LEVEL, rows, columns});
                expected.add(new long[] {batch, scores.length, rows, columns});
            } else {
                expected.add(new long[] {batch, rows, columns, quantities});
            }
        }
        boolean good = shapes.size() == expected.size();
        for (int i = 0; good && i < expected.size(); i++) {
            good = Arrays.equals(shapes.get(i), expected.get(i));
        }
        return good
                ? List.of()
                : List.of("expected outputs %s (3 anchors, %d classes), found %s"
                        .formatted(Shapes.text(expected), scores.length, Shapes.text(shapes)));
    }

    /** Boxes, objectness and classes of a cell counted through. */
    private float value(List<FloatBuffer> outputs, int slot, int level, int cell, int quantity) {
        int cells = levels.cells(level);
        if (!raw) {
            return outputs.get(level).get((slot * cells + cell) * quantities + quantity);
        }
        if (quantity < BOXES) {
            return outputs.get(3 * level).get((slot * BOXES + quantity) * cells + cell);
        }
        if (quantity < FIRST_CLASS) {
            return outputs.get(3 * level + 1).get((slot * PER_LEVEL + quantity - BOXES) * cells + cell);
        }
        return outputs.get(3 * level + 2).get((slot * scores.length + quantity - FIRST_CLASS) * cells + cell);
    }

    private float activated(float value) {
        return raw ? Activation.sigmoid(value) : value;
    }

    @Override
    public void score(List<FloatBuffer> outputs, int slot, Candidates into) {
        for (int level = 0; level < levels.count(); level++) {
            for (int cell = 0; cell < levels.cells(level); cell++) {
                if (readObjectness(outputs, slot, level, cell, into) >= into.leastThreshold()) {
                    readClasses(outputs, slot, level, cell, into);
                    offer(levels.first(level) + cell, levels.cells(level), into);
                }
            }
        }
    }

    private void offer(int place, int cells, Candidates into) {
        for (int anchor = 0; anchor < PER_LEVEL; anchor++) {
            if (objectness[anchor] >= into.leastThreshold()) {
                into.offerBest(place + anchor * cells, scores, objectness[anchor]);
            }
        }
    }

    /** Returns the best. */
    private float readObjectness(List<FloatBuffer> outputs, int slot, int level, int cell, Candidates into) {
        float most = 0;
        for (int anchor = 0; anchor < PER_LEVEL; anchor++) {
            float value = value(outputs, slot, level, cell, BOXES + anchor);
            into.sawLogit(value);
            objectness[anchor] = activated(value);
            into.saw(objectness[anchor], objectness[anchor]);
            most = Math.max(most, objectness[anchor]);
        }
        return most;
    }

    private void readClasses(List<FloatBuffer> outputs, int slot, int level, int cell, Candidates into) {
        for (int c = 0; c < scores.length; c++) {
            scores[c] = value(outputs, slot, level, cell, FIRST_CLASS + c);
            into.sawLogit(scores[c]);
        }
        if (raw) {
            Activation.softmax(scores);
        }
    }

    @Override
    public void box(List<FloatBuffer> outputs, int slot, int place, float[] box) {
        int level = levels.level(place);
        int anchor = (place - levels.first(level)) / levels.cells(level);
        int cell = (place - levels.first(level)) % levels.cells(level);
        for (int side = 0; side < 4; side++) {
            box[side] = 2 * activated(value(outputs, slot, level, cell, 4 * anchor + side));
        }
        box[0] = (box[0] - 0.5f + levels.column(level, cell)) * levels.stride(level);
        box[1] = (box[1] - 0.5f + levels.row(level, cell)) * levels.stride(level);
        box[2] *= box[2] * anchors.width(level, anchor);
        box[3] *= box[3] * anchors.height(level, anchor);
    }
}
