package org.streetwarden.models.pixels;

import java.nio.ByteBuffer;
import java.util.Arrays;
import java.util.Random;
import java.util.function.Consumer;

/**
 * A picture that shows nothing, 320 x 192 pixels, on which models are proven; always the same bytes.
 */
public final class TestPicture extends StillPicture {

    private static final int WIDTH = 320;
    private static final int HEIGHT = 192;
    private static final byte MIDDLE = (byte) 128;

    private final String name;

    private TestPicture(String name, ByteBuffer[] planes) {
        super(WIDTH, HEIGHT, planes);
        this.name = name;
    }

    public static TestPicture grey() {
        return new TestPicture("grey", planes(bytes -> Arrays.fill(bytes, MIDDLE)));
    }

    public static TestPicture noise() {
        return new TestPicture("noise", planes(new Random(1)::nextBytes));
    }

    private static ByteBuffer[] planes(Consumer<byte[]> painter) {
        ByteBuffer[] planes = new ByteBuffer[3];
        for (int plane = 0; plane < planes.length; plane++) {
            byte[] bytes = new byte[plane == 0 ? WIDTH * HEIGHT : WIDTH * HEIGHT / 4];
            painter.accept(bytes);
            planes[plane] = ByteBuffer.allocateDirect(bytes.length).put(bytes).flip();
        }
        return planes;
    }

    /** For messages. */
    public String name() {
        return name;
    }
}
