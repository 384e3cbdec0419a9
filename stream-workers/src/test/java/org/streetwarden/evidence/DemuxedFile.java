package org.streetwarden.evidence;

import static org.bytedeco.ffmpeg.global.avcodec.AV_PKT_FLAG_KEY;
import static org.bytedeco.ffmpeg.global.avcodec.av_packet_alloc;
import static org.bytedeco.ffmpeg.global.avcodec.av_packet_free;
import static org.bytedeco.ffmpeg.global.avcodec.av_packet_unref;
import static org.bytedeco.ffmpeg.global.avcodec.avcodec_get_name;
import static org.bytedeco.ffmpeg.global.avformat.av_read_frame;
import static org.bytedeco.ffmpeg.global.avformat.avformat_close_input;
import static org.bytedeco.ffmpeg.global.avformat.avformat_find_stream_info;
import static org.bytedeco.ffmpeg.global.avformat.avformat_open_input;
import static org.bytedeco.ffmpeg.global.avutil.AVMEDIA_TYPE_VIDEO;
import static org.bytedeco.ffmpeg.global.avutil.AV_NOPTS_VALUE;
import static org.bytedeco.ffmpeg.global.avutil.av_rescale_q;

import java.io.IOException;
import java.nio.ByteBuffer;
import java.nio.file.Files;
import java.nio.file.Path;
import java.time.Instant;
import java.time.temporal.ChronoUnit;
import java.util.ArrayList;
import java.util.List;
import org.bytedeco.ffmpeg.avcodec.AVCodecParameters;
import org.bytedeco.ffmpeg.avcodec.AVPacket;
import org.bytedeco.ffmpeg.avformat.AVFormatContext;
import org.bytedeco.ffmpeg.avformat.AVInputFormat;
import org.bytedeco.ffmpeg.avformat.AVStream;
import org.bytedeco.ffmpeg.avutil.AVDictionary;
import org.bytedeco.ffmpeg.avutil.AVRational;
import org.bytedeco.javacpp.BytePointer;
import org.streetwarden.media.Clip;
import org.streetwarden.media.KeptPacket;
import org.streetwarden.media.StreamInfo;

/** A video file as FFmpeg's demuxer reads it: independent of what writes files here. */
record DemuxedFile(StreamInfo info, int codecTag, List<KeptPacket> packets) {

    private static final AVRational MICROSECONDS = new AVRational().num(1).den(1_000_000);

    static DemuxedFile of(byte[] file) throws IOException {
        Path temporary = Files.createTempFile("demuxed", ".mp4");
        try {
            return of(Files.write(temporary, file));
        } finally {
            Files.delete(temporary);
        }
    }

    static DemuxedFile of(Path file) throws IOException {
        AVFormatContext context = new AVFormatContext(null);
        int opened = avformat_open_input(context, "file:" + file, (AVInputFormat) null, (AVDictionary) null);
        if (opened < 0) {
            throw new IOException("%s: expected a video file, found error %d".formatted(file, opened));
        }
        try {
            avformat_find_stream_info(context, (AVDictionary) null);
            AVStream stream = videoStream(context);
            AVCodecParameters parameters = stream.codecpar();
            StreamInfo info = new StreamInfo(
                    avcodec_get_name(parameters.codec_id()).getString(),
                    parameters.width(),
                    parameters.height(),
                    extradata(parameters));
            return new DemuxedFile(info, parameters.codec_tag(), packets(context, stream));
        } finally {
            avformat_close_input(context);
        }
    }

    private static AVStream videoStream(AVFormatContext context) throws IOException {
        for (int i = 0; i < context.nb_streams(); i++) {
            if (context.streams(i).codecpar().codec_type() == AVMEDIA_TYPE_VIDEO) {
                return context.streams(i);
            }
        }
        throw new IOException("expected video, found none");
    }

    private static ByteBuffer extradata(AVCodecParameters parameters) {
        byte[] bytes = new byte[parameters.extradata_size()];
        if (bytes.length > 0) {
            parameters.extradata().get(bytes);
        }
        return ByteBuffer.wrap(bytes);
    }

    private static List<KeptPacket> packets(AVFormatContext context, AVStream stream) {
        List<KeptPacket> packets = new ArrayList<>();
        AVPacket packet = av_packet_alloc();
        while (av_read_frame(context, packet) >= 0) {
            if (packet.stream_index() == stream.index()) {
                byte[] bytes = new byte[packet.size()];
                new BytePointer(packet.data()).get(bytes);
                long dtsUs = us(packet.dts(), stream);
                long ptsUs = packet.pts() == AV_NOPTS_VALUE ? dtsUs : us(packet.pts(), stream);
                boolean key = (packet.flags() & AV_PKT_FLAG_KEY) != 0;
                Instant at = Instant.EPOCH.plus(ptsUs, ChronoUnit.MICROS);
                packets.add(new KeptPacket(ptsUs, dtsUs, key, at, ByteBuffer.wrap(bytes)));
            }
            av_packet_unref(packet);
        }
        av_packet_free(packet);
        return packets;
    }

    private static long us(long ticks, AVStream stream) {
        return av_rescale_q(ticks, stream.time_base(), MICROSECONDS);
    }

    /** The packets from the key frame at or before {@code fromUs} until {@code toUs}. */
    Clip clip(long fromUs, long toUs) {
        int from = 0;
        int to = 0;
        for (int i = 0; i < packets.size(); i++) {
            KeptPacket packet = packets.get(i);
            from = packet.key() && packet.ptsUs() <= fromUs ? i : from;
            to = packet.ptsUs() <= toUs ? i + 1 : to;
        }
        return Clip.of(info, packets.subList(from, to));
    }

    String tag() {
        return "" + (char) (codecTag & 0xff) + (char) ((codecTag >> 8) & 0xff) + (char) ((codecTag >> 16) & 0xff)
                + (char) ((codecTag >> 24) & 0xff);
    }
}
