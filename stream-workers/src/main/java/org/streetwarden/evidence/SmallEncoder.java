package org.streetwarden.evidence;

import static org.bytedeco.ffmpeg.global.avcodec.AV_CODEC_FLAG_GLOBAL_HEADER;
import static org.bytedeco.ffmpeg.global.avcodec.AV_PKT_FLAG_KEY;
import static org.bytedeco.ffmpeg.global.avcodec.av_packet_alloc;
import static org.bytedeco.ffmpeg.global.avcodec.av_packet_free;
import static org.bytedeco.ffmpeg.global.avcodec.av_packet_unref;
import static org.bytedeco.ffmpeg.global.avcodec.avcodec_alloc_context3;
import static org.bytedeco.ffmpeg.global.avcodec.avcodec_find_encoder_by_name;
import static org.bytedeco.ffmpeg.global.avcodec.avcodec_free_context;
import static org.bytedeco.ffmpeg.global.avcodec.avcodec_open2;
import static org.bytedeco.ffmpeg.global.avcodec.avcodec_receive_packet;
import static org.bytedeco.ffmpeg.global.avcodec.avcodec_send_frame;
import static org.bytedeco.ffmpeg.global.avutil.AVCOL_RANGE_MPEG;
import static org.bytedeco.ffmpeg.global.avutil.AVCOL_SPC_BT709;
import static org.bytedeco.ffmpeg.global.avutil.AVCOL_SPC_SMPTE170M;
import static org.bytedeco.ffmpeg.global.avutil.AV_PIX_FMT_YUV420P;
import static org.bytedeco.ffmpeg.global.avutil.av_frame_alloc;
import static org.bytedeco.ffmpeg.global.avutil.av_frame_free;
import static org.bytedeco.ffmpeg.global.avutil.av_frame_get_buffer;
import static org.bytedeco.ffmpeg.global.avutil.av_frame_make_writable;

import java.nio.ByteBuffer;
import java.time.Instant;
import java.util.ArrayList;
import java.util.List;
import org.bytedeco.ffmpeg.avcodec.AVCodec;
import org.bytedeco.ffmpeg.avcodec.AVCodecContext;
import org.bytedeco.ffmpeg.avcodec.AVPacket;
import org.bytedeco.ffmpeg.avutil.AVDictionary;
import org.bytedeco.ffmpeg.avutil.AVFrame;
import org.bytedeco.javacpp.BytePointer;
import org.streetwarden.media.Clip;
import org.streetwarden.media.KeptPacket;
import org.streetwarden.media.StreamInfo;
import org.streetwarden.source.FfmpegLog;
import org.streetwarden.source.Natives;

/** Codes small pictures as H.264 by openh264, on the calling thread. Owns its native memory; closing frees it. Used by one thread. */
final class SmallEncoder implements AutoCloseable {

    private static final int BITS_A_SECOND = 500_000;
    private static final int KEY_EVERY = 25;
    private static final int MICROS = 1_000_000;
    /** Of all packets: a minute of pictures at twice the rate that is asked for. */
    private static final int MOST_BYTES = 8 << 20;

    private final int width;
    private final int height;
    private final AVCodecContext context;
    private final AVFrame frame = av_frame_alloc();
    private final AVPacket packet = av_packet_alloc();
    private final List<KeptPacket> packets = new ArrayList<>();
    private final Instant at;
    private long bytes;

    /**
     * @param hd whether the colours are ITU-R BT.709's, not BT.601's
     * @param at when the first picture arrived
     */
    SmallEncoder(int width, int height, double picturesPerSecond, boolean hd, Instant at) throws NotMasked {
        FfmpegLog.redirect();
        this.width = width;
        this.height = height;
        this.at = at;
        AVCodec codec = avcodec_find_encoder_by_name("libopenh264");
        context = avcodec_alloc_context3(codec);
        Natives.taken(Natives.Kind.ENCODER);
        context.width(width).height(height).pix_fmt(AV_PIX_FMT_YUV420P).thread_count(1);
        context.time_base().num(1).den(MICROS);
        context.framerate().num((int) Math.round(1000 * picturesPerSecond)).den(1000);
        context.bit_rate(BITS_A_SECOND).gop_size(KEY_EVERY);
        context.color_range(AVCOL_RANGE_MPEG).colorspace(hd ? AVCOL_SPC_BT709 : AVCOL_SPC_SMPTE170M);
        context.flags(context.flags() | AV_CODEC_FLAG_GLOBAL_HEADER);
        frame.width(width).height(height).format(AV_PIX_FMT_YUV420P);
        if (codec == null
                || avcodec_open2(context, codec, (AVDictionary) null) < 0
                || av_frame_get_buffer(frame, 0) < 0) {
            close();
            throw new NotMasked("expected an encoder of H.264 for %dx%d, found none".formatted(width, height));
        }
    }

    /** @param picture of that size, later than those before */
    void add(SmallPicture picture) throws NotMasked {
        av_frame_make_writable(frame);
        for (int plane = 0; plane < 3; plane++) {
            int columns = picture.columns(plane);
            BytePointer target = frame.data(plane);
            for (int row = 0; row < picture.rows(plane); row++) {
                target.position((long) row * frame.linesize(plane))
                        .put(picture.planes()[plane], row * columns, columns);
            }
        }
        frame.pts(picture.ptsUs());
        send(frame);
    }

    private void send(AVFrame picture) throws NotMasked {
        if (avcodec_send_frame(context, picture) < 0) {
            throw new NotMasked("expected the encoder to take every picture, found that it refused one");
        }
        while (avcodec_receive_packet(context, packet) >= 0) {
            byte[] data = new byte[packet.size()];
            packet.data().get(data);
            boolean key = (packet.flags() & AV_PKT_FLAG_KEY) != 0;
            packets.add(new KeptPacket(packet.pts(), packet.pts(), key, at, ByteBuffer.wrap(data)));
            av_packet_unref(packet);
            bytes += data.length;
        }
        if (bytes > MOST_BYTES) {
            throw new NotMasked("expected at most %d bytes, found more".formatted(MOST_BYTES));
        }
    }

    /** All of it; nothing can be added after it. */
    Clip finish() throws NotMasked {
        send(null);
        if (packets.isEmpty()) {
            throw new NotMasked("expected pictures, found none");
        }
        byte[] setup = new byte[context.extradata_size()];
        if (setup.length > 0) {
            context.extradata().get(setup);
        }
        return Clip.of(new StreamInfo("h264", width, height, ByteBuffer.wrap(setup)), packets);
    }

    @Override
    public void close() {
        av_packet_free(packet);
        av_frame_free(frame);
        avcodec_free_context(context);
        Natives.freed(Natives.Kind.ENCODER);
    }
}
