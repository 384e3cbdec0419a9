package org.streetwarden.models.pixels;

import java.nio.FloatBuffer;
import java.util.Arrays;
import org.streetwarden.media.Frame;
import org.streetwarden.models.InputFormat;

/**
 * Writes frames of any size into the slots of one {@link BatchTensor}, letterboxed and in the model's own colours and
 * scale. Allocates only when it meets a picture size it has not seen lately. One thread at a time.
 */
public final class TensorWriter {

    /** Sizes whose tables are kept; cameras of one worker seldom have more. */
    private static final int KEPT_SIZES = 8;

    private final InputFormat input;
    private final BatchTensor tensor;
    private final PictureScaler[] kept = new PictureScaler[KEPT_SIZES];
    private final Letterbox[] drawn;
    private final float[][] rows;
    private final float[] gain = new float[3];
    private final float[] offset = new float[3];
    private final int[] channelOf;

    public TensorWriter(InputFormat input, BatchTensor tensor) {
        this.input = input;
        this.tensor = tensor;
        this.drawn = new Letterbox[tensor.slots()];
        this.rows = new float[3][input.width()];
        this.channelOf = input.colour() == InputFormat.Colour.RGB ? new int[] {0, 1, 2} : new int[] {2, 1, 0};
        for (int c = 0; c < 3; c++) {
            gain[c] = (float) (input.scale() / input.std().get(c));
            offset[c] = (float) (-input.mean().get(c) / input.std().get(c));
        }
    }

    /**
     * Writes one frame.
     *
     * @param frame borrowed
     * @param slot 0 to {@link BatchTensor#slots()} - 1
     * @return how the picture lies in the slot
     */
    public Letterbox write(Frame frame, int slot) {
        PictureScaler scaler = scalerFor(frame.width(), frame.height());
        Letterbox letterbox = scaler.letterbox();
        if (!letterbox.equals(drawn[slot])) {
            drawn[slot] = letterbox;
            pad(slot);
        }
        ColourMatrix matrix = ColourMatrix.of(frame.height(), frame.fullRange());
        for (int row = 0; row < letterbox.height(); row++) {
            scaler.row(frame, row, rows);
            matrix.apply(rows[0], rows[1], rows[2], letterbox.width());
            put(slot, letterbox, row);
        }
        return letterbox;
    }

    private void put(int slot, Letterbox letterbox, int row) {
        int inside = (letterbox.top() + row) * input.width() + letterbox.left();
        for (int colour = 0; colour < 3; colour++) {
            int channel = channelOf[colour];
            adapt(rows[colour], letterbox.width(), gain[channel], offset[channel]);
            tensor.values().put(tensor.planeAt(slot, channel) + inside, rows[colour], 0, letterbox.width());
        }
    }

    private static void adapt(float[] row, int n, float gain, float offset) {
        if (gain == 1 && offset == 0) {
            return;
        }
        for (int i = 0; i < n; i++) {
            row[i] = row[i] * gain + offset;
        }
    }

    private void pad(int slot) {
        FloatBuffer values = tensor.values();
        for (int channel = 0; channel < 3; channel++) {
            Arrays.fill(rows[0], input.pad() * gain[channel] + offset[channel]);
            for (int row = 0; row < input.height(); row++) {
                values.put(tensor.planeAt(slot, channel) + row * input.width(), rows[0], 0, input.width());
            }
        }
    }

    /** Finds the tables for a size; the size used longest ago makes room. */
    private PictureScaler scalerFor(int width, int height) {
        int last = 0;
        while (last < KEPT_SIZES - 1 && kept[last] != null && !kept[last].fits(width, height)) {
            last++;
        }
        PictureScaler found = kept[last];
        if (found == null || !found.fits(width, height)) {
            found = new PictureScaler(Letterbox.of(width, height, input));
        }
        System.arraycopy(kept, 0, kept, 1, last);
        kept[0] = found;
        return found;
    }
}
