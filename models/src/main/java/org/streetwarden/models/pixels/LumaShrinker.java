package org.streetwarden.models.pixels;

import java.nio.ByteBuffer;
import java.nio.IntBuffer;
import org.bytedeco.javacpp.BytePointer;
import org.bytedeco.javacpp.IntPointer;
import org.streetwarden.media.Frame;
import org.streetwarden.scene.LumaGrid;

/**
 * Shrinks the luma plane of frames of any size to a {@link LumaGrid} of full range, by area, whatever their shape. Allocates the grid's
 * samples only, unless it meets a picture size it has not seen lately. Owns its scalers and the shrunk plane. One thread
 * at a time.
 */
public final class LumaShrinker implements AutoCloseable {

    /** Sizes whose scalers are kept. */
    private static final int KEPT_SIZES = 8;

    /** Swscale writes whole vectors. */
    private static final int STRIDE = (LumaGrid.WIDTH / 64 + 2) * 64;

    /** Limited range, 16 to 235 (ITU-R BT.601), as full range. */
    private static final byte[] STRETCHED = stretched();

    private final PictureScaler[] kept = new PictureScaler[KEPT_SIZES];
    private final BytePointer memory = new BytePointer((long) STRIDE * (LumaGrid.HEIGHT + 1));
    private final ByteBuffer shrunk = memory.asByteBuffer();
    private final IntPointer strides = new IntPointer(2);
    private final IntBuffer strideIn = strides.asBuffer().slice(0, 1);
    private final IntBuffer strideOut = strides.asBuffer().slice(1, 1);

    public LumaShrinker() {
        strideOut.put(0, STRIDE);
    }

    private static byte[] stretched() {
        byte[] table = new byte[256];
        for (int i = 0; i < table.length; i++) {
            table[i] = (byte) Math.clamp(Math.round((i - 16) * 255 / 219.0), 0, 255);
        }
        return table;
    }

    /**
     * Shrinks one frame.
     *
     * @param frame borrowed
     */
    public LumaGrid shrink(Frame frame) {
        scalerFor(frame.width(), frame.height()).scale(frame, 0, strideIn, shrunk, strideOut);
        byte[] samples = new byte[LumaGrid.WIDTH * LumaGrid.HEIGHT];
        for (int row = 0; row < LumaGrid.HEIGHT; row++) {
            shrunk.get(row * STRIDE, samples, row * LumaGrid.WIDTH, LumaGrid.WIDTH);
        }
        if (!frame.fullRange()) {
            for (int i = 0; i < samples.length; i++) {
                samples[i] = STRETCHED[samples[i] & 0xff];
            }
        }
        return new LumaGrid(samples);
    }

    /** Finds the scaler for a size; the one used longest ago makes room. */
    private PictureScaler scalerFor(int width, int height) {
        int at = 0;
        while (at < KEPT_SIZES - 1 && kept[at] != null && !kept[at].fits(width, height)) {
            at++;
        }
        PictureScaler found = kept[at];
        if (found == null || !found.fits(width, height)) {
            PictureScaler made = new PictureScaler(new Letterbox(width, height, 0, 0, LumaGrid.WIDTH, LumaGrid.HEIGHT));
            if (found != null) {
                found.close();
            }
            found = made;
        }
        System.arraycopy(kept, 0, kept, 1, at);
        kept[0] = found;
        return found;
    }

    @Override
    public void close() {
        for (int i = 0; i < KEPT_SIZES; i++) {
            if (kept[i] != null) {
                kept[i].close();
                kept[i] = null;
            }
        }
        memory.close();
        strides.close();
    }
}
