package org.streetwarden.benchmarks;

import org.streetwarden.media.Frame;
import org.streetwarden.models.pixels.Letterbox;

/** The picture each letterbox should come to: exact area averages of each plane, then BT.709, in doubles. Slow. */
final class ExactLetterbox {

    private ExactLetterbox() {}

    /** Blue, green, red values of 0 to 255, one plane after the other. */
    static double[] of(Frame frame, Letterbox box) {
        int pixels = box.width() * box.height();
        double[] out = new double[3 * pixels];
        for (int i = 0; i < pixels; i++) {
            int x = i % box.width();
            int y = i / box.width();
            double luma = (mean(frame, 0, box, x, y) - 16) * 255 / 219;
            double cb = (mean(frame, 1, box, x, y) - 128) * 255 / 224;
            double cr = (mean(frame, 2, box, x, y) - 128) * 255 / 224;
            out[i] = Math.clamp(luma + 1.8556 * cb, 0, 255);
            out[pixels + i] = Math.clamp(luma - 0.187324 * cb - 0.468124 * cr, 0, 255);
            out[2 * pixels + i] = Math.clamp(luma + 1.5748 * cr, 0, 255);
        }
        return out;
    }

    private static double mean(Frame frame, int plane, Letterbox box, int x, int y) {
        double columns = (double) (plane == 0 ? frame.width() : (frame.width() + 1) / 2) / box.width();
        double rows = (double) (plane == 0 ? frame.height() : (frame.height() + 1) / 2) / box.height();
        double sum = 0;
        for (int row = (int) (y * rows); row < (y + 1) * rows - 1e-9; row++) {
            double rowShare = Math.min(row + 1, (y + 1) * rows) - Math.max(row, y * rows);
            for (int column = (int) (x * columns); column < (x + 1) * columns - 1e-9; column++) {
                double share = Math.min(column + 1, (x + 1) * columns) - Math.max(column, x * columns);
                sum += rowShare * share * (frame.plane(plane).get(row * frame.stride(plane) + column) & 0xff);
            }
        }
        return sum / (rows * columns);
    }
}
