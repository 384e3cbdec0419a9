package org.streetwarden.source;

import java.net.InetAddress;
import java.net.UnknownHostException;
import java.nio.file.Files;
import java.nio.file.Path;
import java.time.Duration;
import java.util.List;
import java.util.Optional;
import java.util.concurrent.TimeoutException;
import org.bytedeco.ffmpeg.avformat.AVFormatContext;
import org.bytedeco.ffmpeg.avutil.AVDictionary;
import org.bytedeco.ffmpeg.global.avformat;
import org.bytedeco.ffmpeg.global.avutil;
import org.streetwarden.media.StreamFailure;
import org.streetwarden.media.StreamFailure.Reason;

/**
 * Connects FFmpeg to a camera, a stream or a file, under a deadline already armed. A camera's name is looked up once; the address
 * that is allowed is the one that FFmpeg gets, and the same holds wherever the peer sends us on to. On one thread; once.
 */
final class Opening {

    private static final Duration SECOND_ASKING = Duration.ofMillis(300);
    private static final int MOST_REDIRECTS = 3;

    /** More than any camera has: pictures, sound and events, each a few times. */
    private static final int MOST_STREAMS = 32;

    private static final String OVER_UDP = "tcp,tls,udp,rtp,rtcp,srtp";
    private static final String HTTP_PROTOCOLS = "http,https,tcp,tls,crypto";
    private static final String FILE_FORMATS =
            "mov,mp4,m4a,3gp,3g2,mj2,matroska,webm,avi,mpegts,mpeg,mpegvideo,h264,hevc,m4v,flv,ivf,ogg,asf,av1,obu";
    private static final String HTTP_FORMATS = FILE_FORMATS + ",hls,mpjpeg,mjpeg";

    private final CameraUrl url;
    private final SourceSettings settings;
    private final Deadline deadline;
    private CameraUrl place;
    private Optional<String> location = Optional.empty();

    Opening(CameraUrl url, SourceSettings settings, Deadline deadline) {
        this.url = url;
        this.settings = settings;
        this.deadline = deadline;
        this.place = url;
    }

    /** Whatever goes wrong, nothing native is left. */
    AVFormatContext open() throws StreamFailure {
        FfmpegLog.redirect();
        if (url.isFile()) {
            checkFile();
        }
        CameraUrl asked = url;
        for (int sent = 0; sent <= MOST_REDIRECTS; sent++) {
            place = located(asked);
            AVFormatContext context = avformat.avformat_alloc_context();
            int code = connect(context, "video");
            if (location.isEmpty()) {
                return connected(context, code);
            }
            asked = redirected(asked, location.get());
        }
        throw new StreamFailure(
                Reason.REFUSED, "%s: expected at most %d redirects, found more".formatted(url, MOST_REDIRECTS));
    }

    private void checkFile() throws StreamFailure {
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

    /** The stream under the address that it may be asked at. HTTP keeps the name: its servers tell sites apart by it. */
    private CameraUrl located(CameraUrl asked) throws StreamFailure {
        if (asked.isFile()) {
            return asked;
        }
        String refusal = "";
        for (InetAddress address : addresses(asked)) {
            Optional<String> refused = settings.addresses().refusal(asked.host(), asked.port(), address);
            if (refused.isEmpty()) {
                return asked.isRtsp() ? asked.at(address) : asked;
            }
            refusal = refused.get();
        }
        throw new StreamFailure(
                Reason.NOT_ALLOWED,
                "%s: expected an address that cameras may have, found %s".formatted(asked, refusal));
    }

    private List<InetAddress> addresses(CameraUrl asked) throws StreamFailure {
        try {
            return AddressLookup.find(asked.host(), deadline.left());
        } catch (UnknownHostException e) {
            throw new StreamFailure(
                    Reason.UNREACHABLE, "%s: expected a host name that resolves, found none".formatted(asked));
        } catch (TimeoutException e) {
            throw new StreamFailure(
                    Reason.UNREACHABLE,
                    "%s: expected the host's address within %s s, found that no name server answers"
                            .formatted(asked, settings.openTimeout().toMillis() / 1000.0));
        } catch (InterruptedException e) {
            Thread.currentThread().interrupt();
            throw FfmpegFailures.cancelled(url);
        }
    }

    private CameraUrl redirected(CameraUrl asked, String to) throws StreamFailure {
        try {
            return asked.redirected(to);
        } catch (IllegalArgumentException unfit) {
            throw new StreamFailure(
                    Reason.NOT_ALLOWED,
                    "%s: expected to be sent on to a stream, found: %s".formatted(asked, unfit.getMessage()));
        }
    }

    /**
     * A server of sound alone refuses to play the no streams that we ask of it: then all are asked, to tell the two apart,
     * once it has had time to forget the first session.
     */
    private AVFormatContext connected(AVFormatContext first, int firstCode) throws StreamFailure {
        AVFormatContext context = first;
        int code = firstCode;
        if (url.isRtsp() && FfmpegFailures.isRefusal(code) && !deadline.isOver()) {
            pause();
            context = avformat.avformat_alloc_context();
            int codeForAll = connect(context, "video+audio+data+subtitle");
            code = codeForAll >= 0 ? codeForAll : code;
        }
        if (code < 0) {
            throw failure(code);
        }
        return context;
    }

    private void pause() throws StreamFailure {
        try {
            Thread.sleep(SECOND_ASKING);
        } catch (InterruptedException e) {
            Thread.currentThread().interrupt();
            throw FfmpegFailures.cancelled(url);
        }
    }

    /** FFmpeg's return code; where it is negative the context is freed. */
    private int connect(AVFormatContext context, String media) {
        deadline.watch(context);
        context.max_streams(MOST_STREAMS);
        AVDictionary options = options(media);
        try (Redirect redirect = new Redirect(context)) {
            int code = avformat.avformat_open_input(context, place.forFfmpeg(), null, options);
            location = redirect.location();
            return code;
        } finally {
            avutil.av_dict_free(options);
        }
    }

    /** Why FFmpeg gave up before packets could flow. */
    StreamFailure failure(int code) {
        if (deadline.isCancelled()) {
            return FfmpegFailures.cancelled(url);
        }
        if (deadline.isOver()) {
            return FfmpegFailures.silent(url, "an answer", settings.openTimeout());
        }
        boolean nonsense = code == avutil.AVERROR_INVALIDDATA && place.scheme().equals("rtsp");
        return nonsense ? RtspProbe.ask(url, place, deadline.left().dividedBy(2)) : FfmpegFailures.opening(url, code);
    }

    private AVDictionary options(String media) {
        AVDictionary options = new AVDictionary(null);
        if (url.isRtsp()) {
            String transport = settings.transport() == SourceSettings.Transport.TCP ? "tcp" : "udp";
            avutil.av_dict_set(options, "rtsp_transport", transport, 0);
            avutil.av_dict_set(options, "allowed_media_types", media, 0);
        }
        String formats = url.isFile() ? FILE_FORMATS : url.isRtsp() ? "rtsp" : HTTP_FORMATS;
        avutil.av_dict_set(options, "protocol_whitelist", protocols(), 0);
        avutil.av_dict_set(options, "format_whitelist", formats, 0);
        return options;
    }

    /** What a URL can make FFmpeg speak or read; redirects and playlists stay within it. */
    private String protocols() {
        if (!place.isRtsp()) {
            return place.isFile() ? "file" : HTTP_PROTOCOLS;
        }
        if (settings.transport() == SourceSettings.Transport.UDP) {
            return OVER_UDP;
        }
        return place.scheme().equals("rtsps") ? "tls,tcp" : "tcp";
    }
}
