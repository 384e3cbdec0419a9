package org.streetwarden.models.inspect;

import java.io.IOException;
import java.nio.ByteBuffer;
import java.nio.channels.FileChannel;
import java.nio.charset.StandardCharsets;
import java.nio.file.Path;

/** Walks the fields of a protobuf file from front to back through a small window, whatever the file's size. */
final class Protobuf {

    private static final int VARINT = 0;
    private static final int FIXED64 = 1;
    private static final int BYTES = 2;
    private static final int FIXED32 = 5;
    private static final int WINDOW = 1 << 16;

    private final Path file;
    private final FileChannel channel;
    private final long size;
    private final ByteBuffer window = ByteBuffer.allocate(WINDOW).limit(0);
    private long windowAt;
    private long at;

    /** What to do with a message's fields. */
    interface Fields {

        /** A whole number. */
        default void number(int field, long value) throws IOException {}

        /** Text, bytes or a message that ends before {@code end}; what is left unread is skipped. */
        default void bytes(int field, long end) throws IOException {}
    }

    Protobuf(Path file, FileChannel channel) throws IOException {
        this.file = file;
        this.channel = channel;
        this.size = channel.size();
    }

    long size() {
        return size;
    }

    /** Reads the fields from here to {@code end}. */
    void each(long end, Fields fields) throws IOException {
        while (at < end) {
            long tag = varint();
            int field = (int) (tag >>> 3);
            switch ((int) (tag & 7)) {
                case VARINT -> fields.number(field, varint());
                case FIXED64 -> at += 8;
                case FIXED32 -> at += 4;
                case BYTES -> {
                    long fieldEnd = lengthPrefixed(end);
                    fields.bytes(field, fieldEnd);
                    at = fieldEnd;
                }
                default -> throw new IOException(file + ": expected an ONNX file, found no protobuf at byte " + at);
            }
        }
    }

    private long lengthPrefixed(long end) throws IOException {
        long length = varint();
        if (length < 0 || length > end - at) {
            throw new IOException("%s: expected %d bytes more at byte %d, found %d: truncated or no ONNX file"
                    .formatted(file, length, at, end - at));
        }
        return at + length;
    }

    /** The text from here to {@code end}, without control characters, cut at {@code most} bytes. */
    String text(long end, int most) throws IOException {
        byte[] bytes = new byte[Math.clamp(end - at, 0, most)];
        for (int i = 0; i < bytes.length; i++) {
            bytes[i] = next();
        }
        return new String(bytes, StandardCharsets.UTF_8).replaceAll("\\p{Cntrl}", "?");
    }

    /** Where reading stands. */
    long at() {
        return at;
    }

    long varint() throws IOException {
        long value = 0;
        for (int shift = 0; shift < 64; shift += 7) {
            byte next = next();
            value |= (long) (next & 0x7f) << shift;
            if (next >= 0) {
                return value;
            }
        }
        throw new IOException(file + ": expected an ONNX file, found no protobuf at byte " + at);
    }

    private byte next() throws IOException {
        if (at < windowAt || at >= windowAt + window.limit()) {
            windowAt = at;
            window.clear();
            if (channel.read(window, at) <= 0) {
                window.limit(0);
                throw new IOException(file + ": truncated or no ONNX file: it ends inside a number");
            }
            window.flip();
        }
        return window.get((int) (at++ - windowAt));
    }
}
