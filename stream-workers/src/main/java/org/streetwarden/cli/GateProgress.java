package org.streetwarden.cli;

import java.io.PrintWriter;
import java.nio.file.Path;
import java.util.List;
import org.streetwarden.config.GoldenSet;

/** A line on a terminal: which clip, how many looks and pictures, how long the clips yet to come will take. */
final class GateProgress implements Gate.Steps {

    private static final long REDRAW_NANOS = 200_000_000L;

    private final PrintWriter terminal;
    private final int clips;
    private final long beganNanos = System.nanoTime();
    private long drawnNanos;
    private String at = "pictures";
    private int clip;
    private int done;

    /** @param times how often all sets are shown */
    GateProgress(PrintWriter err, List<GoldenSet> sets, int times) {
        terminal = "1".equals(System.getenv("STREETWARDEN_TERMINAL")) ? err : null;
        clips = times * sets.stream().mapToInt(set -> set.clips().size()).sum();
    }

    @Override
    public synchronized void clip(Path video) {
        at = String.valueOf(video.getFileName());
        clip++;
    }

    @Override
    public synchronized void done() {
        done++;
        long now = System.nanoTime();
        if (terminal != null && now - drawnNanos > REDRAW_NANOS) {
            drawnNanos = now;
            long spentSeconds = (now - beganNanos) / 1_000_000_000;
            String left = clip < 2 ? "" : ", about %d s left".formatted(spentSeconds * (clips - clip + 1) / (clip - 1));
            terminal.print("\r%s (clip %d of %d), %d looks%s \033[K".formatted(at, clip, clips, done, left));
            terminal.flush();
        }
    }

    void end() {
        if (terminal != null) {
            terminal.print("\r\033[K");
            terminal.flush();
        }
    }
}
