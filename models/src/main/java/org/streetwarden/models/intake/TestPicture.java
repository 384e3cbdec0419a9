package org.streetwarden.models.intake;

import java.nio.ByteBuffer;
import java.time.Instant;
import java.util.SplittableRandom;
import org.streetwarden.media.Frame;

/** A picture of nothing, in direct memory that the collector frees: grey, or blocks of any shade, the same at every run. */
final class TestPicture implements Frame {

    private static final int WIDTH = 640;
    private static final int HEIGHT = 384;
    private static final int BLOCK = 32;

    private final ByteBuffer[] planes = new ByteBuffer[3];

    private TestPicture(int range) {
        SplittableRandom random = new SplittableRandom(1);
        for (int plane = 0; plane < planes.length; plane++) {
            int side = plane == 0 ? BLOCK : BLOCK / 2;
            int rows = plane == 0 ? HEIGHT : HEIGHT / 2;
            planes[plane] = ByteBuffer.allocateDirect(stride(plane) * rows);
            for (int y = 0; y < rows; y += side) {
                for (int x = 0; x < stride(plane); x += side) {
                    fill(plane, x, y, side, (byte) (128 + random.nextInt(-range, range + 1)));
                }
            }
        }
    }

    private void fill(int plane, int left, int top, int side, byte sample) {
        for (int y = top; y < top + side; y++) {
            for (int x = left; x < left + side; x++) {
                planes[plane].put(y * stride(plane) + x, sample);
            }
        }
    }

    static TestPicture grey() {
        return new TestPicture(0);
    }

    static TestPicture blocks() {
        return new TestPicture(100);
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
