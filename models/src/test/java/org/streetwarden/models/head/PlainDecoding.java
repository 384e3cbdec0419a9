package org.streetwarden.models.head;

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
