package org.streetwarden.models.pixels;

import java.nio.ByteBuffer;
import java.nio.FloatBuffer;
import java.nio.IntBuffer;
import java.util.Arrays;
import org.bytedeco.javacpp.BytePointer;
import org.bytedeco.javacpp.IntPointer;
import org.streetwarden.media.Frame;
import org.streetwarden.models.InputFormat;

/**
 * Writes frames of any size into the slots of one {@link BatchTensor}, letterboxed and in the model's own colours and
 * scale. Allocates only when it meets a picture size it has not seen lately. Owns its scalers and the scaled planes. One
 * thread at a time.
 */
public final class TensorWriter implements AutoCloseable {

    /** Sizes whose scalers are kept; the cameras of one worker seldom have more. */
    private static final int KEPT_SIZES = 8;

    /** Swscale writes whole vectors; rows and planes leave room for one. */
    private static final int VECTOR_BYTES = 64;

    private static final int PLANES = 3;

    private final InputFormat input;
    private final BatchTensor tensor;
    private final PictureScaler[] kept = new PictureScaler[KEPT_SIZES];
    private final Letterbox[] drawn;
    private final BytePointer scaledMemory;
    private final ByteBuffer[] scaled = new ByteBuffer[PLANES];
    private final IntPointer strides = new IntPointer(2);
    private final IntBuffer strideIn;
    private final IntBuffer strideOut;
    private final int stride;
    private final byte[] samples;
    private final float[][] rows;
    private final float[] gain = new float[PLANES];
    private final float[] offset = new float[PLANES];
    private final int[] channelOf;

    /** @param tensor lent for as long as this writer lives */
    public TensorWriter(InputFormat input, BatchTensor tensor) {
        this.input = input;
        this.tensor = tensor;
        this.drawn = new Letterbox[tensor.slots()];
        this.samples = new byte[input.width()];
        this.rows = new float[PLANES][input.width()];
        this.channelOf = input.colour() == InputFormat.Colour.RGB ? new int[] {0, 1, 2} : new int[] {2, 1, 0};
        this.stride = (input.width() / VECTOR_BYTES + 2) * VECTOR_BYTES;
        int planeBytes = stride * input.height() + VECTOR_BYTES;
        this.scaledMemory = new BytePointer((long) PLANES * planeBytes);
        ByteBuffer whole = scaledMemory.asByteBuffer();
        for (int p = 0; p < PLANES; p++) {
            scaled[p] = whole.slice(p * planeBytes, planeBytes);
            gain[p] = (float) (input.scale() / input.std().get(p));
            offset[p] = (float) (-input.mean().get(p) / input.std().get(p));
        }
        this.strideIn = strides.asBuffer().slice(0, 1);
        this.strideOut = strides.asBuffer().slice(1, 1);
        strideOut.put(0, stride);
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
        for (int p = 0; p < PLANES; p++) {
            scaler.scale(frame, p, strideIn, scaled[p], strideOut);
        }
        ColourMatrix matrix = ColourMatrix.of(frame.height(), frame.fullRange());
        for (int row = 0; row < letterbox.height(); row++) {
            writeRow(slot, letterbox, row, matrix);
        }
        return letterbox;
    }

    private void writeRow(int slot, Letterbox letterbox, int row, ColourMatrix matrix) {
        int width = letterbox.width();
        for (int p = 0; p < PLANES; p++) {
            scaled[p].get(row * stride, samples, 0, width);
            widen(samples, rows[p], width);
        }
        matrix.apply(rows[0], rows[1], rows[2], width);
        int inside = (letterbox.top() + row) * input.width() + letterbox.left();
        for (int colour = 0; colour < PLANES; colour++) {
            int channel = channelOf[colour];
            adapt(rows[colour], width, gain[channel], offset[channel]);
            tensor.values().put(tensor.planeAt(slot, channel) + inside, rows[colour], 0, width);
        }
    }

    private static void widen(byte[] samples, float[] row, int n) {
        for (int i = 0; i < n; i++) {
            row[i] = samples[i] & 0xff;
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
        for (int channel = 0; channel < PLANES; channel++) {
            Arrays.fill(rows[0], input.pad() * gain[channel] + offset[channel]);
            for (int row = 0; row < input.height(); row++) {
                values.put(tensor.planeAt(slot, channel) + row * input.width(), rows[0], 0, input.width());
            }
        }
    }

    /** Finds the scaler for a size; the one used longest ago makes room. */
    private PictureScaler scalerFor(int width, int height) {
        int at = 0;
        while (at < KEPT_SIZES - 1 && kept[at] != null && !kept[at].fits(width, height)) {
            at++;
        }
        PictureScaler found = kept[at];
        if (found == null || !found.fits(width, height)) {
            PictureScaler made = new PictureScaler(Letterbox.of(width, height, input));
            if (found != null) {
                found.close();
            }
            found = made;
        }
        System.arraycopy(kept, 0, kept, 1, at);
        kept[0] = found;
        return found;
    }

    /** Scalers in this process that nobody has closed yet; 0 once every writer is closed. */
    public static int scalersOpen() {
        return PictureScaler.open();
    }

    @Override
    public void close() {
        for (int i = 0; i < KEPT_SIZES; i++) {
            if (kept[i] != null) {
                kept[i].close();
                kept[i] = null;
            }
        }
        scaledMemory.close();
        strides.close();
    }
}
