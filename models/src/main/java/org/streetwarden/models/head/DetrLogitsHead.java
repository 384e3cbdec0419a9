package org.streetwarden.models.head;

import java.nio.FloatBuffer;
import java.util.List;
import org.streetwarden.models.InputFormat;

/**
 * RT-DETR, D-FINE and their kin without post-processing: two outputs, logits {@code [batch, queries, classes]} before the
 * sigmoid and boxes {@code [batch, queries, 4]}: centre x, centre y, width, height in fractions of the input.
 */
public final class DetrLogitsHead implements Head {

    private final InputFormat input;
    private final float[] scores;
    private int queries;

    public DetrLogitsHead(InputFormat input, int classes) {
        this.input = input;
        this.scores = new float[classes];
    }

    @Override
    public List<String> fit(List<long[]> shapes) {
        if (Shapes.arePairs(shapes, scores.length)) {
            queries = (int) shapes.getFirst()[1];
            return List.of();
        }
        return List.of("expected logits [batch, queries, %d] and boxes [batch, queries, 4], found %s"
                .formatted(scores.length, Shapes.text(shapes)));
    }

    @Override
    public void score(List<FloatBuffer> outputs, int slot, Candidates into) {
        FloatBuffer logits = outputs.getFirst();
        for (int query = 0; query < queries; query++) {
            logits.get((slot * queries + query) * scores.length, scores);
            for (int c = 0; c < scores.length; c++) {
                into.sawLogit(scores[c]);
                scores[c] = Activation.sigmoid(scores[c]);
            }
            into.offerBest(query, scores, 1);
        }
    }

    @Override
    public void box(List<FloatBuffer> outputs, int slot, int place, float[] box) {
        outputs.get(1).get((slot * queries + place) * 4, box);
        box[0] *= input.width();
        box[1] *= input.height();
        box[2] *= input.width();
        box[3] *= input.height();
    }
}
