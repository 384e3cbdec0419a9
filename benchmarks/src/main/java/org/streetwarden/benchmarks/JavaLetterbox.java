package org.streetwarden.benchmarks;

import org.streetwarden.media.Frame;
import org.streetwarden.models.pixels.BatchTensor;
import org.streetwarden.models.pixels.Letterbox;

/** The letterbox in Java alone: exact area averages of each plane, row by row, then BT.709. */
final class JavaLetterbox {

    private final BatchTensor tensor;
    private final Letterbox box;
    private final PlaneScaler luma;
    private final PlaneScaler chroma;
    private final float[][] rows;

    JavaLetterbox(BatchTensor tensor, Letterbox box) {
        this.tensor = tensor;
        this.box = box;
        int width = box.sourceWidth();
        int height = box.sourceHeight();
        this.luma = new PlaneScaler(width, height, box.width(), box.height());
        this.chroma = new PlaneScaler((width + 1) / 2, (height + 1) / 2, box.width(), box.height());
        this.rows = new float[3][box.width()];
    }

    void write(Frame frame) {
        for (int y = 0; y < box.height(); y++) {
            for (int p = 0; p < 3; p++) {
                (p == 0 ? luma : chroma).row(frame.plane(p), frame.stride(p), y, rows[p]);
            }
            colour(rows[0], rows[1], rows[2], box.width());
            int inside = (box.top() + y) * tensor.width() + box.left();
            for (int c = 0; c < 3; c++) {
                tensor.values().put(tensor.planeAt(0, 2 - c) + inside, rows[c], 0, box.width());
            }
        }
    }

    private static void colour(float[] yToRed, float[] cbToGreen, float[] crToBlue, int n) {
        for (int i = 0; i < n; i++) {
            float luma = (yToRed[i] - 16) * (255f / 219);
            float cb = cbToGreen[i] - 128;
            float cr = crToBlue[i] - 128;
            yToRed[i] = Math.min(255f, Math.max(0f, luma + 1.792741f * cr));
            cbToGreen[i] = Math.min(255f, Math.max(0f, luma - 0.213249f * cb - 0.532909f * cr));
            crToBlue[i] = Math.min(255f, Math.max(0f, luma + 2.112402f * cb));
        }
    }
}
