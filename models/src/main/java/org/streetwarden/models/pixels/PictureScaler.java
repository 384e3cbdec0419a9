package org.streetwarden.models.pixels;

import org.streetwarden.media.Frame;

/** Scales the three planes of pictures of one size to one letterbox. One thread at a time. */
final class PictureScaler {

    private final Letterbox letterbox;
    private final PlaneScaler luma;
    private final PlaneScaler chroma;

    PictureScaler(Letterbox letterbox) {
        this.letterbox = letterbox;
        int width = letterbox.sourceWidth();
        int height = letterbox.sourceHeight();
        this.luma = new PlaneScaler(width, height, letterbox.width(), letterbox.height());
        this.chroma = new PlaneScaler((width + 1) / 2, (height + 1) / 2, letterbox.width(), letterbox.height());
    }

    Letterbox letterbox() {
        return letterbox;
    }

    boolean fits(int width, int height) {
        return letterbox.sourceWidth() == width && letterbox.sourceHeight() == height;
    }

    /** @param rows (output) one target row of Y, Cb and Cr, 0 to 255 */
    void row(Frame frame, int targetRow, float[][] rows) {
        luma.row(frame.plane(0), frame.stride(0), targetRow, rows[0]);
        chroma.row(frame.plane(1), frame.stride(1), targetRow, rows[1]);
        chroma.row(frame.plane(2), frame.stride(2), targetRow, rows[2]);
    }
}
