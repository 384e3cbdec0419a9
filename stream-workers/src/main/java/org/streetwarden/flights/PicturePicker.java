package org.streetwarden.flights;

import java.time.Instant;
import org.streetwarden.decode.Decoder;
import org.streetwarden.media.Frame;
import org.streetwarden.media.Packet;
import org.streetwarden.media.StreamFailure;
import org.streetwarden.source.SeekableVideo;

/**
 * Chooses which pictures of a flight are looked at, by the file alone: the same on every machine and after every restart. Where
 * key frames come at least every {@value #MOST_KEY_US} us they alone are decoded; else every picture is, and the first of each
 * interval is taken. One thread.
 */
final class PicturePicker implements AutoCloseable {

    private static final long MOST_KEY_US = 1_200_000;

    /** So much of a video shows how far apart its key frames are. */
    private static final long PROBED_US = 10_000_000;

    private final SeekableVideo video;
    private final Decoder decoder;
    private final long intervalUs;
    private final boolean keysOnly;
    private long takenSlot = Long.MIN_VALUE;
    private Instant lastArrival = Instant.EPOCH;

    /** @param video borrowed; left at its first picture */
    PicturePicker(SeekableVideo video, long intervalUs) throws StreamFailure {
        this.video = video;
        this.intervalUs = intervalUs;
        keysOnly = keysAreClose(video);
        decoder = new Decoder(video.info());
    }

    private static boolean keysAreClose(SeekableVideo video) throws StreamFailure {
        long keyUs = 0;
        long widestUs = 0;
        long atUs = 0;
        for (Packet packet = video.next(); packet != null && atUs < PROBED_US; packet = video.next()) {
            atUs = Math.max(atUs, packet.ptsUs());
            if (packet.key()) {
                widestUs = Math.max(widestUs, packet.ptsUs() - keyUs);
                keyUs = packet.ptsUs();
            }
        }
        video.seek(0);
        return Math.max(widestUs, atUs - keyUs) <= MOST_KEY_US;
    }

    /** Goes on from a moment; the next picture is the first of an interval that begins there or later. */
    void from(long us) throws StreamFailure {
        video.seek(us);
        decoder.reset();
        takenSlot = Math.floorDiv(us - 1, intervalUs);
    }

    /** The next picture to look at, the caller's to close; null at the end. */
    Frame next() throws StreamFailure {
        for (Packet packet = video.next(); packet != null; packet = video.next()) {
            lastArrival = packet.arrivedAt();
            Frame frame = keysOnly ? key(packet) : chosen(decoder.decode(packet));
            if (frame != null) {
                return frame;
            }
        }
        for (Frame inside = drained(); inside != null; inside = drained()) {
            Frame frame = chosen(inside);
            if (frame != null) {
                return frame;
            }
        }
        return null;
    }

    private Frame drained() {
        return keysOnly ? null : decoder.drain(lastArrival);
    }

    private Frame key(Packet packet) {
        boolean wanted = packet.key() && slot(packet.ptsUs()) > takenSlot;
        return wanted ? chosen(decoder.decodeKey(packet)) : null;
    }

    private Frame chosen(Frame picture) {
        if (picture == null || slot(picture.ptsUs()) > takenSlot) {
            takenSlot = picture == null ? takenSlot : slot(picture.ptsUs());
            return picture;
        }
        picture.close();
        return null;
    }

    private long slot(long ptsUs) {
        return Math.floorDiv(ptsUs, intervalUs);
    }

    /** Whether only key frames are decoded. */
    boolean keysOnly() {
        return keysOnly;
    }

    @Override
    public void close() {
        decoder.close();
    }
}
