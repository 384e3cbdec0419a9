package org.streetwarden.models.head;

import java.nio.FloatBuffer;
import java.util.Arrays;
import java.util.List;
import org.streetwarden.models.InputFormat;

/**
 * The layout of YOLOv8 and its descendants: one output {@code [batch, 4 + classes, places]}; centre x, centre y, width,
 * height in input pixels, then one score per class after the sigmoid. Each row holds one quantity of all places.
 */
public final class Yolov8Head implements Head {

    private static final int FIRST_CLASS = 4;

    private final int classes;
    private final int places;
    private final float[] row;
    private final float[] best;
    private final int[] bestClass;

    public Yolov8Head(InputFormat input, int classes) {
        this.classes = classes;
        this.places = new Grid(input.width(), input.height()).places();
        this.row = new float[places];
        this.best = new float[places];
        this.bestClass = new int[places];
    }

    @Override
    public List<String> fit(List<long[]> shapes) {
        long[] expected = {Shapes.batch(shapes), FIRST_CLASS + classes, places};
        if (shapes.size() == 1 && Arrays.equals(shapes.getFirst(), expected)) {
            return List.of();
        }
        return List.of("expected one output [batch, %d, %d] (4 + %d classes; places of strides 8, 16, 32), found %s"
                .formatted(FIRST_CLASS + classes, places, classes, Shapes.text(shapes)));
    }

    @Override
    public void score(List<FloatBuffer> outputs, int slot, Candidates into) {
        Arrays.fill(best, 0);
        boolean any = false;
        for (int c = 0; c < classes; c++) {
            outputs.getFirst().get(rowAt(slot, FIRST_CLASS + c), row, 0, places);
            float most = most(row, places);
            into.saw(least(row, places), most);
            if (most >= into.threshold(c)) {
                keepBest(c, into.threshold(c));
                any = true;
            }
        }
        for (int place = 0; any && place < places; place++) {
            if (best[place] > 0) {
                into.offer(place, bestClass[place], best[place]);
            }
        }
    }

    private int rowAt(int slot, int quantity) {
        return (slot * (FIRST_CLASS + classes) + quantity) * places;
    }

    /** The largest value, not a number where one is not a number. */
    private static float most(float[] values, int n) {
        float most = Float.NEGATIVE_INFINITY;
        for (int i = 0; i < n; i++) {
            most = Math.max(most, values[i]);
        }
        return most;
    }

    /** The smallest value, not a number where one is not a number. */
    private static float least(float[] values, int n) {
        float least = Float.POSITIVE_INFINITY;
        for (int i = 0; i < n; i++) {
            least = Math.min(least, values[i]);
        }
        return least;
    }

    private void keepBest(int c, float threshold) {
        for (int place = 0; place < places; place++) {
            if (row[place] >= threshold && row[place] > best[place]) {
                best[place] = row[place];
                bestClass[place] = c;
            }
        }
    }

    @Override
    public void box(List<FloatBuffer> outputs, int slot, int place, float[] box) {
        for (int side = 0; side < 4; side++) {
            box[side] = outputs.getFirst().get(rowAt(slot, side) + place);
        }
    }
}
