package org.streetwarden.flights;

import java.io.IOException;
import java.nio.ByteBuffer;
import java.nio.channels.SeekableByteChannel;
import java.nio.charset.StandardCharsets;
import java.nio.file.Files;
import java.nio.file.Path;
import java.nio.file.StandardOpenOption;
import org.streetwarden.casefile.FlightObject;
import org.streetwarden.filing.DeliveryFailure;
import org.streetwarden.filing.S3EvidenceStore;
import org.streetwarden.media.StreamFailure;
import org.streetwarden.source.VideoFile;

/**
 * An MP4 file (ISO 14496-12) without its pictures, as a sparse file of the same length: all that looking at its head needs, so that 8 GB
 * take no longer than 8 MB. One thread.
 */
final class FlightHead {

    private static final int HEADER_BYTES = 16;
    private static final int MOST_BOXES = 200;
    private static final int PIECE_BYTES = 4 << 20;
    private static final long MOST_BYTES = 256L << 20;

    private final FlightObject file;
    private final S3EvidenceStore store;
    private long copied;

    private FlightHead(FlightObject file, S3EvidenceStore store) {
        this.file = file;
        this.store = store;
    }

    /** @return whether that suffices; else nothing is there and the whole file must be fetched */
    static boolean fetch(FlightObject file, Path target, S3EvidenceStore store) throws DeliveryFailure, IOException {
        Files.deleteIfExists(target);
        boolean suffices = false;
        try {
            suffices = new FlightHead(file, store).copy(target) && opens(target);
            return suffices;
        } finally {
            if (!suffices) {
                Files.deleteIfExists(target);
            }
        }
    }

    /** A subtitle track lies among the pictures. */
    private static boolean opens(Path target) {
        try (VideoFile video = VideoFile.open(target)) {
            return !video.head().subtitles() && video.head().width() > 0;
        } catch (StreamFailure unreadable) {
            return false;
        }
    }

    private boolean copy(Path target) throws DeliveryFailure, IOException {
        try (SeekableByteChannel out = Files.newByteChannel(
                target, StandardOpenOption.CREATE_NEW, StandardOpenOption.WRITE, StandardOpenOption.SPARSE)) {
            long at = 0;
            for (int i = 0; i < MOST_BOXES && file.bytes() - at >= HEADER_BYTES; i++) {
                ByteBuffer header = ByteBuffer.wrap(store.read(file.key(), at, HEADER_BYTES));
                String type =
                        StandardCharsets.ISO_8859_1.decode(header.slice(4, 4)).toString();
                long small = header.getInt(0) & 0xFFFFFFFFL;
                long size = small == 1 ? header.getLong(8) : small == 0 ? file.bytes() - at : small;
                boolean box = type.matches("[ -~©]{4}") && size >= 8 && size <= file.bytes() - at;
                if (!box || (i == 0 && !type.matches("ftyp|moov|mdat|free|wide|skip"))) {
                    return false;
                }
                if (!copy(out, at, type.equals("mdat") ? HEADER_BYTES : size)) {
                    return false;
                }
                at += size;
            }
            if (at != file.bytes()) {
                return false;
            }
            out.position(file.bytes() - 1).write(ByteBuffer.wrap(store.read(file.key(), file.bytes() - 1, 1)));
            return true;
        }
    }

    private boolean copy(SeekableByteChannel out, long from, long bytes) throws DeliveryFailure, IOException {
        copied += bytes;
        if (copied > MOST_BYTES) {
            return false;
        }
        for (long at = from; at < from + bytes; at += PIECE_BYTES) {
            byte[] piece = store.read(file.key(), at, (int) Math.min(PIECE_BYTES, from + bytes - at));
            out.position(at).write(ByteBuffer.wrap(piece));
        }
        return true;
    }
}
