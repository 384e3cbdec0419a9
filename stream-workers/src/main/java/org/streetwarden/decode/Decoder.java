package org.streetwarden.decode;

import static org.bytedeco.ffmpeg.presets.avutil.AVERROR_EAGAIN;

import java.time.Instant;
import org.bytedeco.ffmpeg.avutil.AVFrame;
import org.bytedeco.ffmpeg.global.avutil;
import org.streetwarden.media.Clip;
import org.streetwarden.media.Frame;
import org.streetwarden.media.KeptPacket;
import org.streetwarden.media.Packet;
import org.streetwarden.media.StreamFailure;
import org.streetwarden.media.StreamInfo;
import org.streetwarden.source.FfmpegLog;

/**
 * Decodes one run's pictures on the calling thread. Owns its native memory, of which nothing is left between two key frames
 * decoded by themselves but what {@link KeySessions} keeps for all decoders; the frames it gives are the caller's to close.
 * A damaged picture, and what refers to it, is dropped and counted: decoding goes on from the next key frame. Used by one
 * thread.
 */
public final class Decoder implements AutoCloseable {

    private static final int FRAME_CORRUPT = 1;
    private static final int OWN_POOL_FRAMES = 4;

    private final StreamInfo info;
    private final FramePool pool;
    private final boolean ownsPool;
    private final PlanarConverter converter = new PlanarConverter();
    private CodecSession session;
    private boolean untilKey;
    private boolean closed;
    private long damaged;

    /** With a pool of its own, closed with it: for a picture now and then. */
    public Decoder(StreamInfo info) throws StreamFailure {
        this(info, new FramePool("decoder of " + info.codec(), OWN_POOL_FRAMES), true);
    }

    /**
     * @param pool lends the frames; stays the caller's
     * @throws StreamFailure UNSUPPORTED_CODEC where this build of FFmpeg has no decoder for it
     */
    public Decoder(StreamInfo info, FramePool pool) throws StreamFailure {
        this(info, pool, false);
    }

    private Decoder(StreamInfo info, FramePool pool, boolean ownsPool) throws StreamFailure {
        FfmpegLog.redirect();
        this.info = info;
        this.pool = pool;
        this.ownsPool = ownsPool;
        CodecSession.prove(info);
        KeySessions.join();
    }

    /**
     * Decodes the next packet of a run of consecutive ones.
     *
     * @param next borrowed
     * @return the next picture in order of presentation, the caller's to close; null where the decoder needs more first, or
     *     the picture is damaged, or the pool has no frame left
     */
    public Frame decode(Packet next) {
        begin();
        untilKey &= !next.key();
        if (untilKey) {
            return null;
        }
        int code = session.send(next);
        if (code != AVERROR_EAGAIN()) {
            return code < 0 ? damaged() : receive(next.arrivedAt());
        }
        Frame waiting = receive(next.arrivedAt());
        session.send(next);
        return waiting;
    }

    /**
     * Decodes a key frame by itself, whatever came before it; the picture comes at once.
     *
     * @param key borrowed
     * @return the picture, the caller's to close; null where it is damaged or the pool has no frame left
     */
    public Frame decodeKey(Packet key) {
        reset();
        AVFrame picture = avutil.av_frame_alloc();
        KeySessions.await();
        try {
            if (decodesShared(key, picture) || decodesAlone(key, picture)) {
                return lend(picture, key.arrivedAt());
            }
            damaged++;
            return null;
        } finally {
            KeySessions.done();
            avutil.av_frame_free(picture);
        }
    }

    /** Where a shared session gives no sound picture, one that never saw another stream has the last word. */
    private boolean decodesShared(Packet key, AVFrame picture) {
        if (!KeySessions.serves(info)) {
            return false;
        }
        CodecSession shared = KeySessions.borrow(info);
        boolean sound = false;
        try {
            sound = decodes(shared, key, picture);
            return sound;
        } finally {
            KeySessions.giveBack(shared, sound);
        }
    }

    private boolean decodesAlone(Packet key, AVFrame picture) {
        try (CodecSession own = CodecSession.again(info)) {
            return decodes(own, key, picture);
        }
    }

    private boolean decodes(CodecSession by, Packet key, AVFrame picture) {
        int code = by.send(key);
        by.drain();
        boolean sound = code >= 0 && by.receive(picture) >= 0 && isWhole(picture) && isPlanar(picture);
        if (!sound) {
            avutil.av_frame_unref(picture);
        }
        return sound;
    }

    /**
     * Decodes a clip to its last packet's picture, as {@code GopRing.gopAt} cuts it.
     *
     * @return the picture, the caller's to close; null where the clip is empty or the picture damaged
     */
    public Frame decodeLast(Clip clip) {
        if (clip.isEmpty()) {
            return null;
        }
        reset();
        begin();
        KeptPacket last = clip.packets().getLast();
        Frame picture = null;
        for (KeptPacket each : clip.packets()) {
            session.skipUnreferenced(each.ptsUs() != last.ptsUs());
            picture = wanted(picture, decode(each), last.ptsUs());
        }
        for (Frame more = drain(last.arrivedAt()); more != null; more = drain(last.arrivedAt())) {
            picture = wanted(picture, more, last.ptsUs());
        }
        reset();
        return picture;
    }

    /** Keeps the picture that is wanted and closes the other. */
    private static Frame wanted(Frame kept, Frame next, long wantedUs) {
        if (next == null || next.ptsUs() == wantedUs) {
            return next == null ? kept : next;
        }
        next.close();
        return kept;
    }

    /**
     * Gives the pictures still inside after the last packet, one a call; null when there are no more.
     *
     * @param arrivedAt of the last packet
     */
    public Frame drain(Instant arrivedAt) {
        if (session == null) {
            return null;
        }
        session.drain();
        return receive(arrivedAt);
    }

    /** Forgets what it has seen, for a packet that does not follow the last one, and frees the memory that took. */
    public void reset() {
        if (session != null) {
            session.close();
            session = null;
        }
        untilKey = false;
    }

    /** Pictures dropped because they, or what they refer to, were damaged. */
    public long damagedPictures() {
        return damaged;
    }

    private void begin() {
        if (session != null && session.isDrained()) {
            reset();
        }
        if (session == null) {
            session = CodecSession.again(info);
        }
    }

    private Frame receive(Instant arrivedAt) {
        AVFrame picture = avutil.av_frame_alloc();
        try {
            int code = session.receive(picture);
            if (code < 0) {
                return code == AVERROR_EAGAIN() || code == avutil.AVERROR_EOF ? null : damaged();
            }
            return isWhole(picture) && isPlanar(picture) ? lend(picture, arrivedAt) : damaged();
        } finally {
            avutil.av_frame_free(picture);
        }
    }

    private Frame lend(AVFrame picture, Instant arrivedAt) {
        AVFrame lent = pool.borrow();
        if (lent == null) {
            return null;
        }
        avutil.av_frame_move_ref(lent, picture);
        return new NativeFrame(pool, lent, arrivedAt);
    }

    private static boolean isWhole(AVFrame picture) {
        return picture.decode_error_flags() == 0 && (picture.flags() & FRAME_CORRUPT) == 0;
    }

    private boolean isPlanar(AVFrame picture) {
        return !PlanarConverter.isNeededFor(picture) || converter.convert(picture) >= 0;
    }

    private Frame damaged() {
        damaged++;
        untilKey = true;
        return null;
    }

    @Override
    public void close() {
        reset();
        if (!closed) {
            closed = true;
            KeySessions.leave();
        }
        converter.close();
        if (ownsPool) {
            pool.close();
        }
    }
}
