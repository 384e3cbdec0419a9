package org.streetwarden.decode;

import static org.bytedeco.ffmpeg.presets.avutil.AVERROR_EAGAIN;

import java.nio.ByteBuffer;
import java.time.Instant;
import java.util.ArrayList;
import java.util.List;
import org.bytedeco.ffmpeg.avcodec.AVCodec;
import org.bytedeco.ffmpeg.avcodec.AVCodecContext;
import org.bytedeco.ffmpeg.avcodec.AVPacket;
import org.bytedeco.ffmpeg.avutil.AVDictionary;
import org.bytedeco.ffmpeg.avutil.AVFrame;
import org.bytedeco.ffmpeg.avutil.AVPixFmtDescriptor;
import org.bytedeco.ffmpeg.global.avcodec;
import org.bytedeco.ffmpeg.global.avutil;
import org.bytedeco.javacpp.BytePointer;
import org.streetwarden.media.KeptPacket;
import org.streetwarden.media.StreamInfo;

/** A few pictures of one even shade, coded for a test by FFmpeg's own encoders; heap memory only. */
record Coded(StreamInfo info, List<KeptPacket> packets) {

    static final long FRAME_US = 40_000;

    private static final int COMPLIANCE_UNOFFICIAL = -1;

    /**
     * @param pixels FFmpeg's pixel format
     * @param shades luma of each picture, in the format's own range
     */
    static Coded of(String codec, int pixels, int width, int height, boolean fullRange, int... shades) {
        AVCodec encoder = avcodec.avcodec_find_encoder_by_name(codec);
        AVCodecContext context = avcodec.avcodec_alloc_context3(encoder);
        context.width(width).height(height).pix_fmt(pixels).thread_count(1).gop_size(shades.length);
        context.time_base().num(1).den(25);
        context.color_range(fullRange ? avutil.AVCOL_RANGE_JPEG : avutil.AVCOL_RANGE_MPEG);
        context.strict_std_compliance(COMPLIANCE_UNOFFICIAL);
        check(avcodec.avcodec_open2(context, encoder, (AVDictionary) null));
        List<KeptPacket> packets = new ArrayList<>();
        for (int i = 0; i <= shades.length; i++) {
            AVFrame frame = i < shades.length ? frame(context, i, shades[i]) : null;
            check(avcodec.avcodec_send_frame(context, frame));
            collect(context, packets);
            avutil.av_frame_free(frame == null ? new AVFrame(null) : frame);
        }
        int size = context.extradata_size();
        ByteBuffer extradata = size > 0 ? context.extradata().capacity(size).asByteBuffer() : ByteBuffer.allocate(0);
        String name = avcodec.avcodec_get_name(context.codec_id()).getString();
        Coded coded = new Coded(new StreamInfo(name, width, height, extradata), packets);
        avcodec.avcodec_free_context(context);
        return coded;
    }

    private static AVFrame frame(AVCodecContext context, int index, int shade) {
        AVFrame frame = avutil.av_frame_alloc();
        frame.format(context.pix_fmt())
                .width(context.width())
                .height(context.height())
                .pts(index);
        frame.color_range(context.color_range());
        check(avutil.av_frame_get_buffer(frame, 0));
        AVPixFmtDescriptor format = avutil.av_pix_fmt_desc_get(context.pix_fmt());
        boolean deep = format.comp(0).depth() > 8;
        for (int plane = 0; plane < format.nb_components(); plane++) {
            int rows = plane == 0 ? context.height() : -(-context.height() >> format.log2_chroma_h());
            int value = plane == 0 ? shade : deep ? 512 : 128;
            fill(frame.data(plane), (long) rows * frame.linesize(plane), value, deep);
        }
        return frame;
    }

    private static void fill(BytePointer data, long bytes, int value, boolean deep) {
        for (long i = 0; i < bytes; i += deep ? 2 : 1) {
            data.put(i, (byte) value);
            if (deep) {
                data.put(i + 1, (byte) (value >> 8));
            }
        }
    }

    private static void collect(AVCodecContext context, List<KeptPacket> packets) {
        AVPacket packet = avcodec.av_packet_alloc();
        int code;
        while ((code = avcodec.avcodec_receive_packet(context, packet)) >= 0) {
            byte[] bytes = new byte[packet.size()];
            packet.data().get(bytes);
            boolean key = (packet.flags() & avcodec.AV_PKT_FLAG_KEY) != 0;
            long ptsUs = packet.pts() * FRAME_US;
            packets.add(new KeptPacket(
                    ptsUs,
                    packet.dts() * FRAME_US,
                    key,
                    Instant.EPOCH.plusMillis(ptsUs / 1000),
                    ByteBuffer.wrap(bytes)));
            avcodec.av_packet_unref(packet);
        }
        avcodec.av_packet_free(packet);
        if (code != AVERROR_EAGAIN() && code != avutil.AVERROR_EOF) {
            check(code);
        }
    }

    private static void check(int code) {
        if (code < 0) {
            throw new IllegalStateException("encoder: FFmpeg says " + code);
        }
    }
}
