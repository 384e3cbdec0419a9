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

    /** Mean samples of the squares of a plane, row by row, unsigned; those at the right and lower borders may be smaller. */
    byte[] means(int plane, int edge) {
        int across = (columns(plane) + edge - 1) / edge;
        int down = (rows(plane) + edge - 1) / edge;
        long[] sums = new long[across * down];
        int[] counts = new int[across * down];
        byte[] samples = planes[plane];
        for (int i = 0; i < samples.length; i++) {
            int at = i / columns(plane) / edge * across + i % columns(plane) / edge;
            sums[at] += samples[i] & 0xff;
            counts[at]++;
        }
        byte[] means = new byte[sums.length];
        for (int at = 0; at < sums.length; at++) {
            means[at] = (byte) (sums[at] / counts[at]);
        }
        return means;
    }
}
