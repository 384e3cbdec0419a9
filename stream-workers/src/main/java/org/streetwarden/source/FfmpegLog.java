package org.streetwarden.source;

import java.util.concurrent.TimeUnit;
import org.bytedeco.ffmpeg.avutil.LogCallback;
import org.bytedeco.ffmpeg.global.avutil;
import org.bytedeco.javacpp.BytePointer;
import org.slf4j.Logger;
import org.slf4j.LoggerFactory;

/**
 * Leads FFmpeg's own log lines to the logger {@code org.streetwarden.ffmpeg} at debug, without credentials and at most 20 a
 * second; nothing of FFmpeg's reaches the terminal. With that logger above debug FFmpeg does not even write them.
 */
public final class FfmpegLog extends LogCallback {

    private static final Logger LOG = LoggerFactory.getLogger("org.streetwarden.ffmpeg");
    private static final int MOST_PER_SECOND = 20;
    private static final FfmpegLog INSTALLED = install();

    private long secondBegan = System.nanoTime();
    private int inSecond;

    private FfmpegLog() {}

    private static FfmpegLog install() {
        FfmpegLog log = new FfmpegLog();
        avutil.av_log_set_level(LOG.isDebugEnabled() ? avutil.AV_LOG_WARNING : avutil.AV_LOG_QUIET);
        avutil.setLogCallback(log);
        return log;
    }

    /** To be called before FFmpeg is first used; further calls change nothing. */
    public static void redirect() {
        if (INSTALLED == null) {
            throw new IllegalStateException("FFmpeg's log is not redirected");
        }
    }

    @Override
    public void call(int level, BytePointer line) {
        if (level <= avutil.av_log_get_level()) {
            say(line.getString().strip());
        }
    }

    private synchronized void say(String line) {
        long now = System.nanoTime();
        if (now - secondBegan >= TimeUnit.SECONDS.toNanos(1)) {
            if (inSecond > MOST_PER_SECOND) {
                LOG.debug("{} more lines in that second", inSecond - MOST_PER_SECOND);
            }
            secondBegan = now;
            inSecond = 0;
        }
        inSecond++;
        if (inSecond <= MOST_PER_SECOND && !line.isEmpty()) {
            LOG.debug("{}", Scrub.text(line));
        }
    }
}
