package org.streetwarden.models.intake;

import java.nio.ByteBuffer;
import java.time.Instant;
import java.util.SplittableRandom;
import org.streetwarden.media.Frame;

/** A picture of nothing, in direct memory that the collector frees: grey, or noise that is the same at every run. */
final class TestPicture implements Frame {

    private static final int WIDTH = 640;
    private static final int HEIGHT = 384;

    private final ByteBuffer[] planes = new ByteBuffer[3];

    private TestPicture(SplittableRandom noise) {
        for (int plane = 0; plane < planes.length; plane++) {
            byte[] samples = new byte[stride(plane) * (plane == 0 ? HEIGHT : HEIGHT / 2)];
            if (noise == null) {
                java.util.Arrays.fill(samples, (byte) 128);
            } else {
                noise.nextBytes(samples);
            }
            planes[plane] = ByteBuffer.allocateDirect(samples.length).put(samples).rewind();
        }
    }

    static TestPicture grey() {
        return new TestPicture(null);
    }

    static TestPicture noise() {
        return new TestPicture(new SplittableRandom(1));
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
        return WIDTH;
    }

    @Override
    public int height() {
        return HEIGHT;
    }

    @Override
    public boolean fullRange() {
        return true;
    }

    @Override
    public ByteBuffer plane(int plane) {
        return planes[plane];
    }

    @Override
    public int stride(int plane) {
        return plane == 0 ? WIDTH : WIDTH / 2;
    }

    @Override
    public void close() {
        // nothing to give back
    }
}
