package org.streetwarden.source;

import static org.bytedeco.ffmpeg.presets.avutil.AVERROR_EAGAIN;

import java.time.Instant;
import java.time.InstantSource;
import java.time.temporal.ChronoUnit;
import java.util.concurrent.locks.ReentrantLock;
import org.bytedeco.ffmpeg.avcodec.AVPacket;
import org.bytedeco.ffmpeg.global.avcodec;
import org.bytedeco.ffmpeg.global.avformat;
import org.bytedeco.ffmpeg.global.avutil;
import org.bytedeco.javacpp.Loader;
import org.streetwarden.media.Packet;
import org.streetwarden.media.PacketSource;
import org.streetwarden.media.StreamFailure;
import org.streetwarden.media.StreamFailure.Reason;
import org.streetwarden.media.StreamInfo;

/**
 * One run of a camera, an HTTP stream or a file through FFmpeg's demuxers. Every call into FFmpeg stands under a deadline;
 * closing from another thread, or interrupting the reading thread, ends a blocked call within a second.
 *
 * <p>Packets that arrive damaged are dropped and counted, with those that follow up to the next key frame.
 */
public final class FfmpegSource implements PacketSource {

    /** So many unreadable packets in a row end a run. */
    private static final int MOST_BAD_IN_A_ROW = 100;

    /**
     * Most bytes of one allocation of FFmpeg's, whatever a peer says: a plane of 8192x4096 pixels fits, and so does nobody's
     * whole answer or coded picture without an end.
     */
    private static final long MOST_BYTES = 40L << 20;

    /** A camera's coded picture is not larger. */
    private static final int MOST_PICTURE_BYTES = 16 << 20;

    static {
        Loader.load(avformat.class); // unpacking the libraries may take longer than a camera is given to open
        avutil.av_max_alloc(MOST_BYTES);
    }

    private final CameraUrl url;
    private final SourceSettings settings;
    private final InstantSource clock;
    private final Deadline deadline;
    private final Demuxer demuxer;
    private final PictureSize size;
    private final LentPacket lent = new LentPacket();
    private final StreamInfo info;
    private final boolean live;
    private final Timeline timeline;
    private final ReentrantLock using = new ReentrantLock();
    private Thread lentTo;
    private boolean closed;
    private int width;
    private int height;
    private int otherWidth;
    private int otherHeight;
    private boolean untilKey;
    private long damaged;
    private long firstRawUs = Timeline.NONE;
    private long endRawUs;
    private long pictures;

    private FfmpegSource(
            CameraUrl url, SourceSettings settings, InstantSource clock, Deadline deadline, Demuxer demuxer) {
        this.url = url;
        this.settings = settings;
        this.clock = clock;
        this.deadline = deadline;
        this.demuxer = demuxer;
        info = demuxer.info();
        width = info.width();
        height = info.height();
        size = new PictureSize(demuxer.parameters());
        live = !url.isFile() && (url.isRtsp() || demuxer.durationUs() == Timeline.NONE);
        timeline = live ? Timeline.live(settings.notBeforeUs()) : Timeline.recorded(settings.startUs());
    }

    /** Opens by this machine's clock. */
    public static FfmpegSource open(CameraUrl url, SourceSettings settings) throws StreamFailure {
        return open(url, settings, InstantSource.system());
    }

    /**
     * Blocks until packets can flow, {@link SourceSettings#openTimeout()} at most.
     *
     * @param clock says when packets arrive
     */
    public static FfmpegSource open(CameraUrl url, SourceSettings settings, InstantSource clock) throws StreamFailure {
        Deadline deadline = new Deadline(settings.openTimeout());
        try {
            return new FfmpegSource(url, settings, clock, deadline, Demuxer.open(url, settings, deadline));
        } catch (StreamFailure | RuntimeException e) {
            deadline.close();
            throw e;
        }
    }

    @Override
    public StreamInfo info() {
        return info;
    }

    /** Whether time goes on without us: a camera, or an HTTP stream without an end. */
    public boolean isLive() {
        return live;
    }

    /** How long a file says it is, microseconds; 0 where it does not, as live streams do not. */
    public long durationUs() {
        long said = demuxer.durationUs();
        return said == Timeline.NONE ? 0 : said;
    }

    /** Packets that could not be read or were marked damaged. */
    public long damaged() {
        using.lock();
        try {
            return damaged;
        } finally {
            using.unlock();
        }
    }

    @Override
    public Packet next() throws StreamFailure {
        using.lock();
        try {
            lentTo = null;
            if (closed) {
                lent.close();
                throw FfmpegFailures.cancelled(url);
            }
            deadline.arm(settings.stallTimeout());
            return readOn();
        } finally {
            using.unlock();
        }
    }

    private Packet readOn() throws StreamFailure {
        int badInARow = 0;
        while (true) {
            AVPacket packet = lent.emptied();
            int code = demuxer.read(packet);
            if (code >= 0 && takes(packet)) {
                return lend(packet);
            }
            boolean bad = code == avutil.AVERROR_INVALIDDATA;
            if (bad) {
                skipToKey();
                badInARow++;
            }
            boolean readable = code >= 0 || bad || code == AVERROR_EAGAIN();
            if (!readable || deadline.isOver() || badInARow >= MOST_BAD_IN_A_ROW) {
                return end(code);
            }
        }
    }

    private boolean takes(AVPacket packet) throws StreamFailure {
        if (!demuxer.isVideo(packet) || packet.size() == 0) {
            return false;
        }
        pictures++;
        boolean key = (packet.flags() & avcodec.AV_PKT_FLAG_KEY) != 0;
        boolean monstrous = live && packet.size() > MOST_PICTURE_BYTES;
        boolean marked = (packet.flags() & avcodec.AV_PKT_FLAG_CORRUPT) != 0;
        boolean spoilt = monstrous || marked || (key && !keepsSize(packet));
        if (spoilt) {
            skipToKey();
            return false;
        }
        untilKey &= !key;
        return !untilKey;
    }

    private void skipToKey() {
        damaged++;
        untilKey = true;
    }

    private Packet lend(AVPacket packet) {
        long rawPtsUs = demuxer.micros(packet.pts());
        Instant now = clock.instant();
        timeline.stamp(rawPtsUs, demuxer.micros(packet.dts()), now);
        if (!live) {
            now = settings.fileBase().plus(timeline.ptsUs(), ChronoUnit.MICROS);
            measure(rawPtsUs, demuxer.micros(packet.duration()));
        }
        lentTo = Thread.currentThread();
        return lent.lend(timeline.ptsUs(), timeline.dtsUs(), now);
    }

    /** Whether a key frame's headers say the size known so far. One that does not may be damaged; two alike are a change. */
    private boolean keepsSize(AVPacket packet) throws StreamFailure {
        size.read(packet);
        if (width == 0) {
            width = size.width();
            height = size.height();
        }
        boolean differs = size.width() > 0 && (size.width() != width || size.height() != height);
        if (differs && size.width() == otherWidth && size.height() == otherHeight) {
            throw new StreamFailure(
                    Reason.STREAM_CHANGED,
                    "%s: expected pictures of %dx%d, found %dx%d"
                            .formatted(url, width, height, size.width(), size.height()));
        }
        otherWidth = differs ? size.width() : 0;
        otherHeight = differs ? size.height() : 0;
        return !differs;
    }

    private void measure(long rawPtsUs, long durationUs) {
        if (rawPtsUs != Timeline.NONE) {
            firstRawUs = firstRawUs == Timeline.NONE ? rawPtsUs : firstRawUs;
            endRawUs = Math.max(endRawUs, rawPtsUs + Math.max(0, durationUs));
        }
    }

    /** The end of a whole file is null; every other end is a failure. */
    private Packet end(int code) throws StreamFailure {
        if (deadline.isCancelled()) {
            throw FfmpegFailures.cancelled(url);
        }
        if (deadline.isOver()) {
            throw FfmpegFailures.silent(url, "a packet", settings.stallTimeout());
        }
        if (live || code != avutil.AVERROR_EOF) {
            throw FfmpegFailures.reading(url, code);
        }
        checkWhole();
        return null;
    }

    /** A file is cut short that ends a second and a twentieth before, or a twentieth of pictures short of, its own header. */
    private void checkWhole() throws StreamFailure {
        long saidUs = demuxer.durationUs();
        long foundUs = firstRawUs == Timeline.NONE ? 0 : endRawUs - firstRawUs;
        boolean early = saidUs != Timeline.NONE && saidUs - foundUs > 1_000_000 + saidUs / 20;
        boolean few = pictures < demuxer.pictures() - demuxer.pictures() / 20;
        if (early || few) {
            throw new StreamFailure(
                    Reason.CORRUPT,
                    "%s: expected %s, found that it is cut short after %.1f s and %d pictures"
                            .formatted(url, said(saidUs, demuxer.pictures()), foundUs / 1e6, pictures));
        }
    }

    private static String said(long saidUs, long saidPictures) {
        return saidPictures > 0 ? saidPictures + " pictures" : "%.1f s".formatted(saidUs / 1e6);
    }

    /**
     * Ends the run. From another thread it ends a blocked {@link #next}; the packet that is lent stays good until the reading
     * thread calls again, be it {@link #next} or this.
     */
    @Override
    public void close() {
        deadline.cancel();
        using.lock();
        try {
            if (!closed) {
                closed = true;
                demuxer.close();
                size.close();
                deadline.close();
            }
            if (lentTo == null || lentTo == Thread.currentThread()) {
                lent.close();
            }
        } finally {
            using.unlock();
        }
    }
}
