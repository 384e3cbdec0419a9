package org.streetwarden.models.head;

import java.nio.FloatBuffer;
import java.util.List;

/**
 * Graphs that choose their boxes themselves (YOLOv10, YOLO26, any YOLO exported with its suppression): one output
 * {@code [1, rows, 6]} or {@code [rows, 6]}; left, top, right, bottom in input pixels, score, class number. Rows that hold
 * nothing score 0. One picture at a time.
 */
public final class EndToEndHead implements Head {

    private static final int COLUMNS = 6;
    private static final int SCORE = 4;
    private static final int LABEL = 5;

    private int rows;

    @Override
    public List<String> fit(List<long[]> shapes) {
        long[] shape = shapes.size() == 1 ? Shapes.onePicture(shapes.getFirst(), 2) : new long[0];
        if (shape.length == 2 && shape[1] == COLUMNS && Shapes.isCount(shape[0])) {
            rows = (int) shape[0];
            return List.of();
        }
        return List.of("expected one output [1, rows, 6] or [rows, 6], found " + Shapes.text(shapes));
    }

    @Override
    public void score(List<FloatBuffer> outputs, int slot, Candidates into) {
        FloatBuffer values = outputs.getFirst();
        for (int row = 0, at = 0; row < rows; row++, at += COLUMNS) {
            into.offerLabelled(row, values.get(at + LABEL), values.get(at + SCORE));
        }
    }

    @Override
    public void box(List<FloatBuffer> outputs, int slot, int place, float[] box) {
        outputs.getFirst().get(place * COLUMNS, box);
        Corners.box(box[0], box[1], box[2], box[3], box);
    }
}
