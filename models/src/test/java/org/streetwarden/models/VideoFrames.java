package org.streetwarden.models;

import static org.bytedeco.ffmpeg.global.avcodec.av_packet_alloc;
import static org.bytedeco.ffmpeg.global.avcodec.av_packet_free;
import static org.bytedeco.ffmpeg.global.avcodec.av_packet_unref;
import static org.bytedeco.ffmpeg.global.avcodec.avcodec_alloc_context3;
import static org.bytedeco.ffmpeg.global.avcodec.avcodec_find_decoder;
import static org.bytedeco.ffmpeg.global.avcodec.avcodec_free_context;
import static org.bytedeco.ffmpeg.global.avcodec.avcodec_open2;
import static org.bytedeco.ffmpeg.global.avcodec.avcodec_parameters_to_context;
import static org.bytedeco.ffmpeg.global.avcodec.avcodec_receive_frame;
import static org.bytedeco.ffmpeg.global.avcodec.avcodec_send_packet;
import static org.bytedeco.ffmpeg.global.avformat.av_read_frame;
import static org.bytedeco.ffmpeg.global.avformat.avformat_close_input;
import static org.bytedeco.ffmpeg.global.avformat.avformat_find_stream_info;
import static org.bytedeco.ffmpeg.global.avformat.avformat_open_input;
import static org.bytedeco.ffmpeg.global.avutil.AVMEDIA_TYPE_VIDEO;
import static org.bytedeco.ffmpeg.global.avutil.AV_PIX_FMT_YUV420P;
import static org.bytedeco.ffmpeg.global.avutil.av_frame_alloc;
import static org.bytedeco.ffmpeg.global.avutil.av_frame_free;

import java.io.IOException;
import java.nio.file.Path;
import java.util.ArrayList;
import java.util.List;
import org.bytedeco.ffmpeg.avcodec.AVCodecContext;
import org.bytedeco.ffmpeg.avcodec.AVPacket;
import org.bytedeco.ffmpeg.avformat.AVFormatContext;
import org.bytedeco.ffmpeg.avutil.AVDictionary;
import org.bytedeco.ffmpeg.avutil.AVFrame;
import org.bytedeco.javacpp.PointerPointer;

/** Decodes a few pictures of a test video, copied out of FFmpeg. */
final class VideoFrames {

    private VideoFrames() {}

    /** Every {@code every}-th picture of the first stream, from the middle of the first such span on. */
    static List<Painting> read(Path file, int every, int most) throws IOException {
        AVFormatContext format = new AVFormatContext(null);
        check(avformat_open_input(format, file.toString(), null, null), file);
        check(avformat_find_stream_info(format, (PointerPointer<?>) null), file);
        int stream = 0;
        while (format.streams(stream).codecpar().codec_type() != AVMEDIA_TYPE_VIDEO) {
            stream++;
        }
        AVCodecContext decoder = avcodec_alloc_context3(
                avcodec_find_decoder(format.streams(stream).codecpar().codec_id()));
        avcodec_parameters_to_context(decoder, format.streams(stream).codecpar());
        check(avcodec_open2(decoder, decoder.codec(), (AVDictionary) null), file);
        AVPacket packet = av_packet_alloc();
        AVFrame frame = av_frame_alloc();
        List<Painting> pictures = new ArrayList<>();
        for (int n = 0; pictures.size() < most && av_read_frame(format, packet) >= 0; av_packet_unref(packet)) {
            if (packet.stream_index() == stream && avcodec_send_packet(decoder, packet) >= 0) {
                for (; pictures.size() < most && avcodec_receive_frame(decoder, frame) >= 0; n++) {
                    if (n % every == every / 2) {
                        pictures.add(copy(frame));
                    }
                }
            }
        }
        av_frame_free(frame);
        av_packet_free(packet);
        avcodec_free_context(decoder);
        avformat_close_input(format);
        return pictures;
    }

    private static Painting copy(AVFrame frame) throws IOException {
        if (frame.format() != AV_PIX_FMT_YUV420P) {
            throw new IOException("expected 4:2:0 pictures of 8 bits, found format " + frame.format());
        }
        byte[][] planes = new byte[3][];
        for (int p = 0; p < 3; p++) {
            int rows = p == 0 ? frame.height() : (frame.height() + 1) / 2;
            planes[p] = new byte[rows * frame.linesize(p)];
            frame.data(p).capacity(planes[p].length).get(planes[p]);
        }
        return Painting.of(frame.width(), frame.height(), (p, x, y) -> planes[p][y * frame.linesize(p) + x]);
    }

    private static void check(int result, Path file) throws IOException {
        if (result < 0) {
            throw new IOException("%s: FFmpeg says %d".formatted(file, result));
        }
    }
}
