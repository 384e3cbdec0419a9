package org.streetwarden.models.head;

import java.nio.FloatBuffer;
import java.util.List;
import org.streetwarden.models.InputFormat;

/**
 * SSD (Liu et al. 2016) with its priors applied in the graph: two outputs, scores {@code [batch, places, 1 + classes]} after
 * the softmax, the background first, and boxes {@code [batch, places, 4]}: left, top, right, bottom in fractions of the input.
 */
public final class SsdHead implements Head {

    private final InputFormat input;
    private final float[] scores;
    private int places;

    public SsdHead(InputFormat input, int classes) {
        this.input = input;
        this.scores = new float[classes];
    }

    @Override
    public List<String> fit(List<long[]> shapes) {
        if (Shapes.arePairs(shapes, 1 + scores.length)) {
            places = (int) shapes.getFirst()[1];
            return List.of();
        }
        return List.of(
                "expected scores [batch, places, %d] (background + %d classes) and boxes [batch, places, 4], found %s"
                        .formatted(1 + scores.length, scores.length, Shapes.text(shapes)));
    }

    @Override
    public void score(List<FloatBuffer> outputs, int slot, Candidates into) {
        FloatBuffer values = outputs.getFirst();
        float least = into.leastThreshold();
        int at = slot * places * (1 + scores.length);
        for (int place = 0; place < places; place++, at += 1 + scores.length) {
            float background = values.get(at);
            into.saw(background, background);
            if (!(1 - background < least)) {
                values.get(at + 1, scores);
                into.offerBest(place, scores, 1);
            }
        }
    }

    @Override
    public void box(List<FloatBuffer> outputs, int slot, int place, float[] box) {
        outputs.get(1).get((slot * places + place) * 4, box);
        Corners.box(
                box[0] * input.width(), box[1] * input.height(), box[2] * input.width(), box[3] * input.height(), box);
    }
}
