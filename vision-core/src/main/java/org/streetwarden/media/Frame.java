package org.streetwarden.media;

import java.nio.ByteBuffer;
import java.time.Instant;

/**
 * One decoded picture in native memory: planar 8-bit YUV 4:2:0. Whoever holds it closes it exactly once; a method that
 * takes a frame as a parameter borrows it and must not keep it, its planes, or any view of them.
 */
public interface Frame extends AutoCloseable {

    /** Presentation time on the camera's timeline, microseconds. */
    long ptsUs();

    /** When the packet that completed it arrived, by this machine's clock. */
    Instant arrivedAt();

    /** Pixels of the luma plane. */
    int width();

    /** Pixels of the luma plane. */
    int height();

    /** Whether samples span 0–255 (JPEG range) rather than 16–235. */
    boolean fullRange();

    /**
     * A plane's samples in direct memory: 0 luma; 1 Cb and 2 Cr at half width and half height, rounded up. Row {@code r}
     * starts at {@code r * stride(plane)}. The same object at every call: read with absolute indices.
     */
    ByteBuffer plane(int plane);

    /** Bytes from one row of the plane to the next; at least the plane's width. */
    int stride(int plane);

    @Override
    void close();
}
