package org.streetwarden.pipeline;

import java.nio.ByteBuffer;
import java.time.Instant;
import java.time.temporal.ChronoUnit;
import java.util.concurrent.atomic.AtomicInteger;
import org.streetwarden.media.Frame;

/** A frame of heap memory that must be closed exactly once. */
final class TestFrame implements Frame {

    private static final ByteBuffer GREY = ByteBuffer.allocateDirect(16 * 16);

    private final String camera;
    private final long ptsUs;
    private final AtomicInteger alive;
    private boolean closed;

    /** @param alive counts the frames not yet closed */
    TestFrame(String camera, long ptsUs, AtomicInteger alive) {
        this.camera = camera;
        this.ptsUs = ptsUs;
        this.alive = alive;
        alive.incrementAndGet();
    }

    String camera() {
        return camera;
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
        return 16;
    }

    @Override
    public int height() {
        return 16;
    }

    @Override
    public boolean fullRange() {
        return false;
    }

    @Override
    public ByteBuffer plane(int plane) {
        return GREY;
    }

    @Override
    public int stride(int plane) {
        return 16;
    }

    @Override
    public synchronized void close() {
        if (closed) {
            throw new IllegalStateException("frame %d of %s closed twice".formatted(ptsUs, camera));
        }
        closed = true;
        alive.decrementAndGet();
    }
}
