package org.streetwarden.benchmarks;

import java.nio.ByteBuffer;
import java.util.Random;
import org.streetwarden.models.pixels.StillPicture;

/** A frame of noise with rows padded as FFmpeg pads them; seeded, so that every run sees the same. */
final class NoiseFrame extends StillPicture {

    private static final int ALIGNMENT = 64;

    NoiseFrame(int width, int height, long seed) {
        super(width, height, strides(width), planes(width, height, new Random(seed)));
    }

    private static int[] strides(int width) {
        return new int[] {aligned(width), aligned((width + 1) / 2), aligned((width + 1) / 2)};
    }

    private static ByteBuffer[] planes(int width, int height, Random random) {
        ByteBuffer[] planes = new ByteBuffer[3];
        for (int p = 0; p < 3; p++) {
            byte[] noise = new byte[strides(width)[p] * (p == 0 ? height : (height + 1) / 2)];
            random.nextBytes(noise);
            planes[p] = ByteBuffer.allocateDirect(noise.length).put(0, noise);
        }
        return planes;
    }

    private static int aligned(int width) {
        return (width + ALIGNMENT - 1) / ALIGNMENT * ALIGNMENT;
    }
}
