package org.streetwarden.cli;

import java.io.PrintWriter;
import java.time.Duration;
import java.util.Locale;

/** One line on a terminal, redrawn at most five times a second: share done, speed, time left. */
final class ProgressBar {

    private static final int CELLS = 30;
    private static final long REDRAW_NANOS = 200_000_000L;

    private final PrintWriter terminal;
    private final long totalUs;
    private final long beganNanos;
    private long drawnNanos;

    /**
     * @param terminal null draws nothing
     * @param totalUs media time of the whole, microseconds; 0 where unknown
     */
    ProgressBar(PrintWriter terminal, long totalUs, long nowNanos) {
        this.terminal = terminal;
        this.totalUs = totalUs;
        this.beganNanos = nowNanos;
    }

    void at(long mediaUs, long nowNanos) {
        if (terminal != null && nowNanos - drawnNanos > REDRAW_NANOS) {
            drawnNanos = nowNanos;
            terminal.print("\r" + line(mediaUs, Duration.ofNanos(nowNanos - beganNanos)));
            terminal.flush();
        }
    }

    String line(long mediaUs, Duration spent) {
        double seconds = Math.max(1e-3, spent.toNanos() / 1e9);
        double speed = mediaUs / 1e6 / seconds;
        if (totalUs <= 0) {
            return String.format(Locale.ROOT, "%7.1f s of video, %.1f times real time ", mediaUs / 1e6, speed);
        }
        double share = Math.min(1, (double) mediaUs / totalUs);
        int full = (int) Math.round(share * CELLS);
        double leftSeconds = share > 0 ? seconds * (1 - share) / share : 0;
        return String.format(
                Locale.ROOT,
                "[%s%s] %3.0f %%  %.1f times real time  %.0f s left ",
                "#".repeat(full),
                ".".repeat(CELLS - full),
                share * 100,
                speed,
                Math.ceil(leftSeconds));
    }

    void done() {
        if (terminal != null) {
            terminal.print("\r" + " ".repeat(CELLS + 50) + "\r");
            terminal.flush();
        }
    }
}
