package org.streetwarden.source;

import java.nio.ByteBuffer;
import java.time.Duration;
import org.bytedeco.ffmpeg.avcodec.AVCodecParameters;
import org.bytedeco.ffmpeg.avcodec.AVPacket;
import org.bytedeco.ffmpeg.avformat.AVFormatContext;
import org.bytedeco.ffmpeg.avformat.AVStream;
import org.bytedeco.ffmpeg.global.avcodec;
import org.bytedeco.ffmpeg.global.avformat;
import org.bytedeco.ffmpeg.global.avutil;
import org.bytedeco.javacpp.PointerPointer;
import org.streetwarden.media.StreamFailure;
import org.streetwarden.media.StreamFailure.Reason;
import org.streetwarden.media.StreamInfo;

/**
 * One open AVFormatContext and the one video stream of it that is read. Owns its native memory. Used by one thread at a
 * time.
 */
final class Demuxer implements AutoCloseable {

    private static final long PROBE_BYTES = 2 << 20;
    private static final Duration FAREWELL = Duration.ofMillis(500);

    private final CameraUrl url;
    private final Deadline deadline;
    private final AVFormatContext context;
    private AVStream stream;

    private Demuxer(CameraUrl url, Deadline deadline, AVFormatContext context) {
        this.url = url;
        this.deadline = deadline;
        this.context = context;
        Natives.taken(Natives.Kind.DEMUXER);
    }

    /** Opens under a deadline already armed; whatever goes wrong, nothing native is left. */
    static Demuxer open(CameraUrl url, SourceSettings settings, Deadline deadline) throws StreamFailure {
        Opening opening = new Opening(url, settings, deadline);
        Demuxer demuxer = new Demuxer(url, deadline, opening.open());
        try {
            demuxer.chooseStream(opening);
            return demuxer;
        } catch (StreamFailure | RuntimeException e) {
            demuxer.close();
            throw e;
        }
    }

    /** Only containers that tell nothing before their packets are probed, and briefly. */
    private void chooseStream(Opening opening) throws StreamFailure {
        int index = bestVideo();
        if (!url.isRtsp() && (index < 0 || codecId(index) == avcodec.AV_CODEC_ID_NONE)) {
            context.probesize(PROBE_BYTES).max_analyze_duration(2_000_000);
            int code = avformat.avformat_find_stream_info(context, (PointerPointer<?>) null);
            if (code < 0) {
                throw opening.failure(code);
            }
            index = bestVideo();
        }
        if (index < 0) {
            throw new StreamFailure(
                    Reason.NO_VIDEO,
                    "%s: expected a video stream, found %d of other kinds".formatted(url, context.nb_streams()));
        }
        checkCodec(index);
        for (int i = 0; i < context.nb_streams(); i++) {
            context.streams(i).discard(i == index ? avcodec.AVDISCARD_DEFAULT : avcodec.AVDISCARD_ALL);
        }
        stream = context.streams(index);
    }

    private void checkCodec(int index) throws StreamFailure {
        if (avcodec.avcodec_find_decoder(codecId(index)) == null) {
            throw new StreamFailure(
                    Reason.UNSUPPORTED_CODEC,
                    "%s: expected a codec such as h264 or hevc, found '%s'"
                            .formatted(
                                    url,
                                    avcodec.avcodec_get_name(codecId(index)).getString()));
        }
    }

    private int bestVideo() {
        return avformat.av_find_best_stream(context, avutil.AVMEDIA_TYPE_VIDEO, -1, -1, (PointerPointer<?>) null, 0);
    }

    private int codecId(int index) {
        return context.streams(index).codecpar().codec_id();
    }

    StreamInfo info() {
        AVCodecParameters parameters = stream.codecpar();
        int size = parameters.extradata_size();
        ByteBuffer extradata = size > 0 ? parameters.extradata().capacity(size).asByteBuffer() : ByteBuffer.allocate(0);
        return new StreamInfo(codec(), parameters.width(), parameters.height(), extradata);
    }

    String codec() {
        return avcodec.avcodec_get_name(stream.codecpar().codec_id()).getString();
    }

    AVCodecParameters parameters() {
        return stream.codecpar();
    }

    /** The stream's whole length, microseconds; {@link Timeline#NONE} where it has none, as live streams have. */
    long durationUs() {
        return micros(stream.duration());
    }

    /** Pictures, as the container's header says; 0 where it does not. */
    long pictures() {
        return stream.nb_frames();
    }

    /** When the stream's first picture is shown, microseconds; 0 where it does not say. */
    long beginUs() {
        long us = micros(stream.start_time());
        return us == Timeline.NONE ? 0 : us;
    }

    /** Goes to the key frame shown at or before a raw time, microseconds; FFmpeg's return code. */
    int seek(long rawUs) {
        long timestamp = avutil.av_rescale_q(rawUs, avutil.av_get_time_base_q(), stream.time_base());
        return avformat.av_seek_frame(context, stream.index(), timestamp, avformat.AVSEEK_FLAG_BACKWARD);
    }

    /** Reads the next packet of any stream; FFmpeg's return code. */
    int read(AVPacket packet) {
        return avformat.av_read_frame(context, packet);
    }

    boolean isVideo(AVPacket packet) {
        return packet.stream_index() == stream.index();
    }

    /** A raw timestamp in microseconds. */
    long micros(long timestamp) {
        return timestamp == avutil.AV_NOPTS_VALUE
                ? Timeline.NONE
                : avutil.av_rescale_q(timestamp, stream.time_base(), avutil.av_get_time_base_q());
    }

    /** Says goodbye to the peer for half a second at most, and frees. */
    @Override
    public void close() {
        deadline.part(FAREWELL);
        avformat.avformat_close_input(context);
        Natives.freed(Natives.Kind.DEMUXER);
    }
}
