package org.streetwarden.models.report;

import java.io.IOException;
import java.io.PrintWriter;
import java.nio.file.Files;
import java.nio.file.Path;
import java.time.Duration;
import java.util.function.LongSupplier;

/** One line on a terminal that says how much is done and how long the rest will take; silent elsewhere. Any thread. */
public final class ProgressLine implements Runnable {

    private static final long EVERY_NANOS = 200_000_000;

    private final PrintWriter out;
    private final boolean shown;
    private final long total;
    private final String unit;
    private final LongSupplier nanos;
    private final long startedNanos;
    private long lastNanos;
    private long done;

    /**
     * @param total of what is to be done
     * @param unit what is counted, in the plural
     */
    public ProgressLine(PrintWriter out, boolean shown, long total, String unit, LongSupplier nanos) {
        this.out = out;
        this.shown = shown;
        this.total = total;
        this.unit = unit;
        this.nanos = nanos;
        this.startedNanos = nanos.getAsLong();
        this.lastNanos = startedNanos - EVERY_NANOS;
    }

    /** A line on standard error, where that is a terminal. */
    public static ProgressLine on(PrintWriter err, long total, String unit) {
        return new ProgressLine(err, onTerminal(), total, unit, System::nanoTime);
    }

    private static boolean onTerminal() {
        try {
            String target = Files.readSymbolicLink(Path.of("/proc/self/fd/2")).toString();
            return target.startsWith("/dev/pts/") || target.startsWith("/dev/tty");
        } catch (IOException | UnsupportedOperationException e) {
            return false;
        }
    }

    /** One more is done. */
    @Override
    public void run() {
        add(1);
    }

    /** @param more how many more are done */
    public synchronized void add(long more) {
        done += more;
        long now = nanos.getAsLong();
        if (!shown || done == 0 || (now - lastNanos < EVERY_NANOS && done < total)) {
            return;
        }
        lastNanos = now;
        Duration left = Duration.ofNanos((long) ((now - startedNanos) / (double) done * (total - done)));
        out.printf("\r%d of %d %s, %d:%02d left ", done, total, unit, left.toMinutes(), left.toSecondsPart());
        if (done >= total) {
            out.print("\r\033[K");
        }
        out.flush();
    }
}
