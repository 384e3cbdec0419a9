package org.streetwarden.source;

import java.net.UnknownHostException;
import java.nio.ByteBuffer;
import java.nio.file.Files;
import java.nio.file.Path;
import java.time.Duration;
import java.util.concurrent.TimeoutException;
import org.bytedeco.ffmpeg.avcodec.AVCodecParameters;
import org.bytedeco.ffmpeg.avcodec.AVPacket;
import org.bytedeco.ffmpeg.avformat.AVFormatContext;
import org.bytedeco.ffmpeg.avformat.AVStream;
import org.bytedeco.ffmpeg.avutil.AVDictionary;
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

    /** What a URL can make FFmpeg speak or read; redirects and playlists stay within it. */
    private static final int SECOND_ASKING_MS = 300;

    private static final String RTSP_PROTOCOLS = "rtsp,rtsps,rtp,srtp,rtcp,udp,tcp,tls";

    private static final String HTTP_PROTOCOLS = "http,https,tcp,tls,crypto";
    private static final String FILE_PROTOCOLS = "file";
    private static final String FILE_FORMATS =
            "mov,mp4,m4a,3gp,3g2,mj2,matroska,webm,avi,mpegts,mpeg,mpegvideo,h264,hevc,m4v,flv,ivf,ogg,asf,av1,obu";
    private static final String HTTP_FORMATS = FILE_FORMATS + ",hls,mpjpeg,mjpeg";
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
        FfmpegLog.redirect();
        if (url.isFile()) {
            checkFile(url);
        } else {
            lookUp(url, settings, deadline);
        }
        Demuxer demuxer = connect(url, settings, deadline);
        try {
            demuxer.chooseStream(settings);
            return demuxer;
        } catch (StreamFailure | RuntimeException e) {
            demuxer.close();
            throw e;
        }
    }

    private static void checkFile(CameraUrl url) throws StreamFailure {
        Path path = url.path();
        if (!Files.exists(path)) {
            throw new StreamFailure(Reason.NOT_FOUND, "%s: expected a video file, found none".formatted(url));
        }
        String found = Files.isDirectory(path)
                ? "a folder"
                : !Files.isRegularFile(path)
                        ? "a device"
                        : !Files.isReadable(path)
                                ? "one that this user may not read"
                                : path.toFile().length() == 0 ? "0 bytes" : null;
        if (found != null) {
            throw new StreamFailure(Reason.NOT_A_STREAM, "%s: expected a video file, found %s".formatted(url, found));
        }
    }

    private static void lookUp(CameraUrl url, SourceSettings settings, Deadline deadline) throws StreamFailure {
        try {
            AddressLookup.await(url.host(), deadline.left());
        } catch (UnknownHostException e) {
            throw new StreamFailure(
                    Reason.UNREACHABLE, "%s: expected a host name that resolves, found none".formatted(url));
        } catch (TimeoutException e) {
            throw new StreamFailure(
                    Reason.UNREACHABLE,
                    "%s: expected the host's address within %s s, found that no name server answers"
                            .formatted(url, settings.openTimeout().toMillis() / 1000.0));
        } catch (InterruptedException e) {
            Thread.currentThread().interrupt();
            throw FfmpegFailures.cancelled(url);
        }
    }

    /**
     * A server of sound alone refuses to play the no streams that we ask of it: then all are asked, to tell the two apart,
     * once it has had time to forget the first session.
     */
    private static Demuxer connect(CameraUrl url, SourceSettings settings, Deadline deadline) throws StreamFailure {
        AVFormatContext context = avformat.avformat_alloc_context();
        int code = connect(context, url, settings, deadline, "video");
        if (url.isRtsp() && FfmpegFailures.isRefusal(code) && !deadline.isOver()) {
            pauseBefore(url);
            context = avformat.avformat_alloc_context();
            int codeForAll = connect(context, url, settings, deadline, "video+audio+data+subtitle");
            code = codeForAll >= 0 ? codeForAll : code;
        }
        if (code < 0) {
            throw openingFailure(url, code, settings, deadline);
        }
        return new Demuxer(url, deadline, context);
    }

    private static void pauseBefore(CameraUrl url) throws StreamFailure {
        try {
            Thread.sleep(SECOND_ASKING_MS);
        } catch (InterruptedException e) {
            Thread.currentThread().interrupt();
            throw FfmpegFailures.cancelled(url);
        }
    }

    /** FFmpeg's return code; where it is negative the context is freed. */
    private static int connect(
            AVFormatContext context, CameraUrl url, SourceSettings settings, Deadline deadline, String media) {
        deadline.watch(context);
        AVDictionary options = options(url, settings, media);
        int code = avformat.avformat_open_input(context, url.forFfmpeg(), null, options);
        avutil.av_dict_free(options);
        return code;
    }

    private static StreamFailure openingFailure(CameraUrl url, int code, SourceSettings settings, Deadline deadline) {
        if (deadline.isCancelled()) {
            return FfmpegFailures.cancelled(url);
        }
        if (deadline.isOver()) {
            return FfmpegFailures.silent(url, "an answer", settings.openTimeout());
        }
        boolean nonsense = code == avutil.AVERROR_INVALIDDATA && url.scheme().equals("rtsp");
        return nonsense ? RtspProbe.ask(url, deadline.left().dividedBy(2)) : FfmpegFailures.opening(url, code);
    }

    private static AVDictionary options(CameraUrl url, SourceSettings settings, String media) {
        AVDictionary options = new AVDictionary(null);
        if (url.isRtsp()) {
            String transport = settings.transport() == SourceSettings.Transport.TCP ? "tcp" : "udp";
            avutil.av_dict_set(options, "rtsp_transport", transport, 0);
            avutil.av_dict_set(options, "allowed_media_types", media, 0);
        }
        String protocols = url.isFile() ? FILE_PROTOCOLS : url.isRtsp() ? RTSP_PROTOCOLS : HTTP_PROTOCOLS;
        String formats = url.isFile() ? FILE_FORMATS : url.isRtsp() ? "rtsp" : HTTP_FORMATS;
        avutil.av_dict_set(options, "protocol_whitelist", protocols, 0);
        avutil.av_dict_set(options, "format_whitelist", formats, 0);
        return options;
    }

    /** Only containers that tell nothing before their packets are probed, and briefly. */
    private void chooseStream(SourceSettings settings) throws StreamFailure {
        int index = bestVideo();
        if (!url.isRtsp() && (index < 0 || codecId(index) == avcodec.AV_CODEC_ID_NONE)) {
            context.probesize(PROBE_BYTES).max_analyze_duration(2_000_000);
            int code = avformat.avformat_find_stream_info(context, (PointerPointer<?>) null);
            if (code < 0) {
                throw openingFailure(url, code, settings, deadline);
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
