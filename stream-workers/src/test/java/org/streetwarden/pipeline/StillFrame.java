package org.streetwarden.pipeline;

import java.nio.ByteBuffer;
import java.time.Instant;
import java.time.temporal.ChronoUnit;
import java.util.concurrent.atomic.AtomicInteger;
import org.streetwarden.media.Frame;

/** One picture shown again and again: planes shared, time its own. Must be closed exactly once. */
final class StillFrame implements Frame {

    private final Planes planes;
    private final long ptsUs;
    private final AtomicInteger alive;
    private boolean closed;

    /** Pixels of a picture, copied out of a frame. */
    @SuppressWarnings("ArrayRecordComponent") // never compared
    record Planes(int width, int height, boolean fullRange, ByteBuffer[] bytes, int[] strides) {

        static Planes of(Frame frame) {
            ByteBuffer[] bytes = new ByteBuffer[3];
            int[] strides = new int[3];
            for (int plane = 0; plane < 3; plane++) {
                int rows = plane == 0 ? frame.height() : (frame.height() + 1) / 2;
                strides[plane] = frame.stride(plane);
                int columns = plane == 0 ? frame.width() : (frame.width() + 1) / 2;
                int count = (rows - 1) * strides[plane] + columns;
                bytes[plane] = ByteBuffer.allocateDirect(rows * strides[plane]);
                bytes[plane].put(0, frame.plane(plane), 0, count);
            }
            return new Planes(frame.width(), frame.height(), frame.fullRange(), bytes, strides);
        }
    }

    /** @param alive counts the frames not yet closed */
    StillFrame(Planes planes, long ptsUs, AtomicInteger alive) {
        this.planes = planes;
        this.ptsUs = ptsUs;
        this.alive = alive;
        alive.incrementAndGet();
    }

    @Override
    public long ptsUs() {
        return ptsUs;
    }

    @Override
    public Instant arrivedAt() {
        return Instant.EPOCH.plus(ptsUs, ChronoUnit.MICROS);
    }

    @Override
    public int width() {
        return planes.width();
    }

    @Override
    public int height() {
        return planes.height();
    }

    @Override
    public boolean fullRange() {
        return planes.fullRange();
    }

    @Override
    public ByteBuffer plane(int plane) {
        return planes.bytes()[plane];
    }

    @Override
    public int stride(int plane) {
        return planes.strides()[plane];
    }

    @Override
    public synchronized void close() {
        if (closed) {
            throw new IllegalStateException("closed twice");
        }
        closed = true;
        alive.decrementAndGet();
    }
}
