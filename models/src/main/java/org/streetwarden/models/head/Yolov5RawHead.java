package org.streetwarden.models.head;

import java.nio.FloatBuffer;
import java.util.ArrayList;
import java.util.Arrays;
import java.util.List;
import org.streetwarden.models.InputFormat;

/**
 * YOLOv5 and YOLOv7 exported without decoding: one output per level of strides 8, 16 and 32, either
 * {@code [batch, 3, rows, columns, 5 + classes]} or {@code [batch, 3 · (5 + classes), rows, columns]}, all before the sigmoid σ.
 * Centre = (2σ - 0.5 + cell) · stride, size = (2σ)² · anchor, score = σ(objectness) · σ(class).
 */
public final class Yolov5RawHead implements Head {

    private static final int PER_LEVEL = Anchors.PER_LEVEL;
    private static final int OBJECTNESS = 4;
    private static final int FIRST_CLASS = 5;

    private final Levels levels;
    private final Anchors anchors;
    private final int quantities;
    private final float[] scores;
    private final boolean[] placesFirst;

    /** @param anchors three levels */
    public Yolov5RawHead(InputFormat input, int classes, Anchors anchors) {
        this.levels = new Levels(input.width(), input.height(), PER_LEVEL, 8, 16, 32);
        this.anchors = anchors;
        this.quantities = FIRST_CLASS + classes;
        this.scores = new float[classes];
        this.placesFirst = new boolean[levels.count()];
    }

    @Override
    public List<String> fit(List<long[]> shapes) {
        List<String> expected = new ArrayList<>();
        boolean good = shapes.size() == levels.count();
        for (int level = 0; level < levels.count(); level++) {
            long batch = Shapes.batch(shapes);
            long rows = levels.rows(level);
            long columns = levels.columns(level);
            long[] five = {batch, PER_LEVEL, rows, columns, quantities};
            long[] four = {batch, (long) PER_LEVEL * quantities, rows, columns};
            long[] found = good ? shapes.get(level) : new long[0];
            placesFirst[level] = Arrays.equals(found, five);
            good &= placesFirst[level] || Arrays.equals(found, four);
            expected.add(Shapes.text(five) + " or " + Shapes.text(four));
        }
        return good
                ? List.of()
                : List.of("expected outputs %s (3 anchors, 5 + %d classes), found %s"
                        .formatted(String.join("; ", expected), scores.length, Shapes.text(shapes)));
    }

    /** Index of a place's first quantity. */
    private int at(int slot, int level, int onLevel) {
        int cells = levels.cells(level);
        int map = slot * PER_LEVEL + onLevel / cells;
        int cell = onLevel % cells;
        return placesFirst[level] ? (map * cells + cell) * quantities : map * quantities * cells + cell;
    }

    /** From one quantity of a place to its next. */
    private int step(int level) {
        return placesFirst[level] ? 1 : levels.cells(level);
    }

    @Override
    public void score(List<FloatBuffer> outputs, int slot, Candidates into) {
        float least = Activation.logit(into.leastThreshold());
        for (int level = 0; level < levels.count(); level++) {
            FloatBuffer values = outputs.get(level);
            int places = PER_LEVEL * levels.cells(level);
            for (int onLevel = 0; onLevel < places; onLevel++) {
                int at = at(slot, level, onLevel);
                float objectness = values.get(at + OBJECTNESS * step(level));
                into.sawLogit(objectness);
                if (objectness >= least) {
                    readClasses(values, at, step(level), into);
                    into.offerBest(levels.first(level) + onLevel, scores, Activation.sigmoid(objectness));
                }
            }
        }
    }

    private void readClasses(FloatBuffer values, int at, int step, Candidates into) {
        for (int c = 0; c < scores.length; c++) {
            float logit = values.get(at + (FIRST_CLASS + c) * step);
            into.sawLogit(logit);
            scores[c] = Activation.sigmoid(logit);
        }
    }

    @Override
    public void box(List<FloatBuffer> outputs, int slot, int place, float[] box) {
        int level = levels.level(place);
        int onLevel = place - levels.first(level);
        int anchor = onLevel / levels.cells(level);
        int cell = onLevel % levels.cells(level);
        int at = at(slot, level, onLevel);
        for (int side = 0; side < 4; side++) {
            box[side] = 2 * Activation.sigmoid(outputs.get(level).get(at + side * step(level)));
        }
        box[0] = (box[0] - 0.5f + levels.column(level, cell)) * levels.stride(level);
        box[1] = (box[1] - 0.5f + levels.row(level, cell)) * levels.stride(level);
        box[2] *= box[2] * anchors.width(level, anchor);
        box[3] *= box[3] * anchors.height(level, anchor);
    }
}
