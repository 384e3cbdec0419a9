package org.streetwarden.models.pixels;

import java.nio.ByteBuffer;
import java.time.Instant;
import org.streetwarden.media.Frame;

/**
 * A frame that comes from no camera: its planes, and time zero. Closing does nothing unless the kind of picture owns
 * native memory.
 */
public abstract class StillPicture implements Frame {

    private final int width;
    private final int height;
    private final int[] strides;
    private final ByteBuffer[] planes;

    /**
     * @param strides of luma, Cb and Cr, bytes
     * @param planes of luma, Cb and Cr, direct
     */
    protected StillPicture(int width, int height, int[] strides, ByteBuffer[] planes) {
        this.width = width;
        this.height = height;
        this.strides = strides.clone();
        this.planes = planes.clone();
    }

    /** Rows without padding. */
    protected StillPicture(int width, int height, ByteBuffer[] planes) {
        this(width, height, new int[] {width, (width + 1) / 2, (width + 1) / 2}, planes);
    }

    @Override
    public final long ptsUs() {
        return 0;
    }

    @Override
    public final Instant arrivedAt() {
        return Instant.EPOCH;
    }

    @Override
    public final int width() {
        return width;
    }

    @Override
    public final int height() {
        return height;
    }

    @Override
    public boolean fullRange() {
        return false;
    }

    @Override
    public final ByteBuffer plane(int plane) {
        return planes[plane];
    }

    @Override
    public final int stride(int plane) {
        return strides[plane];
    }

    @Override
    public void close() {
        // the JDK frees its buffers
    }
}
