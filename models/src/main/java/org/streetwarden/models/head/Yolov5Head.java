package org.streetwarden.models.head;

import java.nio.FloatBuffer;
import java.util.List;

/**
 * YOLOv5, YOLOv7 and others exported with their decoding: one output {@code [batch, places, 5 + classes]}; centre x, centre y,
 * width, height in input pixels, objectness and class scores after the sigmoid. Score = objectness · class. How many places
 * there are is the graph's business.
 */
public final class Yolov5Head implements Head {

    private final int columns;
    private final ObjectnessRows rows;
    private int places;

    public Yolov5Head(int classes) {
        this.columns = ObjectnessRows.FIRST_CLASS + classes;
        this.rows = new ObjectnessRows(classes);
    }

    @Override
    public List<String> fit(List<long[]> shapes) {
        long[] shape = shapes.size() == 1 ? shapes.getFirst() : new long[0];
        if (shape.length == 3 && shape[2] == columns && Shapes.isCount(shape[1])) {
            places = (int) shape[1];
            return List.of();
        }
        return List.of("expected one output [batch, places, %d] (5 + %d classes), found %s"
                .formatted(columns, columns - ObjectnessRows.FIRST_CLASS, Shapes.text(shapes)));
    }

    @Override
    public void score(List<FloatBuffer> outputs, int slot, Candidates into) {
        rows.score(outputs.getFirst(), slot * places, places, into);
    }

    @Override
    public void box(List<FloatBuffer> outputs, int slot, int place, float[] box) {
        outputs.getFirst().get((slot * places + place) * columns, box);
    }
}
