package org.streetwarden.decode;

import java.nio.ByteBuffer;
import java.util.Collections;
import java.util.LinkedHashMap;
import java.util.Map;
import org.bytedeco.ffmpeg.avcodec.AVCodec;
import org.bytedeco.ffmpeg.avcodec.AVCodecContext;
import org.bytedeco.ffmpeg.avcodec.AVPacket;
import org.bytedeco.ffmpeg.avutil.AVDictionary;
import org.bytedeco.ffmpeg.avutil.AVFrame;
import org.bytedeco.ffmpeg.global.avcodec;
import org.bytedeco.ffmpeg.global.avutil;
import org.bytedeco.javacpp.BytePointer;
import org.streetwarden.media.Packet;
import org.streetwarden.media.StreamFailure;
import org.streetwarden.media.StreamFailure.Reason;
import org.streetwarden.media.StreamInfo;
import org.streetwarden.source.Natives;

/** One open AVCodecContext, single-threaded, and what it has seen so far. Owns its native memory. Used by one thread. */
final class CodecSession implements AutoCloseable {

    /** Larger pictures are refused: 8192 by 8192. */
    private static final long MOST_PIXELS = 1L << 26;

    private static final int MOST_PROVEN = 1024;

    private static final Map<StreamInfo, Boolean> PROVEN =
            Collections.synchronizedMap(new LinkedHashMap<>(16, 0.75f, true) {
                private static final long serialVersionUID = 1L;

                @Override
                protected boolean removeEldestEntry(Map.Entry<StreamInfo, Boolean> eldest) {
                    return size() > MOST_PROVEN;
                }
            });

    private final AVCodecContext context;
    private final AVPacket packet = avcodec.av_packet_alloc();
    private StreamInfo info;
    private boolean parametersDue;
    private int pictures;
    private boolean drained;

    /** @throws StreamFailure UNSUPPORTED_CODEC where FFmpeg has no decoder for it, or its decoder refuses the parameters */
    CodecSession(StreamInfo info) throws StreamFailure {
        this.info = info;
        AVCodec codec = codecNamed(info.codec());
        context = avcodec.avcodec_alloc_context3(codec);
        Natives.taken(Natives.Kind.DECODER);
        context.thread_count(1).width(info.width()).height(info.height()).max_pixels(MOST_PIXELS);
        context.pkt_timebase(avutil.av_get_time_base_q());
        configure(info.extradata());
        if (codec == null || avcodec.avcodec_open2(context, codec, (AVDictionary) null) < 0) {
            close();
            throw new StreamFailure(
                    Reason.UNSUPPORTED_CODEC,
                    "decoder: expected a codec such as h264 and parameters that its decoder takes, found '%s' %dx%d"
                            .formatted(info.codec(), info.width(), info.height()));
        }
    }

    /**
     * Opens one and closes it, but for parameters with which that went well lately: cameras are visited again and again.
     *
     * @throws StreamFailure as the constructor
     */
    static void prove(StreamInfo info) throws StreamFailure {
        if (!PROVEN.containsKey(info)) {
            new CodecSession(info).close();
            PROVEN.put(info, true);
        }
    }

    /** For parameters with which one was opened before. */
    static CodecSession again(StreamInfo info) {
        try {
            return new CodecSession(info);
        } catch (StreamFailure e) {
            throw new IllegalStateException("decoder: opened once with these parameters and not again", e);
        }
    }

    /** Null where there is none. */
    private static AVCodec codecNamed(String name) {
        var descriptor = avcodec.avcodec_descriptor_get_by_name(name);
        return descriptor == null ? null : avcodec.avcodec_find_decoder(descriptor.id());
    }

    private void configure(ByteBuffer extradata) {
        int size = extradata.remaining();
        if (size > 0) {
            long padded = (long) size + avcodec.AV_INPUT_BUFFER_PADDING_SIZE;
            BytePointer copy = new BytePointer(avutil.av_mallocz(padded));
            copy.capacity(size).asByteBuffer().put(extradata.duplicate());
            context.extradata(copy).extradata_size(size);
        }
    }

    /** Decodes nothing but what later pictures refer to, or everything. */
    void skipUnreferenced(boolean skip) {
        context.skip_frame(skip ? avcodec.AVDISCARD_NONREF : avcodec.AVDISCARD_DEFAULT);
    }

    /** The stream whose parameters it has, or takes with the next packet. */
    StreamInfo info() {
        return info;
    }

    /** Goes on with another stream of the same codec, whose parameters are not empty. To be called on a session that forgot. */
    void adopt(StreamInfo other) {
        parametersDue |= !other.equals(info);
        info = other;
    }

    /** Forgets every picture it has seen, keeps its memory. */
    void forget() {
        avcodec.avcodec_flush_buffers(context);
        drained = false;
    }

    /** FFmpeg's return code. */
    int send(Packet next) {
        ByteBuffer data = next.data();
        int code = avcodec.av_new_packet(packet, data.remaining());
        if (code < 0) {
            return code;
        }
        packet.data().capacity(packet.size()).asByteBuffer().put(data);
        packet.pts(next.ptsUs()).dts(next.dtsUs()).flags(next.key() ? avcodec.AV_PKT_FLAG_KEY : 0);
        if (parametersDue) {
            parametersDue = false;
            attach(info.extradata());
        }
        code = avcodec.avcodec_send_packet(context, packet);
        avcodec.av_packet_unref(packet);
        return code;
    }

    private void attach(ByteBuffer parameters) {
        int size = parameters.remaining();
        BytePointer room = avcodec.av_packet_new_side_data(packet, avcodec.AV_PKT_DATA_NEW_EXTRADATA, size);
        if (room != null) {
            room.capacity(size).asByteBuffer().put(parameters.duplicate());
        }
    }

    /** No more packets will come: what is inside may leave. */
    void drain() {
        if (!drained) {
            drained = true;
            avcodec.avcodec_send_packet(context, null);
        }
    }

    boolean isDrained() {
        return drained;
    }

    /** FFmpeg's return code. */
    int receive(AVFrame picture) {
        int code = avcodec.avcodec_receive_frame(context, picture);
        pictures += code >= 0 ? 1 : 0;
        return code;
    }

    /** Given so far. */
    int pictures() {
        return pictures;
    }

    @Override
    public void close() {
        avcodec.avcodec_free_context(context);
        avcodec.av_packet_free(packet);
        Natives.freed(Natives.Kind.DECODER);
    }
}
