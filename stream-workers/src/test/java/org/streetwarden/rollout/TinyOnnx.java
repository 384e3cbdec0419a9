package org.streetwarden.rollout;

import java.io.ByteArrayOutputStream;
import java.nio.ByteBuffer;
import java.nio.ByteOrder;
import java.nio.charset.StandardCharsets;
import java.util.Arrays;

/**
 * A graph of 64 x 32 pixels that says the same whatever it is shown, in the fixture's layout: [1, 6, 42]. Written as protocol
 * buffers by the field numbers of onnx.proto.
 */
final class TinyOnnx {

    private static final int VALUES = 6 * 42;

    private TinyOnnx() {}

    static byte[] saying(float value) {
        float[] values = new float[VALUES];
        Arrays.fill(values, value);
        byte[] node = join(text(1, "values"), text(2, "output0"), text(4, "Identity"));
        byte[] initializer = join(
                number(1, 1), number(1, 6), number(1, 42), number(2, 1), text(8, "values"), bytes(9, raw(values)));
        byte[] graph = join(
                bytes(1, node),
                text(2, "constant"),
                bytes(5, initializer),
                bytes(11, info("images", 1, 3, 32, 64)),
                bytes(12, info("output0", 1, 6, 42)));
        return join(number(1, 7), bytes(7, graph), bytes(8, number(2, 13)));
    }

    private static byte[] info(String name, int... sides) {
        byte[] shape = {};
        for (int side : sides) {
            shape = join(shape, bytes(1, number(1, side)));
        }
        byte[] tensor = join(number(1, 1), bytes(2, shape));
        return join(text(1, name), bytes(2, bytes(1, tensor)));
    }

    private static byte[] raw(float[] values) {
        ByteBuffer raw = ByteBuffer.allocate(4 * values.length).order(ByteOrder.LITTLE_ENDIAN);
        raw.asFloatBuffer().put(values);
        return raw.array();
    }

    private static byte[] text(int field, String text) {
        return bytes(field, text.getBytes(StandardCharsets.UTF_8));
    }

    private static byte[] bytes(int field, byte[] bytes) {
        return join(varint(field << 3 | 2), varint(bytes.length), bytes);
    }

    private static byte[] number(int field, int value) {
        return join(varint(field << 3), varint(value));
    }

    private static byte[] varint(int value) {
        ByteArrayOutputStream out = new ByteArrayOutputStream();
        int left = value;
        for (; left > 127; left >>>= 7) {
            out.write(left & 127 | 128);
        }
        out.write(left);
        return out.toByteArray();
    }

    private static byte[] join(byte[]... parts) {
        ByteArrayOutputStream out = new ByteArrayOutputStream();
        for (byte[] part : parts) {
            out.writeBytes(part);
        }
        return out.toByteArray();
    }
}
