package org.streetwarden.source;

import java.nio.charset.StandardCharsets;
import java.time.Duration;
import org.bytedeco.ffmpeg.global.avutil;
import org.streetwarden.media.StreamFailure;
import org.streetwarden.media.StreamFailure.Reason;

/** Turns FFmpeg's return codes into the closed set of reasons, one sentence each. */
final class FfmpegFailures {

    /** Linux error numbers, as FFmpeg returns them negated. */
    private static final int EACCES = 13;

    /** What FFmpeg says where a peer breaks off before it has answered PLAY; EPERM by its number. */
    private static final int NO_ANSWER = 1;

    private static final int ENOENT = 2;
    private static final int EIO = 5;
    private static final int EPIPE = 32;
    private static final int ENETUNREACH = 101;
    private static final int ECONNABORTED = 103;
    private static final int ECONNRESET = 104;
    private static final int ETIMEDOUT = 110;
    private static final int ECONNREFUSED = 111;
    private static final int EHOSTUNREACH = 113;

    private FfmpegFailures() {}

    /** Why a source could not be opened. */
    static StreamFailure opening(CameraUrl url, int code) {
        Reason reason = openingReason(url, code);
        String sentence = url.isFile() && reason == Reason.NOT_A_STREAM
                ? "%s: expected a whole video file, found one of another kind or without its index (%s)"
                : "%s: expected a video stream, found that " + reason.meaning + " (%s)";
        return new StreamFailure(reason, sentence.formatted(url, text(code)));
    }

    private static Reason openingReason(CameraUrl url, int code) {
        if (code == avutil.AVERROR_HTTP_UNAUTHORIZED) {
            return Reason.UNAUTHORIZED;
        }
        if (code == avutil.AVERROR_HTTP_NOT_FOUND || code == -ENOENT) {
            return Reason.NOT_FOUND;
        }
        if (isRefusal(code)) {
            return Reason.REFUSED;
        }
        return switch (-code) {
            case ECONNREFUSED, EHOSTUNREACH, ENETUNREACH, ETIMEDOUT -> Reason.UNREACHABLE;
            case ECONNRESET, ECONNABORTED, EPIPE -> Reason.CLOSED_BY_PEER;
            case EIO, NO_ANSWER -> url.isFile() ? Reason.NOT_A_STREAM : Reason.CLOSED_BY_PEER;
            default -> Reason.NOT_A_STREAM;
        };
    }

    /** The peer understood, and said no. */
    static boolean isRefusal(int code) {
        return code == avutil.AVERROR_HTTP_FORBIDDEN
                || code == avutil.AVERROR_HTTP_BAD_REQUEST
                || code == avutil.AVERROR_HTTP_TOO_MANY_REQUESTS
                || code == avutil.AVERROR_HTTP_OTHER_4XX
                || code == avutil.AVERROR_HTTP_SERVER_ERROR
                || code == -EACCES;
    }

    /** Why a source that was open could not be read on. */
    static StreamFailure reading(CameraUrl url, int code) {
        boolean gone = code == avutil.AVERROR_EOF
                || code == -EIO
                || code == -ECONNRESET
                || code == -ECONNABORTED
                || code == -EPIPE
                || code == -ETIMEDOUT;
        Reason reason = gone && !url.isFile() ? Reason.CLOSED_BY_PEER : Reason.CORRUPT;
        return new StreamFailure(
                reason, "%s: expected the next packet, found that %s (%s)".formatted(url, reason.meaning, text(code)));
    }

    /** The peer took the connection, or the request, and then said nothing. */
    static StreamFailure silent(CameraUrl url, String awaited, Duration waited) {
        return new StreamFailure(
                Reason.STALLED,
                "%s: expected %s within %s s, found nothing".formatted(url, awaited, waited.toMillis() / 1000.0));
    }

    static StreamFailure cancelled(CameraUrl url) {
        return new StreamFailure(Reason.CANCELLED, "%s: closed while it was being read".formatted(url));
    }

    /** FFmpeg's sentence for a code. */
    static String text(int code) {
        byte[] buffer = new byte[128];
        avutil.av_strerror(code, buffer, buffer.length);
        int length = 0;
        while (length < buffer.length && buffer[length] != 0) {
            length++;
        }
        return new String(buffer, 0, length, StandardCharsets.UTF_8);
    }
}
