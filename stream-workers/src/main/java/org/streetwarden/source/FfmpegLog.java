package org.streetwarden.source;

import java.util.concurrent.TimeUnit;
import org.bytedeco.ffmpeg.avutil.LogCallback;
import org.bytedeco.ffmpeg.global.avutil;
import org.bytedeco.javacpp.BytePointer;
import org.slf4j.Logger;
import org.slf4j.LoggerFactory;

/**
 * Leads FFmpeg's own log lines to the logger {@code org.streetwarden.ffmpeg} at debug, without credentials and at most 20 a
 * second; nothing of FFmpeg's reaches the terminal. {@link Redirect} hears every line.
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
        avutil.setLogCallback(log);
        return log;
    }

    /** To be called before FFmpeg opens anything: its level is the whole process's, and anybody's to change. */
    public static void redirect() {
        if (INSTALLED == null) {
            throw new IllegalStateException("FFmpeg's log is not redirected");
        }
        if (avutil.av_log_get_level() != avutil.AV_LOG_INFO) {
            avutil.av_log_set_level(avutil.AV_LOG_INFO);
        }
    }

    @Override
    public void call(int level, BytePointer line) {
        Redirect.hear(line);
        if (level <= avutil.AV_LOG_WARNING && LOG.isDebugEnabled()) {
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
