package org.streetwarden.rollout;

import java.nio.ByteBuffer;
import java.time.Instant;
import java.time.temporal.ChronoUnit;
import org.streetwarden.media.Frame;
import org.streetwarden.models.pixels.TestPicture;

/** A picture of given planes at a given time. */
record StampedPicture(long ptsUs, Frame picture) implements Frame {

    StampedPicture(long ptsUs) {
        this(ptsUs, TestPicture.grey());
    }

    @Override
    public Instant arrivedAt() {
        return Instant.EPOCH.plus(ptsUs, ChronoUnit.MICROS);
    }

    @Override
    public int width() {
        return picture.width();
    }

    @Override
    public int height() {
        return picture.height();
    }

    @Override
    public boolean fullRange() {
        return picture.fullRange();
    }

    @Override
    public ByteBuffer plane(int plane) {
        return picture.plane(plane);
    }

    @Override
    public int stride(int plane) {
        return picture.stride(plane);
    }

    @Override
    public void close() {
        // the planes stay the test's
    }
}
