package org.streetwarden.models.head;

/** Boxes given by two corners. */
final class Corners {

    private Corners() {}

    /** @param box (output) centre x, centre y, width, height */
    static void box(float left, float top, float right, float bottom, float[] box) {
        box[0] = (left + right) / 2;
        box[1] = (top + bottom) / 2;
        box[2] = right - left;
        box[3] = bottom - top;
    }
}
