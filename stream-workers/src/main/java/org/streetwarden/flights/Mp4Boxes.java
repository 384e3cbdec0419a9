package org.streetwarden.flights;

import java.io.IOException;
import java.nio.ByteBuffer;
import java.nio.channels.SeekableByteChannel;
import java.nio.charset.StandardCharsets;
import java.nio.file.Files;
import java.nio.file.Path;
import java.util.Optional;
import org.streetwarden.flight.FlightProblem;

/** Walks the outermost boxes of an MP4 file (ISO 14496-12), headers only, to tell what is missing at its end. */
final class Mp4Boxes {

    private static final int MOST_BOXES = 10_000;

    private Mp4Boxes() {}

    /** Torn, without an index, or empty where its boxes are in order or it is no MP4. */
    static Optional<FlightProblem> problem(Path file) throws IOException {
        try (SeekableByteChannel channel = Files.newByteChannel(file)) {
            long end = channel.size();
            long at = 0;
            boolean index = false;
            for (int i = 0; i < MOST_BOXES && at + 8 <= end; i++) {
                ByteBuffer header = header(channel, at);
                String type =
                        StandardCharsets.ISO_8859_1.decode(header.slice(4, 4)).toString();
                if (!type.matches("[ -~©]{4}") || (i == 0 && !type.matches("ftyp|moov|mdat|free|wide|skip"))) {
                    return i == 0 ? Optional.empty() : Optional.of(FlightProblem.FILE_TORN);
                }
                index |= type.equals("moov") || type.equals("moof");
                long size = size(header);
                if (size == 0) {
                    break;
                }
                if (size < 8 || size > end - at) {
                    return Optional.of(FlightProblem.FILE_TORN);
                }
                at += size;
            }
            return index ? Optional.empty() : Optional.of(FlightProblem.INDEX_MISSING);
        }
    }

    private static ByteBuffer header(SeekableByteChannel channel, long at) throws IOException {
        ByteBuffer header = ByteBuffer.allocate(16);
        channel.position(at);
        while (header.hasRemaining() && channel.read(header) >= 0) {
            // until it is full, or the file ends
        }
        return header.rewind();
    }

    private static long size(ByteBuffer header) {
        long small = header.getInt(0) & 0xFFFFFFFFL;
        return small == 1 ? header.getLong(8) : small;
    }
}
