package org.streetwarden.farm;

import static org.bytedeco.ffmpeg.global.avcodec.AV_CODEC_FLAG_GLOBAL_HEADER;
import static org.bytedeco.ffmpeg.global.avcodec.av_packet_alloc;
import static org.bytedeco.ffmpeg.global.avcodec.av_packet_free;
import static org.bytedeco.ffmpeg.global.avcodec.av_packet_rescale_ts;
import static org.bytedeco.ffmpeg.global.avcodec.avcodec_alloc_context3;
import static org.bytedeco.ffmpeg.global.avcodec.avcodec_find_encoder_by_name;
import static org.bytedeco.ffmpeg.global.avcodec.avcodec_free_context;
import static org.bytedeco.ffmpeg.global.avcodec.avcodec_open2;
import static org.bytedeco.ffmpeg.global.avcodec.avcodec_parameters_from_context;
import static org.bytedeco.ffmpeg.global.avcodec.avcodec_receive_packet;
import static org.bytedeco.ffmpeg.global.avcodec.avcodec_send_frame;
import static org.bytedeco.ffmpeg.global.avformat.AVIO_FLAG_WRITE;
import static org.bytedeco.ffmpeg.global.avformat.av_interleaved_write_frame;
import static org.bytedeco.ffmpeg.global.avformat.av_write_trailer;
import static org.bytedeco.ffmpeg.global.avformat.avformat_alloc_output_context2;
import static org.bytedeco.ffmpeg.global.avformat.avformat_free_context;
import static org.bytedeco.ffmpeg.global.avformat.avformat_new_stream;
import static org.bytedeco.ffmpeg.global.avformat.avformat_write_header;
import static org.bytedeco.ffmpeg.global.avformat.avio_closep;
import static org.bytedeco.ffmpeg.global.avformat.avio_open;
import static org.bytedeco.ffmpeg.global.avutil.AV_PIX_FMT_YUV420P;
import static org.bytedeco.ffmpeg.global.avutil.av_frame_alloc;
import static org.bytedeco.ffmpeg.global.avutil.av_frame_free;
import static org.bytedeco.ffmpeg.global.avutil.av_frame_get_buffer;
import static org.bytedeco.ffmpeg.global.avutil.av_frame_make_writable;

import java.net.URISyntaxException;
import java.nio.file.Path;
import java.util.Random;
import org.bytedeco.ffmpeg.avcodec.AVCodecContext;
import org.bytedeco.ffmpeg.avcodec.AVPacket;
import org.bytedeco.ffmpeg.avformat.AVFormatContext;
import org.bytedeco.ffmpeg.avformat.AVIOContext;
import org.bytedeco.ffmpeg.avformat.AVStream;
import org.bytedeco.ffmpeg.avutil.AVDictionary;
import org.bytedeco.ffmpeg.avutil.AVFrame;
import org.bytedeco.ffmpeg.avutil.AVRational;
import org.bytedeco.javacpp.PointerPointer;

/** Clips for the farm's tests: small ones encoded here, and fixtures with pictures this build's encoder cannot make. */
final class TestClips {

    private TestClips() {}

    /** H.264 with B pictures, 160 x 120, 2 s at 25 pictures a second, a key picture each second. */
    static Path bPictures() {
        return resource("x264-b-pictures.mp4");
    }

    /** H.265, same size and length, whose later key pictures are followed by leading pictures. */
    static Path h265OpenGop() {
        return resource("x265-open-gop.mp4");
    }

    static Path audioOnly() {
        return resource("audio-only.mp4");
    }

    private static Path resource(String name) {
        try {
            return Path.of(TestClips.class.getResource(name).toURI());
        } catch (URISyntaxException e) {
            throw new IllegalStateException(e);
        }
    }

    /** Noise that moves, as H.264 baseline by OpenH264: a key picture every {@code gop} pictures, 25 a second. */
    static Path h264(Path file, int width, int height, int pictures, int gop) {
        AVFormatContext format = new AVFormatContext(null);
        ok(avformat_alloc_output_context2(format, null, "mp4", file.toString()));
        AVCodecContext codec = avcodec_alloc_context3(avcodec_find_encoder_by_name("libopenh264"));
        codec.width(width).height(height).pix_fmt(AV_PIX_FMT_YUV420P).gop_size(gop);
        codec.time_base(new AVRational().num(1).den(25))
                .framerate(new AVRational().num(25).den(1));
        codec.bit_rate(400_000).flags(codec.flags() | AV_CODEC_FLAG_GLOBAL_HEADER);
        ok(avcodec_open2(codec, codec.codec(), (PointerPointer<?>) null));
        AVStream stream = avformat_new_stream(format, null);
        stream.time_base(codec.time_base());
        ok(avcodec_parameters_from_context(stream.codecpar(), codec));
        AVIOContext io = new AVIOContext(null);
        ok(avio_open(io, file.toString(), AVIO_FLAG_WRITE));
        format.pb(io);
        ok(avformat_write_header(format, (AVDictionary) null));
        encode(format, stream, codec, pictures);
        ok(av_write_trailer(format));
        avio_closep(io);
        avcodec_free_context(codec);
        avformat_free_context(format);
        return file;
    }

    private static void encode(AVFormatContext format, AVStream stream, AVCodecContext codec, int pictures) {
        AVFrame frame = av_frame_alloc();
        frame.format(AV_PIX_FMT_YUV420P).width(codec.width()).height(codec.height());
        ok(av_frame_get_buffer(frame, 0));
        AVPacket packet = av_packet_alloc();
        Random noise = new Random(7);
        for (int i = 0; i <= pictures; i++) {
            if (i < pictures) {
                ok(av_frame_make_writable(frame));
                paint(frame, i, noise);
                frame.pts(i);
            }
            ok(avcodec_send_frame(codec, i < pictures ? frame : null));
            while (avcodec_receive_packet(codec, packet) >= 0) {
                packet.duration(1);
                av_packet_rescale_ts(packet, codec.time_base(), stream.time_base());
                ok(av_interleaved_write_frame(format, packet));
            }
        }
        av_packet_free(packet);
        av_frame_free(frame);
    }

    private static void paint(AVFrame frame, int index, Random noise) {
        for (int plane = 0; plane < 3; plane++) {
            int rows = plane == 0 ? frame.height() : frame.height() / 2;
            byte[] line = new byte[frame.linesize(plane)];
            for (int y = 0; y < rows; y++) {
                for (int x = 0; x < line.length; x++) {
                    line[x] = (byte) (x * 2 + y + index * 3 + (plane == 0 ? noise.nextInt(24) : 0));
                }
                frame.data(plane).position((long) y * line.length).put(line, 0, line.length);
            }
            frame.data(plane).position(0);
        }
    }

    private static void ok(int result) {
        if (result < 0) {
            throw new IllegalStateException("FFmpeg: expected success, found " + result);
        }
    }
}
