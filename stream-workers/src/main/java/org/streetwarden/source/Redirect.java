package org.streetwarden.source;

import java.util.Optional;
import org.bytedeco.ffmpeg.avformat.AVFormatContext;
import org.bytedeco.javacpp.BytePointer;

/**
 * Stands between FFmpeg and a peer that sends it on. FFmpeg follows an RTSP redirect by itself, wherever it leads, and has no
 * option against it; but it says so first, in its log, on the thread that opens. Then every protocol is taken from it, so that
 * it opens nothing more, and the place is kept, to be judged here.
 */
final class Redirect implements AutoCloseable {

    private static final String WORDS = "Redirecting to ";
    private static final ThreadLocal<Redirect> OPENING = new ThreadLocal<>();

    private final AVFormatContext context;
    private String location;

    /** Guards what this thread opens until {@link #close()}. */
    Redirect(AVFormatContext context) {
        this.context = context;
        OPENING.set(this);
    }

    /** By {@link FfmpegLog}, for every line, on the thread that logs. */
    static void hear(BytePointer line) {
        Redirect opening = OPENING.get();
        if (opening != null && line.getString().contains(WORDS)) {
            opening.stop();
        }
    }

    private void stop() {
        location = context.url().getString();
        context.protocol_whitelist().put(0, (byte) 0);
    }

    /** Where the peer sends us, as it said it; empty where it does not. */
    Optional<String> location() {
        return Optional.ofNullable(location);
    }

    @Override
    public void close() {
        OPENING.remove();
    }
}
