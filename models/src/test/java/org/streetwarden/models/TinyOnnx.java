package org.streetwarden.models;

import java.io.ByteArrayOutputStream;
import java.io.IOException;
import java.nio.ByteBuffer;
import java.nio.ByteOrder;
import java.nio.charset.StandardCharsets;
import java.nio.file.Files;
import java.nio.file.Path;
import java.util.function.Consumer;

/** Writes small ONNX files field by field, for graphs no exporter would hand out. */
public final class TinyOnnx {

    /** Element types of onnx.proto. */
    public static final int FLOAT = 1;

    public static final int INT64 = 7;

    private final Message graph = new Message();
    private final Message model = new Message();
    private final Message defaultOpset = new Message().number(2, 13);

    /** One protobuf message. */
    public static final class Message {

        private final ByteArrayOutputStream out = new ByteArrayOutputStream();

        private void varint(long value) {
            long rest = value;
            for (; (rest & ~0x7fL) != 0; rest >>>= 7) {
                out.write((int) ((rest & 0x7f) | 0x80));
            }
            out.write((int) rest);
        }

        Message number(int field, long value) {
            varint((long) field << 3);
            varint(value);
            return this;
        }

        Message bytes(int field, byte[] bytes) {
            varint((long) field << 3 | 2);
            varint(bytes.length);
            out.writeBytes(bytes);
            return this;
        }

        Message text(int field, String text) {
            return bytes(field, text.getBytes(StandardCharsets.UTF_8));
        }

        Message message(int field, Consumer<Message> fill) {
            Message inner = new Message();
            fill.accept(inner);
            return bytes(field, inner.out.toByteArray());
        }
    }

    /** An input or output; an axis of -1 is open. */
    private static void port(Message port, String name, int type, long... axes) {
        port.text(1, name)
                .message(
                        2,
                        t -> t.message(1, tensor -> tensor.number(1, type).message(2, shape -> {
                            for (long axis : axes) {
                                shape.message(1, dim -> {
                                    if (axis < 0) {
                                        dim.text(2, "open");
                                    } else {
                                        dim.number(1, axis);
                                    }
                                });
                            }
                        })));
    }

    public TinyOnnx input(String name, int type, long... axes) {
        graph.message(11, port -> port(port, name, type, axes));
        return this;
    }

    public TinyOnnx output(String name, int type, long... axes) {
        graph.message(12, port -> port(port, name, type, axes));
        return this;
    }

    /** A node of the default domain; attributes are written by {@code more}. */
    public TinyOnnx node(String operator, String inputs, String outputs, Consumer<Message> more) {
        graph.message(1, node -> {
            for (String input : inputs.isEmpty() ? new String[0] : inputs.split(" ", -1)) {
                node.text(1, input);
            }
            for (String output : outputs.split(" ", -1)) {
                node.text(2, output);
            }
            String[] parts = operator.split(":", -1);
            node.text(4, parts[parts.length - 1]);
            if (parts.length == 2) {
                node.text(7, parts[0]);
            }
            more.accept(node);
        });
        return this;
    }

    public TinyOnnx node(String operator, String inputs, String outputs) {
        return node(operator, inputs, outputs, none -> {});
    }

    /** A whole-number attribute of a node. */
    public static void attribute(Message node, String name, long value) {
        node.message(5, a -> a.text(1, name).number(3, value).number(20, 2));
    }

    public TinyOnnx floats(String name, long[] shape, float... values) {
        ByteBuffer raw = ByteBuffer.allocate(values.length * 4).order(ByteOrder.LITTLE_ENDIAN);
        for (float value : values) {
            raw.putFloat(value);
        }
        return weights(name, FLOAT, shape, raw.array());
    }

    public TinyOnnx longs(String name, long... values) {
        ByteBuffer raw = ByteBuffer.allocate(values.length * 8).order(ByteOrder.LITTLE_ENDIAN);
        for (long value : values) {
            raw.putLong(value);
        }
        return weights(name, INT64, new long[] {values.length}, raw.array());
    }

    private TinyOnnx weights(String name, int type, long[] shape, byte[] raw) {
        graph.message(5, t -> {
            for (long axis : shape) {
                t.number(1, axis);
            }
            t.number(2, type).text(8, name).bytes(9, raw);
        });
        return this;
    }

    /** Weights that lie in another file. */
    public TinyOnnx external(String name, String file, long numbers) {
        graph.message(5, t -> t.number(1, numbers)
                .number(2, FLOAT)
                .text(8, name)
                .message(13, e -> e.text(1, "location").text(2, file))
                .number(14, 1));
        return this;
    }

    public TinyOnnx metadata(String key, String value) {
        model.message(14, e -> e.text(1, key).text(2, value));
        return this;
    }

    public byte[] bytes() {
        graph.text(2, "tiny");
        return new Message()
                .number(1, 8)
                .text(2, "streetwarden-test")
                .bytes(7, graph.out.toByteArray())
                .bytes(8, defaultOpset.out.toByteArray())
                .message(8, o -> o.text(1, "com.example").number(2, 1))
                .out
                .toByteArray()
                .clone();
    }

    public Path write(Path file) throws IOException {
        byte[] whole = bytes();
        byte[] more = model.out.toByteArray();
        byte[] all = java.util.Arrays.copyOf(whole, whole.length + more.length);
        System.arraycopy(more, 0, all, whole.length, more.length);
        return Files.write(file, all);
    }
}
