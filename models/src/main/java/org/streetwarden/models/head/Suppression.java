package org.streetwarden.models.head;

import java.nio.FloatBuffer;
import java.util.List;
import java.util.stream.IntStream;

/**
 * Greedy non-maximum suppression, label by label: from the best candidate down, one that overlaps a kept box of its own
 * label by more than the limit falls away. Holds the kept boxes until the next call; allocates nothing. One thread at a
 * time.
 */
public final class Suppression {

    /** The most boxes one picture yields. */
    public static final int MOST_BOXES = 300;

    private final float iouLimit;
    private final int[] labelOf;
    private final float[] box = new float[4];
    private final float[] left = new float[MOST_BOXES];
    private final float[] top = new float[MOST_BOXES];
    private final float[] right = new float[MOST_BOXES];
    private final float[] bottom = new float[MOST_BOXES];
    private final float[] score = new float[MOST_BOXES];
    private final int[] kind = new int[MOST_BOXES];
    private int size;
    private int unreadable;

    /** Every class by itself. */
    public Suppression(double iouLimit) {
        this(iouLimit, IntStream.range(0, Candidates.MAX_CLASSES).toArray());
    }

    /**
     * @param iouLimit above 0, at most 1
     * @param labelOf for each class the number of its label; classes of one label suppress each other
     */
    public Suppression(double iouLimit, int[] labelOf) {
        this.iouLimit = (float) iouLimit;
        this.labelOf = labelOf.clone();
    }

    /**
     * Decodes the candidates' boxes and keeps the best. Boxes without area are dropped; boxes that are not finite are
     * counted in {@link #unreadable}.
     *
     * @return how many are kept, best score first
     */
    public int run(Head head, List<FloatBuffer> outputs, int slot, Candidates candidates) {
        size = 0;
        unreadable = 0;
        int offered = candidates.sort();
        for (int rank = 0; rank < offered && size < MOST_BOXES; rank++) {
            head.box(outputs, slot, candidates.place(rank), box);
            if (!finite()) {
                unreadable++;
            } else if (box[2] > 0 && box[3] > 0) {
                consider(candidates.kind(rank), candidates.score(rank));
            }
        }
        return size;
    }

    private boolean finite() {
        return Float.isFinite(box[0] + box[1] + box[2] + box[3]) && Float.isFinite(box[2] * box[3]);
    }

    private void consider(int boxKind, float boxScore) {
        left[size] = box[0] - box[2] / 2;
        top[size] = box[1] - box[3] / 2;
        right[size] = box[0] + box[2] / 2;
        bottom[size] = box[1] + box[3] / 2;
        for (int i = 0; i < size; i++) {
            if (labelOf[kind[i]] == labelOf[boxKind] && overlaps(i)) {
                return;
            }
        }
        kind[size] = boxKind;
        score[size] = boxScore;
        size++;
    }

    /** Whether box {@code i} and the one being considered share more than the limit. */
    private boolean overlaps(int i) {
        float w = Math.min(right[i], right[size]) - Math.max(left[i], left[size]);
        float h = Math.min(bottom[i], bottom[size]) - Math.max(top[i], top[size]);
        if (w <= 0 || h <= 0) {
            return false;
        }
        float shared = w * h;
        float union = (right[i] - left[i]) * (bottom[i] - top[i]) + box[2] * box[3] - shared;
        return shared > iouLimit * union;
    }

    /** Candidates of the last call whose box was infinite or not a number. */
    public int unreadable() {
        return unreadable;
    }

    /** Input pixels. */
    public float left(int i) {
        return left[i];
    }

    /** Input pixels. */
    public float top(int i) {
        return top[i];
    }

    /** Input pixels. */
    public float right(int i) {
        return right[i];
    }

    /** Input pixels. */
    public float bottom(int i) {
        return bottom[i];
    }

    public float score(int i) {
        return score[i];
    }

    /** Class number. */
    public int kind(int i) {
        return kind[i];
    }
}
