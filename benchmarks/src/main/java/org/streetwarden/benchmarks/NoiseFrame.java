package org.streetwarden.benchmarks;

import java.nio.ByteBuffer;
import java.time.Instant;
import java.util.Random;
import org.streetwarden.media.Frame;

/** A frame of noise with rows padded as FFmpeg pads them; seeded, so that every run sees the same. */
final class NoiseFrame implements Frame {

    private static final int ALIGNMENT = 64;

    private final int width;
    private final int height;
    private final int[] strides;
    private final ByteBuffer[] planes = new ByteBuffer[3];

    NoiseFrame(int width, int height, long seed) {
        this.width = width;
        this.height = height;
        this.strides = new int[] {aligned(width), aligned((width + 1) / 2), aligned((width + 1) / 2)};
        Random random = new Random(seed);
        for (int p = 0; p < 3; p++) {
            byte[] noise = new byte[strides[p] * (p == 0 ? height : (height + 1) / 2)];
            random.nextBytes(noise);
            planes[p] = ByteBuffer.allocateDirect(noise.length).put(0, noise);
        }
    }

    private static int aligned(int width) {
        return (width + ALIGNMENT - 1) / ALIGNMENT * ALIGNMENT;
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
        return false;
    }

    @Override
    public ByteBuffer plane(int plane) {
        return planes[plane];
    }

    @Override
    public int stride(int plane) {
        return strides[plane];
    }

    @Override
    public void close() {}
}
