package org.streetwarden.source;

import java.nio.file.Path;
import java.time.Duration;
import java.time.Instant;
import java.time.temporal.ChronoUnit;
import java.util.ArrayList;
import java.util.List;
import org.bytedeco.ffmpeg.avcodec.AVPacket;
import org.bytedeco.ffmpeg.global.avcodec;
import org.bytedeco.ffmpeg.global.avformat;
import org.bytedeco.ffmpeg.global.avutil;
import org.bytedeco.javacpp.Loader;
import org.streetwarden.media.Clip;
import org.streetwarden.media.KeptPacket;
import org.streetwarden.media.Packet;
import org.streetwarden.media.PacketSource;
import org.streetwarden.media.StreamFailure;
import org.streetwarden.media.StreamInfo;

/**
 * A video file read from any place in it: times count from its first picture, whatever its container's clock says. Memory does
 * not grow with the file. What is damaged is passed over up to the next key frame, and a file that is cut short ends where it
 * is cut. Owns its native memory. Used by one thread.
 */
public final class SeekableVideo implements PacketSource {

    private static final Duration OPENING = Duration.ofSeconds(20);
    private static final Duration READING = Duration.ofSeconds(15);
    private static final int MOST_BAD_IN_A_ROW = 100;

    /** A stretch of more bytes is cut there. */
    private static final long MOST_CLIP_BYTES = 96L << 20;

    private final CameraUrl url;
    private final Deadline deadline;
    private final Demuxer demuxer;
    private final LentPacket lent = new LentPacket();
    private final Instant base;
    private boolean untilKey = true;
    private long lastDtsUs = Long.MIN_VALUE;
    private boolean closed;

    private SeekableVideo(CameraUrl url, Instant base, Deadline deadline, Demuxer demuxer) {
        this.url = url;
        this.base = base;
        this.deadline = deadline;
        this.demuxer = demuxer;
    }

    /**
     * Opens at the first picture.
     *
     * @param base wall time of the first picture
     */
    public static SeekableVideo open(Path file, Instant base) throws StreamFailure {
        Loader.load(avformat.class);
        CameraUrl url = CameraUrl.of(file);
        Deadline deadline = new Deadline(OPENING);
        try {
            return new SeekableVideo(url, base, deadline, Demuxer.open(url, SourceSettings.DEFAULT, deadline));
        } catch (StreamFailure | RuntimeException e) {
            deadline.close();
            throw e;
        }
    }

    @Override
    public StreamInfo info() {
        return demuxer.info();
    }

    /** How long it says it is, microseconds; 0 where it does not. */
    public long durationUs() {
        return Math.max(0, demuxer.durationUs());
    }

    /**
     * The next packet comes from the key frame shown at that time or before, microseconds from the first picture.
     *
     * @throws StreamFailure where the file can't be read from there
     */
    public void seek(long us) throws StreamFailure {
        deadline.arm(READING);
        lent.emptied();
        int code = demuxer.seek(us + demuxer.beginUs());
        if (code < 0) {
            throw FfmpegFailures.reading(url, code);
        }
        untilKey = true;
        lastDtsUs = Long.MIN_VALUE;
    }

    @Override
    public Packet next() throws StreamFailure {
        int badInARow = 0;
        while (true) {
            deadline.arm(READING);
            AVPacket packet = lent.emptied();
            int code = demuxer.read(packet);
            if (code == avutil.AVERROR_EOF || badInARow == MOST_BAD_IN_A_ROW) {
                return null;
            }
            if (code < 0 && code != avutil.AVERROR_INVALIDDATA) {
                throw deadline.isCancelled() ? FfmpegFailures.cancelled(url) : FfmpegFailures.reading(url, code);
            }
            badInARow = code < 0 ? badInARow + 1 : 0;
            if (code >= 0 && takes(packet)) {
                return lend(packet);
            }
        }
    }

    private boolean takes(AVPacket packet) {
        if (!demuxer.isVideo(packet) || packet.size() == 0) {
            return false;
        }
        boolean key = (packet.flags() & avcodec.AV_PKT_FLAG_KEY) != 0;
        boolean marked = (packet.flags() & avcodec.AV_PKT_FLAG_CORRUPT) != 0;
        untilKey = marked || (untilKey && !key);
        return !untilKey;
    }

    private Packet lend(AVPacket packet) {
        long rawDtsUs = demuxer.micros(packet.dts());
        long rawPtsUs = demuxer.micros(packet.pts());
        long ptsUs = (rawPtsUs == Timeline.NONE ? Math.max(0, rawDtsUs) : rawPtsUs) - demuxer.beginUs();
        long dtsUs = rawDtsUs == Timeline.NONE ? ptsUs : Math.min(ptsUs, rawDtsUs - demuxer.beginUs());
        lastDtsUs = Math.max(lastDtsUs, dtsUs);
        return lent.lend(ptsUs, lastDtsUs, base.plus(ptsUs, ChronoUnit.MICROS));
    }

    /** What shows a stretch, from the key frame before it, as it lies in the file; empty where nothing does. */
    public Clip clip(long fromUs, long toUs) throws StreamFailure {
        return stretch(fromUs, packet -> packet.dtsUs() > toUs, packet -> packet.ptsUs() <= toUs);
    }

    /** What decodes to the picture shown at a time, that picture's packet last; empty where none is shown then. */
    public Clip picture(long ptsUs) throws StreamFailure {
        boolean[] found = {false};
        Clip clip = stretch(ptsUs, packet -> found[0] || packet.dtsUs() > ptsUs, packet -> {
            found[0] = packet.ptsUs() == ptsUs;
            return true;
        });
        return found[0] ? clip : Clip.empty(info(), ptsUs);
    }

    private interface Test {
        boolean of(Packet packet);
    }

    private Clip stretch(long fromUs, Test over, Test wanted) throws StreamFailure {
        seek(Math.max(0, fromUs));
        List<KeptPacket> packets = new ArrayList<>();
        long bytes = 0;
        for (Packet packet = next(); packet != null && bytes <= MOST_CLIP_BYTES; packet = next()) {
            if (!packets.isEmpty() && over.of(packet)) {
                break;
            }
            if (wanted.of(packet)) {
                packets.add(KeptPacket.copyOf(packet));
                bytes += packet.data().remaining();
            }
        }
        return packets.isEmpty() ? Clip.empty(info(), fromUs) : Clip.of(info(), packets);
    }

    @Override
    public void close() {
        if (!closed) {
            closed = true;
            demuxer.close();
            lent.close();
            deadline.close();
        }
    }
}
