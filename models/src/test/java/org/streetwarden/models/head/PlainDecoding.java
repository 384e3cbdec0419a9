package org.streetwarden.models.head;

import java.nio.FloatBuffer;
import java.util.ArrayList;
import java.util.Comparator;
import java.util.List;

/** The same decoding and suppression written plainly, from the papers, for comparison. Lists and doubles throughout. */
final class PlainDecoding {

    record Found(int kind, double score, double left, double top, double right, double bottom) {}

    private PlainDecoding() {}

    /** @param rows [places][5 + classes] */
    static List<Found> yolox(float[][] rows, int width, int height, float[] thresholds) {
        List<Found> all = new ArrayList<>();
        int i = 0;
        for (int stride = 8; stride <= 32; stride *= 2) {
            for (int y = 0; y < height / stride; y++) {
                for (int x = 0; x < width / stride; x++) {
                    float[] row = rows[i++];
                    float[] scores = new float[thresholds.length];
                    for (int c = 0; c < scores.length; c++) {
                        scores[c] = row[4] * row[5 + c];
                    }
                    double w = Math.exp(row[2]) * stride;
                    double h = Math.exp(row[3]) * stride;
                    add(all, scores, thresholds, (x + row[0]) * stride, (y + row[1]) * stride, w, h);
                }
            }
        }
        return all;
    }

    /** @param columns [4 + classes][places] */
    static List<Found> yolov8(float[][] columns, float[] thresholds) {
        List<Found> all = new ArrayList<>();
        for (int i = 0; i < columns[0].length; i++) {
            float[] scores = new float[thresholds.length];
            for (int c = 0; c < scores.length; c++) {
                scores[c] = columns[4 + c][i];
            }
            add(all, scores, thresholds, columns[0][i], columns[1][i], columns[2][i], columns[3][i]);
        }
        return all;
    }

    private static double sigmoid(double x) {
        return 1 / (1 + Math.exp(-x));
    }

    private static float[] take(FloatBuffer values, int from, int step, int n) {
        float[] taken = new float[n];
        for (int i = 0; i < n; i++) {
            taken[i] = values.get(from + i * step);
        }
        return taken;
    }

    private static float[] times(float[] scores, double factor) {
        float[] product = new float[scores.length];
        for (int i = 0; i < scores.length; i++) {
            product[i] = (float) (scores[i] * factor);
        }
        return product;
    }

    private static float[] sigmoids(float[] logits) {
        float[] odds = new float[logits.length];
        for (int i = 0; i < logits.length; i++) {
            odds[i] = (float) sigmoid(logits[i]);
        }
        return odds;
    }

    private static float[] softmax(float[] logits) {
        double sum = 0;
        for (float logit : logits) {
            sum += Math.exp(logit);
        }
        float[] shares = new float[logits.length];
        for (int i = 0; i < logits.length; i++) {
            shares[i] = (float) (Math.exp(logits[i]) / sum);
        }
        return shares;
    }

    private static void corners(
            List<Found> all, float[] scores, float[] thresholds, double x1, double y1, double x2, double y2) {
        add(all, scores, thresholds, (x1 + x2) / 2, (y1 + y2) / 2, x2 - x1, y2 - y1);
    }

    static List<Found> yolov5(List<FloatBuffer> outputs, int rows, float[] thresholds) {
        List<Found> all = new ArrayList<>();
        for (int i = 0; i < rows; i++) {
            float[] row = take(outputs.getFirst(), i * (5 + thresholds.length), 1, 5 + thresholds.length);
            float[] scores = times(java.util.Arrays.copyOfRange(row, 5, row.length), row[4]);
            add(all, scores, thresholds, row[0], row[1], row[2], row[3]);
        }
        return all;
    }

    /** @param shapes {@code [1, 3, rows, columns, 5 + classes]} or {@code [1, 3 (5 + classes), rows, columns]} */
    static List<Found> yolov5Raw(List<FloatBuffer> outputs, List<long[]> shapes, float[] thresholds, Anchors anchors) {
        List<Found> all = new ArrayList<>();
        int n = 5 + thresholds.length;
        for (int level = 0; level < 3; level++) {
            boolean five = shapes.get(level).length == 5;
            int rows = (int) shapes.get(level)[2];
            int columns = (int) shapes.get(level)[3];
            int stride = 8 << level;
            for (int a = 0; a < 3; a++) {
                for (int y = 0; y < rows; y++) {
                    for (int x = 0; x < columns; x++) {
                        float[] p = five
                                ? take(outputs.get(level), ((a * rows + y) * columns + x) * n, 1, n)
                                : take(outputs.get(level), a * n * rows * columns + y * columns + x, rows * columns, n);
                        float[] q = sigmoids(p);
                        float[] scores = times(java.util.Arrays.copyOfRange(q, 5, n), q[4]);
                        double w = Math.pow(2 * q[2], 2)
                                * anchors.levels().get(level).get(2 * a);
                        double h = Math.pow(2 * q[3], 2)
                                * anchors.levels().get(level).get(2 * a + 1);
                        add(
                                all,
                                scores,
                                thresholds,
                                (2 * q[0] - 0.5 + x) * stride,
                                (2 * q[1] - 0.5 + y) * stride,
                                w,
                                h);
                    }
                }
            }
        }
        return all;
    }

    private static float[] labelled(int classes, float label, float score) {
        float[] scores = new float[classes];
        scores[(int) label] = score;
        return scores;
    }

    static List<Found> endToEnd(List<FloatBuffer> outputs, int rows, float[] thresholds) {
        List<Found> all = new ArrayList<>();
        for (int i = 0; i < rows; i++) {
            float[] r = take(outputs.getFirst(), 6 * i, 1, 6);
            corners(all, labelled(thresholds.length, r[5], r[4]), thresholds, r[0], r[1], r[2], r[3]);
        }
        return all;
    }

    static List<Found> detr(List<FloatBuffer> outputs, int queries, float[] thresholds) {
        List<Found> all = new ArrayList<>();
        for (int i = 0; i < queries; i++) {
            float[] b = take(outputs.get(1), 4 * i, 1, 4);
            float[] scores = labelled(
                    thresholds.length, outputs.get(0).get(i), outputs.get(2).get(i));
            corners(all, scores, thresholds, b[0], b[1], b[2], b[3]);
        }
        return all;
    }

    static List<Found> detrLogits(List<FloatBuffer> outputs, int queries, int width, int height, float[] thresholds) {
        List<Found> all = new ArrayList<>();
        for (int i = 0; i < queries; i++) {
            float[] scores = sigmoids(take(outputs.get(0), i * thresholds.length, 1, thresholds.length));
            float[] b = take(outputs.get(1), 4 * i, 1, 4);
            add(all, scores, thresholds, b[0] * width, b[1] * height, b[2] * width, b[3] * height);
        }
        return all;
    }

    static List<Found> ssd(List<FloatBuffer> outputs, int places, int width, int height, float[] thresholds) {
        List<Found> all = new ArrayList<>();
        for (int i = 0; i < places; i++) {
            float[] scores = take(outputs.get(0), i * (1 + thresholds.length) + 1, 1, thresholds.length);
            float[] b = take(outputs.get(1), 4 * i, 1, 4);
            corners(all, scores, thresholds, b[0] * width, b[1] * height, b[2] * width, b[3] * height);
        }
        return all;
    }

    static List<Found> gfl(List<FloatBuffer> outputs, int width, int height, float[] thresholds) {
        List<Found> all = new ArrayList<>();
        int levels = outputs.size() / 2;
        for (int level = 0; level < levels; level++) {
            int stride = 8 << level;
            int columns = (int) Math.ceil((double) width / stride);
            for (int i = 0; i < columns * (int) Math.ceil((double) height / stride); i++) {
                double[] side = new double[4];
                for (int s = 0; s < 4; s++) {
                    float[] bins = softmax(take(outputs.get(levels + level), i * 32 + s * 8, 1, 8));
                    for (int bin = 0; bin < 8; bin++) {
                        side[s] += bin * bins[bin] * stride;
                    }
                }
                double x = (i % columns + 0.5) * stride;
                int row = i / columns;
                double y = (row + 0.5) * stride;
                float[] scores = take(outputs.get(level), i * thresholds.length, 1, thresholds.length);
                corners(all, scores, thresholds, x - side[0], y - side[1], x + side[2], y + side[3]);
            }
        }
        return all;
    }

    static List<Found> fastestDet(List<FloatBuffer> outputs, int width, int height, float[] thresholds) {
        List<Found> all = new ArrayList<>();
        int columns = width / 16;
        int rows = height / 16;
        for (int y = 0; y < rows; y++) {
            for (int x = 0; x < columns; x++) {
                float[] p = take(outputs.getFirst(), y * columns + x, rows * columns, 5 + thresholds.length);
                float[] scores = new float[thresholds.length];
                for (int c = 0; c < scores.length; c++) {
                    scores[c] = (float) (Math.pow(p[0], 0.6) * Math.pow(p[5 + c], 0.4));
                }
                double cx = (x + Math.tanh(p[1])) / columns * width;
                double cy = (y + Math.tanh(p[2])) / rows * height;
                add(all, scores, thresholds, cx, cy, sigmoid(p[3]) * width, sigmoid(p[4]) * height);
            }
        }
        return all;
    }

    /** @param raw three maps a level before activation, otherwise one after it with the channels last */
    static List<Found> yoloFastestV2(
            List<FloatBuffer> outputs, boolean raw, int width, int height, float[] thresholds) {
        double[][] anchors = {
            {12.64, 19.39, 37.88, 51.48, 55.71, 138.31}, {126.91, 78.23, 131.57, 214.55, 279.92, 258.87}
        };
        List<Found> all = new ArrayList<>();
        int classes = thresholds.length;
        for (int level = 0; level < 2; level++) {
            int stride = 16 << level;
            int columns = width / stride;
            int cells = columns * (height / stride);
            for (int i = 0; i < cells; i++) {
                float[] box = raw
                        ? sigmoids(take(outputs.get(3 * level), i, cells, 12))
                        : take(outputs.get(level), i * (15 + classes), 1, 12);
                float[] objectness = raw
                        ? sigmoids(take(outputs.get(3 * level + 1), i, cells, 3))
                        : take(outputs.get(level), i * (15 + classes) + 12, 1, 3);
                float[] scores = raw
                        ? softmax(take(outputs.get(3 * level + 2), i, cells, classes))
                        : take(outputs.get(level), i * (15 + classes) + 15, 1, classes);
                int row = i / columns;
                for (int a = 0; a < 3; a++) {
                    double cx = (box[4 * a] * 2 - 0.5 + i % columns) * stride;
                    double cy = (box[4 * a + 1] * 2 - 0.5 + row) * stride;
                    double w = Math.pow(box[4 * a + 2] * 2, 2) * anchors[level][2 * a];
                    double h = Math.pow(box[4 * a + 3] * 2, 2) * anchors[level][2 * a + 1];
                    add(all, times(scores, objectness[a]), thresholds, cx, cy, w, h);
                }
            }
        }
        return all;
    }

    private static void add(
            List<Found> all, float[] scores, float[] thresholds, double cx, double cy, double w, double h) {
        int best = -1;
        for (int c = 0; c < scores.length; c++) {
            if (scores[c] >= thresholds[c] && (best < 0 || scores[c] > scores[best])) {
                best = c;
            }
        }
        if (best >= 0) {
            all.add(new Found(best, scores[best], cx - w / 2, cy - h / 2, cx + w / 2, cy + h / 2));
        }
    }

    static List<Found> suppressed(List<Found> all, double limit) {
        List<Found> left = new ArrayList<>(all);
        left.sort(Comparator.comparingDouble(Found::score).reversed());
        List<Found> kept = new ArrayList<>();
        while (!left.isEmpty()) {
            Found best = left.removeFirst();
            kept.add(best);
            left.removeIf(other -> other.kind == best.kind && iou(best, other) > limit);
        }
        return kept;
    }

    static double iou(Found a, Found b) {
        double w = Math.min(a.right, b.right) - Math.max(a.left, b.left);
        double h = Math.min(a.bottom, b.bottom) - Math.max(a.top, b.top);
        double shared = w > 0 && h > 0 ? w * h : 0;
        return shared / (area(a) + area(b) - shared);
    }

    private static double area(Found f) {
        return (f.right - f.left) * (f.bottom - f.top);
    }
}
