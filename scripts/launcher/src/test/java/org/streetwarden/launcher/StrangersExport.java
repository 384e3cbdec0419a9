package org.streetwarden.launcher;

import static java.nio.charset.StandardCharsets.UTF_8;

import java.io.ByteArrayOutputStream;
import java.io.IOException;
import java.nio.ByteBuffer;
import java.nio.ByteOrder;
import java.nio.file.Files;
import java.nio.file.Path;
import java.nio.file.StandardOpenOption;
import java.util.ArrayList;
import java.util.List;

/**
 * Files that strangers hand over, made of the shipped graph: no manifest, and class names of their own in the metadata, as
 * Ultralytics' exporters write them.
 */
final class StrangersExport {

    // Field numbers of onnx.proto.
    private static final int MODEL_GRAPH = 7;
    private static final int MODEL_METADATA = 14;
    private static final int GRAPH_INITIALIZER = 5;
    private static final int TENSOR_DIMS = 1;
    private static final int TENSOR_RAW_DATA = 9;
    private static final int ENTRY_KEY = 1;
    private static final int ENTRY_VALUE = 2;

    private static final int COLOURS = 3;

    private final ByteBuffer bytes;

    private StrangersExport(byte[] bytes) {
        this.bytes = ByteBuffer.wrap(bytes).order(ByteOrder.LITTLE_ENDIAN);
    }

    /** Takes RGB from 0 to 1, as those exporters' models do, where the shipped graph takes BGR from 0 to 255. */
    static void ofUnitRgb(Path shipped, List<String> names, Path file) throws IOException {
        StrangersExport export = new StrangersExport(Files.readAllBytes(shipped));
        export.takeUnitRgb();
        export.write(names, file);
    }

    /** Takes the pixels that the shipped graph takes. */
    static void ofShippedPixels(Path shipped, List<String> names, Path file) throws IOException {
        new StrangersExport(Files.readAllBytes(shipped)).write(names, file);
    }

    private void write(List<String> names, Path file) throws IOException {
        Files.write(file, bytes.array());
        Files.write(file, metadata(names), StandardOpenOption.APPEND);
    }

    /** A field of a message: a number, or where its bytes lie. */
    private record Field(int number, long value, int from, int to) {}

    private List<Field> fields(int from, int to) {
        List<Field> fields = new ArrayList<>();
        bytes.position(from);
        while (bytes.position() < to) {
            int tag = (int) varint();
            switch (tag & 7) {
                case 0 -> fields.add(new Field(tag >>> 3, varint(), 0, 0));
                case 2 -> {
                    int length = (int) varint();
                    int at = bytes.position();
                    fields.add(new Field(tag >>> 3, 0, at, at + length));
                    bytes.position(at + length);
                }
                case 5 -> bytes.position(bytes.position() + Float.BYTES);
                default -> throw new IllegalStateException("no ONNX at byte " + bytes.position());
            }
        }
        return fields;
    }

    private long varint() {
        long value = 0;
        for (int shift = 0; ; shift += 7) {
            byte next = bytes.get();
            value |= (long) (next & 0x7f) << shift;
            if (next >= 0) {
                return value;
            }
        }
    }

    /** A convolution is linear: weights for B, G, R up to 255 become those for R, G, B up to 1. */
    private void takeUnitRgb() {
        Field graph = fields(0, bytes.capacity()).stream()
                .filter(field -> field.number() == MODEL_GRAPH)
                .findFirst()
                .orElseThrow();
        int changed = 0;
        for (Field tensor : fields(graph.from(), graph.to())) {
            if (tensor.number() == GRAPH_INITIALIZER) {
                List<Field> fields = fields(tensor.from(), tensor.to());
                List<Long> dims = fields.stream()
                        .filter(field -> field.number() == TENSOR_DIMS)
                        .map(Field::value)
                        .toList();
                if (dims.size() == 4 && dims.get(1) == COLOURS) {
                    fields.stream()
                            .filter(field -> field.number() == TENSOR_RAW_DATA)
                            .forEach(data -> turn(data, (int) (dims.get(2) * dims.get(3))));
                    changed++;
                }
            }
        }
        if (changed != 1) {
            throw new IllegalStateException("expected one convolution over colours, found " + changed);
        }
    }

    /** @param area weights of one colour */
    private void turn(Field data, int area) {
        int filterBytes = COLOURS * area * Float.BYTES;
        for (int filter = data.from(); filter < data.to(); filter += filterBytes) {
            for (int i = 0; i < area; i++) {
                int blue = filter + i * Float.BYTES;
                int green = blue + area * Float.BYTES;
                int red = green + area * Float.BYTES;
                float first = bytes.getFloat(blue);
                bytes.putFloat(blue, bytes.getFloat(red) * 255);
                bytes.putFloat(green, bytes.getFloat(green) * 255);
                bytes.putFloat(red, first * 255);
            }
        }
    }

    /** The class names as Ultralytics' exporters write them. */
    private static byte[] metadata(List<String> names) {
        List<String> numbered = new ArrayList<>();
        for (String name : names) {
            numbered.add("%d: '%s'".formatted(numbered.size(), name));
        }
        ByteArrayOutputStream entry = new ByteArrayOutputStream();
        entry.writeBytes(field(ENTRY_KEY, "names".getBytes(UTF_8)));
        entry.writeBytes(field(ENTRY_VALUE, ("{" + String.join(", ", numbered) + "}").getBytes(UTF_8)));
        return field(MODEL_METADATA, entry.toByteArray());
    }

    private static byte[] field(int number, byte[] content) {
        ByteArrayOutputStream out = new ByteArrayOutputStream();
        out.write(number << 3 | 2);
        for (int left = content.length; ; left >>>= 7) {
            boolean last = left < 0x80;
            out.write(last ? left : (left & 0x7f) | 0x80);
            if (last) {
                break;
            }
        }
        out.writeBytes(content);
        return out.toByteArray();
    }
}
