package org.streetwarden.models.evaluate;

import java.io.IOException;
import java.io.PrintWriter;
import java.nio.file.Files;
import java.nio.file.Path;
import java.time.Duration;
import java.util.function.LongSupplier;

/**
 * One line on a terminal that says how many pictures are done and how long the rest will take; silent elsewhere. Told
 * after every picture, by any thread.
 */
public final class ProgressLine implements Runnable {

    private static final long EVERY_NANOS = 200_000_000;

    private final PrintWriter out;
    private final boolean shown;
    private final int total;
    private final LongSupplier nanos;
    private final long startedNanos;
    private long lastNanos;
    private int done;

    public ProgressLine(PrintWriter out, boolean shown, int total, LongSupplier nanos) {
        this.out = out;
        this.shown = shown;
        this.total = total;
        this.nanos = nanos;
        this.startedNanos = nanos.getAsLong();
        this.lastNanos = startedNanos - EVERY_NANOS;
    }

    /** Whether standard error is a terminal. */
    public static boolean onTerminal() {
        try {
            String target = Files.readSymbolicLink(Path.of("/proc/self/fd/2")).toString();
            return target.startsWith("/dev/pts/") || target.startsWith("/dev/tty");
        } catch (IOException | UnsupportedOperationException e) {
            return false;
        }
    }

    @Override
    public synchronized void run() {
        done++;
        long now = nanos.getAsLong();
        if (!shown || (now - lastNanos < EVERY_NANOS && done < total)) {
            return;
        }
        lastNanos = now;
        Duration left = Duration.ofNanos((now - startedNanos) / done * (total - done));
        out.printf("\r%d of %d pictures, %d:%02d left ", done, total, left.toMinutes(), left.toSecondsPart());
        if (done == total) {
            out.print("\r\033[K");
        }
        out.flush();
    }
}
