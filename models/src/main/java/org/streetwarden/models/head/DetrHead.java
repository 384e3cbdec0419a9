package org.streetwarden.models.head;

import java.nio.FloatBuffer;
import java.util.List;

/**
 * RT-DETR (Zhao et al. 2023), D-FINE, DEIM and DEIMv2 with their post-processing in the graph: three outputs, labels
 * {@code [1, queries]}, boxes {@code [1, queries, 4]} (left, top, right, bottom in input pixels) and scores
 * {@code [1, queries]}, or all three without the first axis. One picture at a time.
 */
public final class DetrHead implements Head {

    private static final int LABELS = 0;
    private static final int BOXES = 1;
    private static final int SCORES = 2;

    private int queries;

    @Override
    public List<String> fit(List<long[]> shapes) {
        if (shapes.size() == 3) {
            long[] labels = Shapes.onePicture(shapes.get(LABELS), 1);
            long[] boxes = Shapes.onePicture(shapes.get(BOXES), 2);
            long[] scores = Shapes.onePicture(shapes.get(SCORES), 1);
            boolean good = labels.length == 1 && boxes.length == 2 && scores.length == 1;
            if (good && Shapes.isCount(labels[0]) && boxes[0] == labels[0] && scores[0] == labels[0] && boxes[1] == 4) {
                queries = (int) labels[0];
                return List.of();
            }
        }
        return List.of("expected labels [1, queries], boxes [1, queries, 4], scores [1, queries], with or without the"
                + " first axis, found " + Shapes.text(shapes));
    }

    @Override
    public void score(List<FloatBuffer> outputs, int slot, Candidates into) {
        FloatBuffer labels = outputs.get(LABELS);
        FloatBuffer scores = outputs.get(SCORES);
        for (int query = 0; query < queries; query++) {
            into.offerLabelled(query, labels.get(query), scores.get(query));
        }
    }

    @Override
    public void box(List<FloatBuffer> outputs, int slot, int place, float[] box) {
        outputs.get(BOXES).get(place * 4, box);
        Corners.box(box[0], box[1], box[2], box[3], box);
    }
}
