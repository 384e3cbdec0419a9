package org.streetwarden.source;

import java.nio.charset.StandardCharsets;
import java.nio.file.Path;
import java.time.DateTimeException;
import java.time.Duration;
import java.time.Instant;
import java.util.ArrayList;
import java.util.List;
import java.util.function.Consumer;
import org.bytedeco.ffmpeg.avcodec.AVPacket;
import org.bytedeco.ffmpeg.avformat.AVFormatContext;
import org.bytedeco.ffmpeg.avformat.AVStream;
import org.bytedeco.ffmpeg.avutil.AVDictionary;
import org.bytedeco.ffmpeg.avutil.AVDictionaryEntry;
import org.bytedeco.ffmpeg.avutil.AVRational;
import org.bytedeco.ffmpeg.global.avcodec;
import org.bytedeco.ffmpeg.global.avformat;
import org.bytedeco.ffmpeg.global.avutil;
import org.bytedeco.javacpp.BytePointer;
import org.bytedeco.javacpp.Loader;
import org.bytedeco.javacpp.PointerPointer;
import org.streetwarden.media.StreamFailure;
import org.streetwarden.media.StreamFailure.Reason;

/**
 * A video file opened for its head and its subtitle track; no picture is read or decoded, so that 8 GB take no longer than 8
 * MB. Owns its native memory. On one thread.
 */
public final class VideoFile implements AutoCloseable {

    private static final Duration OPENING = Duration.ofSeconds(20);
    private static final Duration READING = Duration.ofSeconds(60);
    private static final int MOST_TEXT_BYTES = 4096;
    private static final int MOST_WORD_CHARS = 60;
    private static final long PROBE_BYTES = 2 << 20;

    private final AVFormatContext context;
    private final Deadline deadline;
    private final AVStream video;
    private final AVStream subtitles;

    private VideoFile(CameraUrl url, AVFormatContext context, Deadline deadline) throws StreamFailure {
        this.context = context;
        this.deadline = deadline;
        probe();
        video = first(avutil.AVMEDIA_TYPE_VIDEO);
        subtitles = first(avutil.AVMEDIA_TYPE_SUBTITLE);
        if (video == null) {
            throw new StreamFailure(
                    Reason.NO_VIDEO,
                    "%s: expected a video stream, found %d of other kinds".formatted(url, context.nb_streams()));
        }
    }

    /** @throws StreamFailure where it is no video file that FFmpeg reads */
    public static VideoFile open(Path file) throws StreamFailure {
        Loader.load(avformat.class);
        CameraUrl url = CameraUrl.of(file);
        Deadline deadline = new Deadline(OPENING);
        AVFormatContext context = null;
        try {
            context = new Opening(url, SourceSettings.DEFAULT, deadline).open();
            Natives.taken(Natives.Kind.DEMUXER);
            return new VideoFile(url, context, deadline);
        } catch (StreamFailure | RuntimeException e) {
            if (context != null) {
                free(context);
            }
            deadline.close();
            throw e;
        }
    }

    private static void free(AVFormatContext context) {
        avformat.avformat_close_input(context);
        Natives.freed(Natives.Kind.DEMUXER);
    }

    /** Only containers that tell nothing before their packets are probed, and briefly. */
    private void probe() {
        AVStream stream = first(avutil.AVMEDIA_TYPE_VIDEO);
        boolean told = stream != null
                && stream.codecpar().codec_id() != avcodec.AV_CODEC_ID_NONE
                && stream.codecpar().width() > 0;
        if (!told) {
            context.probesize(PROBE_BYTES).max_analyze_duration(2_000_000);
            avformat.avformat_find_stream_info(context, (PointerPointer<?>) null);
        }
    }

    private AVStream first(int kind) {
        for (int i = 0; i < context.nb_streams(); i++) {
            if (context.streams(i).codecpar().codec_type() == kind) {
                return context.streams(i);
            }
        }
        return null;
    }

    public VideoHead head() {
        AVRational rate = video.avg_frame_rate();
        double perSecond = rate.den() > 0 ? (double) rate.num() / rate.den() : 0;
        long durationUs = micros(video, video.duration());
        if (durationUs <= 0 && context.duration() != avutil.AV_NOPTS_VALUE) {
            durationUs = Math.max(0, context.duration());
        }
        return new VideoHead(
                avcodec.avcodec_get_name(video.codecpar().codec_id()).getString(),
                video.codecpar().width(),
                video.codecpar().height(),
                durationUs,
                Math.max(0, video.nb_frames()),
                perSecond,
                created(),
                maker(),
                subtitles != null,
                dataTracks());
    }

    private static long micros(AVStream stream, long timestamp) {
        return timestamp == avutil.AV_NOPTS_VALUE
                ? 0
                : avutil.av_rescale_q(timestamp, stream.time_base(), avutil.av_get_time_base_q());
    }

    private long created() {
        String text = word(context.metadata(), "creation_time");
        try {
            Instant at = Instant.parse(text);
            return at.getEpochSecond() * 1_000_000 + at.getNano() / 1000;
        } catch (DateTimeException e) {
            return Long.MIN_VALUE;
        }
    }

    /** FFmpeg writes its own name where cameras write theirs. */
    private String maker() {
        for (String key : new String[] {"com.apple.quicktime.model", "model", "encoder"}) {
            String text = word(context.metadata(), key);
            if (!text.isEmpty() && !text.startsWith("Lavf")) {
                return text;
            }
        }
        return "";
    }

    private List<String> dataTracks() {
        List<String> names = new ArrayList<>();
        for (int i = 0; i < context.nb_streams(); i++) {
            AVStream stream = context.streams(i);
            if (stream.codecpar().codec_type() == avutil.AVMEDIA_TYPE_DATA) {
                names.add(fourLetters(stream.codecpar().codec_tag()));
            }
        }
        return names;
    }

    private static String fourLetters(int tag) {
        StringBuilder letters = new StringBuilder();
        for (int i = 0; i < 4; i++) {
            int letter = (tag >> (8 * i)) & 0xFF;
            letters.append(letter >= ' ' && letter < 127 ? (char) letter : '?');
        }
        return letters.toString();
    }

    private static String word(AVDictionary metadata, String key) {
        AVDictionaryEntry entry = metadata == null ? null : avutil.av_dict_get(metadata, key, null, 0);
        String text = entry == null ? "" : entry.value().getString(StandardCharsets.UTF_8);
        return text.substring(0, Math.min(text.length(), MOST_WORD_CHARS)).strip();
    }

    /**
     * Hands over the subtitle track as a subtitle file would have it, entry by entry; nothing where there is none. Texts longer
     * than 4 kB are cut.
     *
     * @return whether it was read to its end
     */
    public boolean subtitles(Consumer<byte[]> to) {
        if (subtitles == null) {
            return true;
        }
        for (int i = 0; i < context.nb_streams(); i++) {
            boolean wanted = i == subtitles.index();
            context.streams(i).discard(wanted ? avcodec.AVDISCARD_DEFAULT : avcodec.AVDISCARD_ALL);
        }
        deadline.arm(READING);
        AVPacket packet = avcodec.av_packet_alloc();
        Natives.taken(Natives.Kind.PACKET);
        try {
            int code = avformat.av_read_frame(context, packet);
            for (int number = 1; code >= 0; number++) {
                if (packet.stream_index() == subtitles.index()) {
                    to.accept(entry(number, packet));
                }
                avcodec.av_packet_unref(packet);
                code = avformat.av_read_frame(context, packet);
            }
            return code == avutil.AVERROR_EOF;
        } finally {
            avcodec.av_packet_free(packet);
            Natives.freed(Natives.Kind.PACKET);
        }
    }

    private byte[] entry(int number, AVPacket packet) {
        byte[] bytes = new byte[Math.max(0, Math.min(packet.size(), MOST_TEXT_BYTES))];
        new BytePointer(packet.data()).get(bytes);
        int from = 0;
        int length = bytes.length;
        if (subtitles.codecpar().codec_id() == avcodec.AV_CODEC_ID_MOV_TEXT) {
            from = Math.min(2, bytes.length);
            int said = bytes.length < 2 ? 0 : ((bytes[0] & 0xFF) << 8) | (bytes[1] & 0xFF);
            length = Math.min(said, bytes.length - from);
        }
        String text =
                new String(bytes, from, length, StandardCharsets.UTF_8).strip().replaceAll("\\n\\s*\\n", "\n");
        long fromUs = micros(subtitles, packet.pts());
        String cues = cue(fromUs) + " --> " + cue(fromUs + micros(subtitles, packet.duration()));
        return (number + "\n" + cues + "\n" + text + "\n\n").getBytes(StandardCharsets.UTF_8);
    }

    private static String cue(long us) {
        long ms = Math.max(0, us / 1000);
        return "%02d:%02d:%02d,%03d".formatted(ms / 3_600_000, ms / 60_000 % 60, ms / 1000 % 60, ms % 1000);
    }

    @Override
    public void close() {
        free(context);
        deadline.close();
    }
}
