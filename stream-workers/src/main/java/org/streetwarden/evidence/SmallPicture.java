package org.streetwarden.evidence;

/**
 * A picture in heap memory, planar 8-bit YUV 4:2:0 without padding, both sides even.
 *
 * @param ptsUs on the camera's timeline
 * @param planes luma, Cb and Cr
 */
@SuppressWarnings("ArrayRecordComponent") // never compared
record SmallPicture(long ptsUs, int width, int height, byte[][] planes) {

    /** Samples in a row of a plane. */
    int columns(int plane) {
        return plane == 0 ? width : width / 2;
    }

    int rows(int plane) {
        return plane == 0 ? height : height / 2;
    }
}
