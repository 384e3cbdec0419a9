package org.streetwarden.models.verify;

import java.nio.ByteBuffer;
import java.time.Instant;
import org.streetwarden.geometry.Box;
import org.streetwarden.media.Frame;

/** A part of a frame, as a frame that shares its memory: borrows it, and closing changes nothing. */
final class CropFrame implements Frame {

    /** No crop is smaller: a model makes nothing of less. */
    private static final int LEAST_SIDE = 8;

    private final Frame whole;
    private final int width;
    private final int height;
    private final ByteBuffer[] planes = new ByteBuffer[3];

    /**
     * Cuts a box with its margin, moved to even pixels, clipped to the picture, and at least {@value #LEAST_SIDE} pixels
     * wide and high where the picture is.
     *
     * @param margin added to each side, in box sizes
     */
    CropFrame(Frame whole, Box box, double margin) {
        this.whole = whole;
        int left = first(box.left() - margin * box.width(), whole.width());
        int top = first(box.top() - margin * box.height(), whole.height());
        this.width = last(box.right() + margin * box.width(), left, whole.width()) - left;
        this.height = last(box.bottom() + margin * box.height(), top, whole.height()) - top;
        planes[0] = part(0, left, top, width, height);
        for (int plane = 1; plane < 3; plane++) {
            planes[plane] = part(plane, left / 2, top / 2, (width + 1) / 2, (height + 1) / 2);
        }
    }

    private static int first(double fraction, int size) {
        int last = Math.max(0, size - LEAST_SIDE);
        return (int) Math.clamp(Math.floor(fraction * size), 0, last) / 2 * 2;
    }

    private static int last(double fraction, int from, int size) {
        return (int) Math.clamp(Math.ceil(fraction * size), Math.min(size, from + LEAST_SIDE), size);
    }

    private ByteBuffer part(int plane, int left, int top, int columns, int rows) {
        int stride = whole.stride(plane);
        return whole.plane(plane).slice(top * stride + left, (rows - 1) * stride + columns);
    }

    @Override
    public long ptsUs() {
        return whole.ptsUs();
    }

    @Override
    public Instant arrivedAt() {
        return whole.arrivedAt();
    }

    @Override
    public int width() {
        return width;
    }

    @Override
    public int height() {
        return height;
    }

    @Override
    public boolean fullRange() {
        return whole.fullRange();
    }

    @Override
    public ByteBuffer plane(int plane) {
        return planes[plane];
    }

    @Override
    public int stride(int plane) {
        return whole.stride(plane);
    }

    @Override
    public void close() {
        // The whole frame is its owner's to close.
    }
}
