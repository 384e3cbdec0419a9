package org.streetwarden.models.head;

import java.nio.FloatBuffer;
import java.util.Arrays;
import java.util.List;
import org.streetwarden.models.InputFormat;

/**
 * YOLOX (Ge et al. 2021) as exported without decoding: one output {@code [batch, places, 5 + classes]}, places as in
 * {@link Grid}; per place x, y offsets in cells from the cell's corner, natural logarithms of width and height in cells,
 * objectness and class scores after the sigmoid. Centre = (cell + offset) · stride, size = e^log · stride, score =
 * objectness · class.
 */
public final class YoloxHead implements Head {

    private static final int FIRST_CLASS = ObjectnessRows.FIRST_CLASS;

    private final Grid grid;
    private final int places;
    private final int classes;
    private final ObjectnessRows rows;

    public YoloxHead(InputFormat input, int classes) {
        this.grid = new Grid(input.width(), input.height());
        this.places = grid.places();
        this.classes = classes;
        this.rows = new ObjectnessRows(classes);
    }

    @Override
    public List<String> fit(List<long[]> shapes) {
        long[] expected = {Shapes.batch(shapes), places, FIRST_CLASS + classes};
        if (shapes.size() == 1 && Arrays.equals(shapes.getFirst(), expected)) {
            return List.of();
        }
        return List.of("expected one output [batch, %d, %d] (places of strides 8, 16, 32; 5 + %d classes), found %s"
                .formatted(places, FIRST_CLASS + classes, classes, Shapes.text(shapes)));
    }

    @Override
    public void score(List<FloatBuffer> outputs, int slot, Candidates into) {
        rows.score(outputs.getFirst(), slot * places, places, into);
    }

    @Override
    public void box(List<FloatBuffer> outputs, int slot, int place, float[] box) {
        FloatBuffer values = outputs.getFirst();
        int at = (slot * places + place) * (FIRST_CLASS + classes);
        int stride = grid.stride(place);
        int cell = grid.onLevel(place);
        int columns = grid.width() / stride;
        int row = cell / columns;
        box[0] = (values.get(at) + cell % columns) * stride;
        box[1] = (values.get(at + 1) + row) * stride;
        box[2] = (float) Math.exp(values.get(at + 2)) * stride;
        box[3] = (float) Math.exp(values.get(at + 3)) * stride;
    }
}
