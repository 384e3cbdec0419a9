package org.streetwarden.models.intake;

import java.nio.ByteBuffer;
import org.streetwarden.geometry.Box;
import org.streetwarden.media.Frame;
import org.streetwarden.models.pixels.StillPicture;

/** A copy of a frame with left and right exchanged, in direct memory that the collector frees. */
final class MirroredFrame extends StillPicture {

    private final boolean fullRange;

    /** @param frame borrowed for this call */
    MirroredFrame(Frame frame) {
        super(frame.width(), frame.height(), planes(frame));
        this.fullRange = frame.fullRange();
    }

    private static ByteBuffer[] planes(Frame frame) {
        int chromaColumns = (frame.width() + 1) / 2;
        int chromaRows = (frame.height() + 1) / 2;
        return new ByteBuffer[] {
            turned(frame, 0, frame.width(), frame.height()),
            turned(frame, 1, chromaColumns, chromaRows),
            turned(frame, 2, chromaColumns, chromaRows)
        };
    }

    private static ByteBuffer turned(Frame frame, int plane, int columns, int rows) {
        ByteBuffer from = frame.plane(plane);
        ByteBuffer to = ByteBuffer.allocateDirect(columns * rows);
        for (int row = 0; row < rows; row++) {
            int last = row * frame.stride(plane) + columns - 1;
            for (int column = 0; column < columns; column++) {
                to.put(row * columns + column, from.get(last - column));
            }
        }
        return to;
    }

    /** Where a box of this picture lies in the one it was copied from. */
    static Box back(Box box) {
        return new Box(1 - box.right(), box.top(), 1 - box.left(), box.bottom());
    }

    @Override
    public boolean fullRange() {
        return fullRange;
    }
}
