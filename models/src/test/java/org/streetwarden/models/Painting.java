package org.streetwarden.models;

import java.nio.ByteBuffer;
import java.time.Instant;
import org.streetwarden.geometry.Box;
import org.streetwarden.media.Frame;

/** A frame painted by a test: limited range, BT.601 or BT.709 by its height as everywhere. */
public class Painting implements Frame {

    /** Colours as {Y, Cb, Cr} of limited range, near enough in both matrices. */
    public enum Colour {
        BLACK(16, 128, 128),
        GREY(126, 128, 128),
        WHITE(235, 128, 128),
        BLUE(41, 240, 110),
        RED(81, 90, 240);

        private final int y;
        private final int cb;
        private final int cr;

        Colour(int y, int cb, int cr) {
            this.y = y;
            this.cb = cb;
            this.cr = cr;
        }

        private byte sample(int plane) {
            return (byte) (plane == 0 ? y : plane == 1 ? cb : cr);
        }
    }

    private final long ptsUs;
    private final int width;
    private final int height;
    private final int[] strides;
    private final ByteBuffer[] planes = new ByteBuffer[3];
    private int closed;

    public Painting(long ptsUs, int width, int height, Colour ground) {
        this(ptsUs, width, height, 7);
        paint(new Box(0, 0, 1, 1), ground);
    }

    private Painting(long ptsUs, int width, int height, int slack) {
        this.ptsUs = ptsUs;
        this.width = width;
        this.height = height;
        this.strides = new int[] {width + slack, (width + 1) / 2 + slack, (width + 1) / 2 + slack};
        for (int p = 0; p < 3; p++) {
            planes[p] = ByteBuffer.allocateDirect(strides[p] * rows(p));
        }
    }

    /** A frame whose every sample is the function of its plane, row and column. */
    public static Painting of(int width, int height, Sampler sampler) {
        Painting painting = new Painting(0, width, height, 3);
        for (int p = 0; p < 3; p++) {
            for (int y = 0; y < painting.rows(p); y++) {
                for (int x = 0; x < painting.columns(p); x++) {
                    painting.planes[p].put(y * painting.strides[p] + x, (byte) sampler.at(p, x, y));
                }
            }
        }
        return painting;
    }

    /** What sample stands where. */
    public interface Sampler {
        int at(int plane, int x, int y);
    }

    /** Fills a box. */
    public final Painting paint(Box box, Colour colour) {
        for (int p = 0; p < 3; p++) {
            for (int y = (int) (box.top() * rows(p)); y < Math.round(box.bottom() * rows(p)); y++) {
                for (int x = (int) (box.left() * columns(p)); x < Math.round(box.right() * columns(p)); x++) {
                    planes[p].put(y * strides[p] + x, colour.sample(p));
                }
            }
        }
        return this;
    }

    private int rows(int plane) {
        return plane == 0 ? height : (height + 1) / 2;
    }

    private int columns(int plane) {
        return plane == 0 ? width : (width + 1) / 2;
    }

    /** How often it has been closed. */
    public int timesClosed() {
        return closed;
    }

    @Override
    public long ptsUs() {
        return ptsUs;
    }

    @Override
    public Instant arrivedAt() {
        return Instant.EPOCH;
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
        return false;
    }

    @Override
    public ByteBuffer plane(int plane) {
        return planes[plane];
    }

    @Override
    public int stride(int plane) {
        return strides[plane];
    }

    @Override
    public void close() {
        closed++;
    }
}
