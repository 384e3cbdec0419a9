package org.streetwarden.decode;

import static org.bytedeco.ffmpeg.presets.avutil.AVERROR_EAGAIN;

import java.nio.ByteBuffer;
import java.time.Instant;
import org.bytedeco.ffmpeg.avcodec.AVCodec;
import org.bytedeco.ffmpeg.avcodec.AVCodecContext;
import org.bytedeco.ffmpeg.avcodec.AVPacket;
import org.bytedeco.ffmpeg.avutil.AVDictionary;
import org.bytedeco.ffmpeg.avutil.AVFrame;
import org.bytedeco.ffmpeg.global.avcodec;
import org.bytedeco.ffmpeg.global.avutil;
import org.bytedeco.javacpp.BytePointer;
import org.streetwarden.media.Clip;
import org.streetwarden.media.Frame;
import org.streetwarden.media.KeptPacket;
import org.streetwarden.media.Packet;
import org.streetwarden.media.StreamFailure;
import org.streetwarden.media.StreamFailure.Reason;
import org.streetwarden.media.StreamInfo;
import org.streetwarden.source.FfmpegLog;
import org.streetwarden.source.Natives;

/**
 * Decodes one run's pictures on the calling thread. Owns its native memory; the frames it gives are the caller's to close.
 * A damaged picture, and what refers to it, is dropped and counted: decoding goes on from the next key frame. Used by one
 * thread.
 */
public final class Decoder implements AutoCloseable {

    /** Larger pictures are refused: 8192 by 8192. */
    private static final long MOST_PIXELS = 1L << 26;

    private static final int FRAME_CORRUPT = 1;
    private static final int OWN_POOL_FRAMES = 4;

    private final AVCodecContext context;
    private final AVPacket packet;
    private final AVFrame picture;
    private final PlanarConverter converter = new PlanarConverter();
    private final FramePool pool;
    private final boolean ownsPool;
    private boolean untilKey;
    private boolean drained;
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
        this.pool = pool;
        this.ownsPool = ownsPool;
        AVCodec codec = codecNamed(info.codec());
        context = avcodec.avcodec_alloc_context3(codec);
        packet = avcodec.av_packet_alloc();
        picture = avutil.av_frame_alloc();
        Natives.taken(Natives.Kind.DECODER);
        configure(info);
        int code = avcodec.avcodec_open2(context, codec, (AVDictionary) null);
        if (code < 0) {
            close();
            throw new StreamFailure(
                    Reason.UNSUPPORTED_CODEC,
                    "decoder: expected a '%s' stream, found parameters that its decoder refuses"
                            .formatted(info.codec()));
        }
    }

    private static AVCodec codecNamed(String name) throws StreamFailure {
        var descriptor = avcodec.avcodec_descriptor_get_by_name(name);
        AVCodec codec = descriptor == null ? null : avcodec.avcodec_find_decoder(descriptor.id());
        if (codec == null) {
            throw new StreamFailure(
                    Reason.UNSUPPORTED_CODEC, "decoder: expected a codec such as h264, found '%s'".formatted(name));
        }
        return codec;
    }

    private void configure(StreamInfo info) {
        context.thread_count(1).width(info.width()).height(info.height()).max_pixels(MOST_PIXELS);
        context.pkt_timebase(avutil.av_get_time_base_q());
        ByteBuffer extradata = info.extradata();
        int size = extradata.remaining();
        if (size > 0) {
            BytePointer configuration = new BytePointer(avutil.av_mallocz(size + avcodec.AV_INPUT_BUFFER_PADDING_SIZE));
            configuration.capacity(size).asByteBuffer().put(extradata.duplicate());
            context.extradata(configuration).extradata_size(size);
        }
    }

    /**
     * Decodes the next packet of a run of consecutive ones.
     *
     * @param next borrowed
     * @return the next picture in order of presentation, the caller's to close; null where the decoder needs more first, or
     *     the picture is damaged, or the pool has no frame left
     */
    public Frame decode(Packet next) {
        restart();
        untilKey &= !next.key();
        if (untilKey) {
            return null;
        }
        int code = send(next);
        if (code != AVERROR_EAGAIN()) {
            return code < 0 ? damaged() : receive(next.arrivedAt());
        }
        Frame waiting = receive(next.arrivedAt());
        send(next);
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
        Frame decoded = send(key) < 0 ? damaged() : finish(key.arrivedAt());
        reset();
        return decoded;
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
        KeptPacket last = clip.packets().getLast();
        Frame decoded = null;
        for (KeptPacket each : clip.packets()) {
            boolean wanted = each.ptsUs() == last.ptsUs();
            context.skip_frame(wanted ? avcodec.AVDISCARD_DEFAULT : avcodec.AVDISCARD_NONREF);
            decoded = latest(decoded, decode(each), last.ptsUs());
        }
        for (Frame more = drain(last.arrivedAt()); more != null; more = drain(last.arrivedAt())) {
            decoded = latest(decoded, more, last.ptsUs());
        }
        reset();
        return decoded;
    }

    /** Keeps the picture that is wanted and closes the other. */
    private static Frame latest(Frame kept, Frame next, long wantedUs) {
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
        return finish(arrivedAt);
    }

    /** Forgets what it has seen, for a packet that does not follow the last one. */
    public void reset() {
        avcodec.avcodec_flush_buffers(context);
        drained = false;
        untilKey = false;
        context.skip_frame(avcodec.AVDISCARD_DEFAULT);
    }

    /** Pictures dropped because they, or what they refer to, were damaged. */
    public long damagedPictures() {
        return damaged;
    }

    private void restart() {
        if (drained) {
            reset();
        }
    }

    private Frame finish(Instant arrivedAt) {
        if (!drained) {
            drained = true;
            avcodec.avcodec_send_packet(context, null);
        }
        return receive(arrivedAt);
    }

    private int send(Packet next) {
        ByteBuffer data = next.data();
        int code = avcodec.av_new_packet(packet, data.remaining());
        if (code < 0) {
            throw new OutOfMemoryError("decoder: no native memory for a packet of " + data.remaining() + " bytes");
        }
        packet.data().capacity(packet.size()).asByteBuffer().put(data);
        packet.pts(next.ptsUs()).dts(next.dtsUs()).flags(next.key() ? avcodec.AV_PKT_FLAG_KEY : 0);
        code = avcodec.avcodec_send_packet(context, packet);
        avcodec.av_packet_unref(packet);
        return code;
    }

    private Frame receive(Instant arrivedAt) {
        int code = avcodec.avcodec_receive_frame(context, picture);
        if (code < 0) {
            return code == AVERROR_EAGAIN() || code == avutil.AVERROR_EOF ? null : damaged();
        }
        boolean whole = isWhole(picture) && (!PlanarConverter.isNeededFor(picture) || converter.convert(picture) >= 0);
        AVFrame lent = whole ? pool.borrow() : null;
        if (lent == null) {
            avutil.av_frame_unref(picture);
            return whole ? null : damaged();
        }
        avutil.av_frame_move_ref(lent, picture);
        return new NativeFrame(pool, lent, arrivedAt);
    }

    private static boolean isWhole(AVFrame frame) {
        return frame.decode_error_flags() == 0 && (frame.flags() & FRAME_CORRUPT) == 0;
    }

    private Frame damaged() {
        damaged++;
        untilKey = true;
        return null;
    }

    @Override
    public void close() {
        avcodec.avcodec_free_context(context);
        avcodec.av_packet_free(packet);
        avutil.av_frame_free(picture);
        converter.close();
        Natives.freed(Natives.Kind.DECODER);
        if (ownsPool) {
            pool.close();
        }
    }
}
