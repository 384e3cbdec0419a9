package org.streetwarden.flights;

import static org.bytedeco.ffmpeg.global.avcodec.AV_CODEC_ID_MJPEG;
import static org.bytedeco.ffmpeg.global.avcodec.AV_CODEC_ID_MOV_TEXT;
import static org.bytedeco.ffmpeg.global.avcodec.AV_PKT_FLAG_KEY;
import static org.bytedeco.ffmpeg.global.avcodec.av_new_packet;
import static org.bytedeco.ffmpeg.global.avcodec.av_packet_alloc;
import static org.bytedeco.ffmpeg.global.avcodec.av_packet_free;
import static org.bytedeco.ffmpeg.global.avformat.AVIO_FLAG_WRITE;
import static org.bytedeco.ffmpeg.global.avformat.av_interleaved_write_frame;
import static org.bytedeco.ffmpeg.global.avformat.av_write_trailer;
import static org.bytedeco.ffmpeg.global.avformat.avformat_alloc_output_context2;
import static org.bytedeco.ffmpeg.global.avformat.avformat_free_context;
import static org.bytedeco.ffmpeg.global.avformat.avformat_new_stream;
import static org.bytedeco.ffmpeg.global.avformat.avformat_write_header;
import static org.bytedeco.ffmpeg.global.avformat.avio_closep;
import static org.bytedeco.ffmpeg.global.avformat.avio_open;
import static org.bytedeco.ffmpeg.global.avutil.AVMEDIA_TYPE_SUBTITLE;
import static org.bytedeco.ffmpeg.global.avutil.AVMEDIA_TYPE_VIDEO;
import static org.bytedeco.ffmpeg.global.avutil.av_dict_set;

import java.nio.charset.StandardCharsets;
import java.nio.file.Path;
import java.util.List;
import org.bytedeco.ffmpeg.avcodec.AVPacket;
import org.bytedeco.ffmpeg.avformat.AVFormatContext;
import org.bytedeco.ffmpeg.avformat.AVIOContext;
import org.bytedeco.ffmpeg.avformat.AVStream;
import org.bytedeco.ffmpeg.avutil.AVDictionary;
import org.bytedeco.javacpp.BytePointer;

/** An MP4 as an aircraft writes it, index last, whose pictures nobody could decode: only its head is looked at. */
final class FlightClip {

    private static final int PER_SECOND = 25;

    private FlightClip() {}

    /**
     * @param created as ISO 8601; empty for none
     * @param texts one a second into a subtitle track; none for no track
     */
    static Path write(Path file, int seconds, String created, List<String> texts) {
        AVFormatContext context = new AVFormatContext(null);
        check(avformat_alloc_output_context2(context, null, "mp4", null));
        AVStream video = stream(context, AVMEDIA_TYPE_VIDEO, AV_CODEC_ID_MJPEG, PER_SECOND);
        video.codecpar().width(1920).height(1080);
        AVStream subtitles =
                texts.isEmpty() ? null : stream(context, AVMEDIA_TYPE_SUBTITLE, AV_CODEC_ID_MOV_TEXT, 1000);
        AVIOContext out = new AVIOContext(null);
        check(avio_open(out, file.toString(), AVIO_FLAG_WRITE));
        context.pb(out);
        if (!created.isEmpty()) {
            AVDictionary words = new AVDictionary(null);
            av_dict_set(words, "creation_time", created, 0);
            context.metadata(words);
        }
        check(avformat_write_header(context, (AVDictionary) null));
        for (int second = 0; second < seconds; second++) {
            for (int i = 0; i < PER_SECOND; i++) {
                write(context, video, new byte[400], second * PER_SECOND + i, 1, PER_SECOND);
            }
            if (subtitles != null && second < texts.size()) {
                write(context, subtitles, movText(texts.get(second)), second * 1000L, 1000, 1000);
            }
        }
        check(av_write_trailer(context));
        avio_closep(out);
        avformat_free_context(context);
        return file;
    }

    private static AVStream stream(AVFormatContext context, int kind, int codec, int perSecond) {
        AVStream stream = avformat_new_stream(context, null);
        stream.codecpar().codec_type(kind).codec_id(codec);
        stream.time_base().num(1).den(perSecond);
        return stream;
    }

    private static byte[] movText(String text) {
        byte[] bytes = text.getBytes(StandardCharsets.UTF_8);
        byte[] sample = new byte[bytes.length + 2];
        sample[0] = (byte) (bytes.length >> 8);
        sample[1] = (byte) bytes.length;
        System.arraycopy(bytes, 0, sample, 2, bytes.length);
        return sample;
    }

    private static void write(AVFormatContext to, AVStream stream, byte[] bytes, long at, long length, int perSecond) {
        AVPacket packet = av_packet_alloc();
        check(av_new_packet(packet, bytes.length));
        new BytePointer(packet.data()).put(bytes);
        long ticks = stream.time_base().den() / perSecond;
        packet.stream_index(stream.index()).pts(at * ticks).dts(at * ticks).duration(length * ticks);
        packet.flags(AV_PKT_FLAG_KEY);
        check(av_interleaved_write_frame(to, packet));
        av_packet_free(packet);
    }

    private static void check(int code) {
        if (code < 0) {
            throw new IllegalStateException("expected a clip to be written, found code " + code);
        }
    }
}
