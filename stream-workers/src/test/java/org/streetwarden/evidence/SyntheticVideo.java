package org.streetwarden.evidence;

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
import static org.bytedeco.ffmpeg.global.avutil.AV_PIX_FMT_YUV420P;
import static org.bytedeco.ffmpeg.global.avutil.av_frame_alloc;
import static org.bytedeco.ffmpeg.global.avutil.av_frame_free;
import static org.bytedeco.ffmpeg.global.avutil.av_frame_get_buffer;
import static org.bytedeco.ffmpeg.global.avutil.av_frame_make_writable;

import java.nio.ByteBuffer;
import java.time.Instant;
import java.time.temporal.ChronoUnit;
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

/** A moving bar on grey, coded on the spot as a camera codes it: H.264 with start codes, parameter sets in the stream. */
final class SyntheticVideo {

    static final int WIDTH = 320;
    static final int HEIGHT = 180;
    static final long FRAME_US = 40_000;
    private static final int KEY_EVERY = 25;

    /** What pictures show. */
    interface Scene {
        /** Luma of a pixel, 16 to 235. */
        int luma(int picture, int x, int y);
    }

    private SyntheticVideo() {}

    /**
     * @param fromUs presentation time of the first picture
     * @param pictures 25 a second, a key frame every second
     */
    static Clip h264(long fromUs, int pictures) {
        return h264(
                WIDTH, HEIGHT, fromUs, pictures, (i, x, y) -> Math.abs(x - (i * 3) % WIDTH) < 12 ? 220 : 90 + y / 4);
    }

    /** The same of something else, in another size; sides are even. */
    static Clip h264(int width, int height, long fromUs, int pictures, Scene scene) {
        AVCodec codec = avcodec_find_encoder_by_name("libopenh264");
        AVCodecContext context = avcodec_alloc_context3(codec);
        context.width(width);
        context.height(height);
        context.pix_fmt(AV_PIX_FMT_YUV420P);
        context.time_base().num(1).den(25);
        context.bit_rate(300_000L * width * height / (WIDTH * HEIGHT));
        context.gop_size(KEY_EVERY);
        if (avcodec_open2(context, codec, (AVDictionary) null) < 0) {
            throw new IllegalStateException("openh264: expected it to open");
        }
        try {
            return Clip.of(
                    new StreamInfo("h264", width, height, ByteBuffer.allocate(0)),
                    packets(context, fromUs, pictures, scene));
        } finally {
            avcodec_free_context(context);
        }
    }

    private static List<KeptPacket> packets(AVCodecContext context, long fromUs, int pictures, Scene scene) {
        List<KeptPacket> packets = new ArrayList<>();
        AVFrame frame = av_frame_alloc();
        frame.width(context.width());
        frame.height(context.height());
        frame.format(AV_PIX_FMT_YUV420P);
        av_frame_get_buffer(frame, 0);
        for (int i = 0; i < pictures; i++) {
            av_frame_make_writable(frame);
            draw(frame, i, scene);
            frame.pts(i);
            avcodec_send_frame(context, frame);
            drain(context, fromUs, packets);
        }
        avcodec_send_frame(context, null);
        drain(context, fromUs, packets);
        av_frame_free(frame);
        return packets;
    }

    private static void draw(AVFrame frame, int i, Scene scene) {
        int width = frame.width();
        int height = frame.height();
        for (int row = 0; row < height; row++) {
            BytePointer line = new BytePointer(frame.data(0)).position((long) row * frame.linesize(0));
            for (int x = 0; x < width; x++) {
                line.put(x, (byte) scene.luma(i, x, row));
            }
        }
        for (int plane = 1; plane <= 2; plane++) {
            for (int row = 0; row < height / 2; row++) {
                BytePointer line = new BytePointer(frame.data(plane)).position((long) row * frame.linesize(plane));
                for (int x = 0; x < width / 2; x++) {
                    line.put(x, (byte) (plane == 1 ? 110 : 140));
                }
            }
        }
    }

    private static void drain(AVCodecContext context, long fromUs, List<KeptPacket> packets) {
        AVPacket packet = av_packet_alloc();
        while (avcodec_receive_packet(context, packet) >= 0) {
            byte[] bytes = new byte[packet.size()];
            new BytePointer(packet.data()).get(bytes);
            long ptsUs = fromUs + packet.pts() * FRAME_US;
            boolean key = (packet.flags() & AV_PKT_FLAG_KEY) != 0;
            Instant at = Instant.EPOCH.plus(ptsUs, ChronoUnit.MICROS);
            packets.add(new KeptPacket(ptsUs, ptsUs, key, at, ByteBuffer.wrap(bytes)));
            av_packet_unref(packet);
        }
        av_packet_free(packet);
    }
}
