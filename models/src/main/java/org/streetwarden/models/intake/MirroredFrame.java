package org.streetwarden.models.intake;

import java.nio.ByteBuffer;
import java.time.Instant;
import org.streetwarden.geometry.Box;
import org.streetwarden.media.Frame;

/** A copy of a frame with left and right exchanged, in direct memory that the collector frees. */
final class MirroredFrame implements Frame {

    private final int width;
    private final int height;
    private final boolean fullRange;
    private final ByteBuffer[] planes = new ByteBuffer[3];

    /** @param frame borrowed for this call */
    MirroredFrame(Frame frame) {
        this.width = frame.width();
        this.height = frame.height();
        this.fullRange = frame.fullRange();
        for (int plane = 0; plane < planes.length; plane++) {
            planes[plane] = turned(frame.plane(plane), frame.stride(plane), stride(plane), rows(plane));
        }
    }

    private static ByteBuffer turned(ByteBuffer from, int strideFrom, int columns, int rows) {
        ByteBuffer to = ByteBuffer.allocateDirect(columns * rows);
        for (int row = 0; row < rows; row++) {
            for (int column = 0; column < columns; column++) {
                to.put(row * columns + column, from.get(row * strideFrom + columns - 1 - column));
            }
        }
        return to;
    }

    /** Where a box of this picture lies in the one it was copied from. */
    static Box back(Box box) {
        return new Box(1 - box.right(), box.top(), 1 - box.left(), box.bottom());
    }

    private int rows(int plane) {
        return plane == 0 ? height : (height + 1) / 2;
    }

    @Override
    public long ptsUs() {
        return 0;
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
        return fullRange;
    }

    @Override
    public ByteBuffer plane(int plane) {
        return planes[plane];
    }

    @Override
    public int stride(int plane) {
        return plane == 0 ? width : (width + 1) / 2;
    }

    @Override
    public void close() {
        // nothing to give back
    }
}
