package org.streetwarden.models.inspect;

import java.io.IOException;
import java.nio.ByteBuffer;
import java.nio.ByteOrder;
import java.nio.channels.FileChannel;
import java.nio.charset.StandardCharsets;
import java.nio.file.Path;

/**
 * The outermost fields of an ONNX file, read from the protobuf wire format without loading the graph (onnx.proto:
 * ModelProto 1 ir_version, 2 producer_name, 3 producer_version, 7 graph, 8 opset_import with 1 domain, 2 version).
 *
 * @param irVersion of the format; 0 where absent
 * @param producer name and version of what wrote it, may be empty
 * @param opset version of the default operator set; 0 where absent
 * @param graphBytes length of the graph; 0 where absent
 */
public record OnnxHeader(long irVersion, String producer, long opset, long graphBytes) {

    private static final int MAX_TEXT = 200;

    /** @throws IOException where the file ends too early or is something else, in one sentence */
    public static OnnxHeader read(Path file) throws IOException {
        try (FileChannel channel = FileChannel.open(file)) {
            if (channel.size() == 0) {
                throw new IOException(file + ": expected an ONNX file, found an empty one");
            }
            return new Reader(file, channel).header();
        }
    }

    /** Walks the fields of one file. */
    private static final class Reader {

        private static final int VARINT = 0;
        private static final int FIXED64 = 1;
        private static final int BYTES = 2;
        private static final int FIXED32 = 5;

        private final Path file;
        private final FileChannel channel;
        private final long size;
        private final ByteBuffer one = ByteBuffer.allocate(1).order(ByteOrder.LITTLE_ENDIAN);
        private long at;
        private long irVersion;
        private String producer = "";
        private long opset;
        private long graphBytes;

        Reader(Path file, FileChannel channel) throws IOException {
            this.file = file;
            this.channel = channel;
            this.size = channel.size();
        }

        OnnxHeader header() throws IOException {
            while (at < size) {
                long tag = varint();
                field((int) (tag >>> 3), (int) (tag & 7));
            }
            if (graphBytes == 0 || irVersion == 0) {
                throw new IOException(file + ": expected an ONNX model with a graph, found none");
            }
            return new OnnxHeader(irVersion, producer, opset, graphBytes);
        }

        private void field(int number, int type) throws IOException {
            switch (type) {
                case VARINT -> {
                    long value = varint();
                    irVersion = number == 1 ? value : irVersion;
                }
                case FIXED64 -> at += 8;
                case FIXED32 -> at += 4;
                case BYTES -> message(number);
                default -> throw new IOException(file + ": expected an ONNX file, found no protobuf at byte " + at);
            }
        }

        private void message(int number) throws IOException {
            long length = varint();
            long end = at + length;
            if (length < 0 || end > size) {
                throw new IOException("%s: expected %d bytes more at byte %d, found %d: truncated or no ONNX file"
                        .formatted(file, length, at, size - at));
            }
            switch (number) {
                case 2, 3 -> producer = (producer + " " + text(length)).strip();
                case 7 -> graphBytes = length;
                case 8 -> operatorSet(end);
                default -> {}
            }
            at = end;
        }

        private void operatorSet(long end) throws IOException {
            String domain = "";
            long version = 0;
            while (at < end) {
                long tag = varint();
                if (tag == (1 << 3 | BYTES)) {
                    long length = varint();
                    domain = text(length);
                    at += length;
                } else if (tag == (2 << 3 | VARINT)) {
                    version = varint();
                } else {
                    return;
                }
            }
            opset = domain.isEmpty() || domain.equals("ai.onnx") ? version : opset;
        }

        /** Reads without moving on. */
        private String text(long length) throws IOException {
            ByteBuffer bytes = ByteBuffer.allocate(Math.clamp(length, 0, MAX_TEXT));
            channel.read(bytes, at);
            return StandardCharsets.UTF_8.decode(bytes.flip()).toString().replaceAll("\\p{Cntrl}", "?");
        }

        private long varint() throws IOException {
            long value = 0;
            for (int shift = 0; shift < 64; shift += 7) {
                if (channel.read(one.clear(), at) != 1) {
                    throw new IOException(file + ": truncated or no ONNX file: it ends inside a number");
                }
                at++;
                value |= (long) (one.get(0) & 0x7f) << shift;
                if (one.get(0) >= 0) {
                    return value;
                }
            }
            throw new IOException(file + ": expected an ONNX file, found no protobuf at byte " + at);
        }
    }
}
