package org.streetwarden.farm;

import static org.bytedeco.ffmpeg.global.avcodec.AV_CODEC_ID_H264;
import static org.bytedeco.ffmpeg.global.avcodec.AV_CODEC_ID_HEVC;
import static org.bytedeco.ffmpeg.global.avcodec.AV_PKT_FLAG_KEY;
import static org.bytedeco.ffmpeg.global.avcodec.av_packet_alloc;
import static org.bytedeco.ffmpeg.global.avcodec.av_packet_free;
import static org.bytedeco.ffmpeg.global.avcodec.av_packet_unref;
import static org.bytedeco.ffmpeg.global.avcodec.avcodec_get_name;
import static org.bytedeco.ffmpeg.global.avformat.av_read_frame;
import static org.bytedeco.ffmpeg.global.avformat.avformat_close_input;
import static org.bytedeco.ffmpeg.global.avformat.avformat_open_input;
import static org.bytedeco.ffmpeg.global.avutil.AVERROR_EOF;
import static org.bytedeco.ffmpeg.global.avutil.AVMEDIA_TYPE_VIDEO;
import static org.bytedeco.ffmpeg.global.avutil.AV_NOPTS_VALUE;
import static org.bytedeco.ffmpeg.global.avutil.av_dict_free;
import static org.bytedeco.ffmpeg.global.avutil.av_dict_set;
import static org.bytedeco.ffmpeg.global.avutil.av_rescale_q;

import java.io.IOException;
import java.nio.ByteBuffer;
import java.nio.file.Files;
import java.nio.file.Path;
import java.util.ArrayList;
import java.util.List;
import org.bytedeco.ffmpeg.avcodec.AVCodecParameters;
import org.bytedeco.ffmpeg.avcodec.AVPacket;
import org.bytedeco.ffmpeg.avformat.AVFormatContext;
import org.bytedeco.ffmpeg.avformat.AVStream;
import org.bytedeco.ffmpeg.avutil.AVDictionary;
import org.bytedeco.ffmpeg.avutil.AVRational;
import org.bytedeco.javacpp.BytePointer;

/** Reads an MP4 file once, wholly, into {@link Footage}. Native memory lives only inside {@link #read}. */
final class FootageReader {

    /** A farm plays short loops from memory; longer files are refused rather than swapped. */
    static final long MAX_FILE_BYTES = 512L << 20;

    private final Path file;
    private final List<Sample> samples = new ArrayList<>();

    /** A picture before packetising; ticks on the file's own clock at 90 kHz. */
    record Sample(long dtsTicks, long ptsTicks, long durationTicks, boolean key, List<byte[]> units) {}

    private FootageReader(Path file) {
        this.file = file;
    }

    /** @throws UnplayableFile where the file is missing, too large, no MP4, or has no H.264 or H.265 video */
    static Footage read(Path file) throws UnplayableFile {
        return new FootageReader(file).read();
    }

    private Footage read() throws UnplayableFile {
        checkFile();
        AVFormatContext context = new AVFormatContext(null);
        AVDictionary options = new AVDictionary(null);
        // The loop plays all samples: an edit list would hide some of them.
        av_dict_set(options, "ignore_editlist", "1", 0);
        try {
            int opened = avformat_open_input(context, file.toString(), null, options);
            if (opened < 0) {
                throw unplayable("an MP4 file", "data FFmpeg cannot open (error " + opened + ")");
            }
            return readOpened(context);
        } catch (IllegalArgumentException e) {
            throw unplayable("intact H.264 or H.265 video", e.getMessage());
        } finally {
            av_dict_free(options);
            avformat_close_input(context);
        }
    }

    private void checkFile() throws UnplayableFile {
        if (!Files.isRegularFile(file) || !Files.isReadable(file)) {
            throw unplayable("a readable MP4 file", Files.exists(file) ? "something unreadable" : "nothing there");
        }
        try {
            long bytes = Files.size(file);
            if (bytes == 0 || bytes > MAX_FILE_BYTES) {
                throw unplayable("an MP4 file of 1 to " + MAX_FILE_BYTES + " bytes", bytes + " bytes");
            }
        } catch (IOException e) {
            throw unplayable("a readable MP4 file", e.getMessage());
        }
    }

    private Footage readOpened(AVFormatContext context) throws UnplayableFile {
        String format = context.iformat().name().getString();
        if (!format.contains("mp4")) {
            throw unplayable("an MP4 file", "the format " + format);
        }
        AVStream stream = playableStream(context);
        AVCodecParameters parameters = stream.codecpar();
        VideoCodec codec = parameters.codec_id() == AV_CODEC_ID_H264 ? VideoCodec.H264 : VideoCodec.H265;
        byte[] extradata = new byte[Math.max(0, parameters.extradata_size())];
        if (extradata.length > 0) {
            parameters.extradata().capacity(extradata.length).get(extradata);
        }
        ParameterSets sets = ParameterSets.parse(codec, extradata);
        readSamples(context, stream, sets);
        return new FootageAssembler(file, sets, samples).assemble(parameters.width(), parameters.height());
    }

    private AVStream playableStream(AVFormatContext context) throws UnplayableFile {
        String found = "no video";
        for (int i = 0; i < context.nb_streams(); i++) {
            AVCodecParameters parameters = context.streams(i).codecpar();
            if (parameters.codec_type() == AVMEDIA_TYPE_VIDEO) {
                if (parameters.codec_id() == AV_CODEC_ID_H264 || parameters.codec_id() == AV_CODEC_ID_HEVC) {
                    return context.streams(i);
                }
                try (BytePointer name = avcodec_get_name(parameters.codec_id())) {
                    found = name.getString() + " video";
                }
            }
        }
        throw unplayable("H.264 or H.265 video", found);
    }

    private void readSamples(AVFormatContext context, AVStream stream, ParameterSets sets) throws UnplayableFile {
        AVPacket packet = av_packet_alloc();
        try (AVRational ticks = new AVRational().num(1).den(Footage.TICKS_PER_SECOND)) {
            int result;
            while ((result = av_read_frame(context, packet)) >= 0) {
                if (packet.stream_index() == stream.index() && packet.size() > 0) {
                    keep(packet, stream.time_base(), ticks, sets);
                }
                av_packet_unref(packet);
            }
            if (result != AVERROR_EOF) {
                throw unplayable(
                        "an intact MP4 file", "a read error (" + result + ") after " + samples.size() + " pictures");
            }
        } finally {
            av_packet_free(packet);
        }
    }

    private void keep(AVPacket packet, AVRational timeBase, AVRational ticks, ParameterSets sets)
            throws UnplayableFile {
        if (packet.dts() == AV_NOPTS_VALUE || packet.pts() == AV_NOPTS_VALUE) {
            throw unplayable("a time on every picture", "none on picture " + samples.size());
        }
        ByteBuffer data = packet.data().capacity(packet.size()).asByteBuffer();
        List<byte[]> units = NalUnits.split(sets, data);
        if (!units.isEmpty()) {
            samples.add(new Sample(
                    av_rescale_q(packet.dts(), timeBase, ticks),
                    av_rescale_q(packet.pts(), timeBase, ticks),
                    av_rescale_q(packet.duration(), timeBase, ticks),
                    (packet.flags() & AV_PKT_FLAG_KEY) != 0,
                    units));
        }
    }

    private UnplayableFile unplayable(String expected, String found) {
        return new UnplayableFile(file, expected, found);
    }
}
