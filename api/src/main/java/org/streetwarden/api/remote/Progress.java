package org.streetwarden.api.remote;

import java.io.PrintWriter;
import java.time.Clock;
import java.time.Duration;
import java.time.Instant;

/** How far something is and how long it will take, a line a second at most. */
final class Progress {

    private static final Duration EVERY = Duration.ofSeconds(1);

    private final PrintWriter out;
    private final String things;
    private final Clock clock;
    private final Instant start;
    private Instant said;
    private int first = -1;

    /** @param things as in 3 of 7 channels */
    Progress(PrintWriter out, String things, Clock clock) {
        this.out = out;
        this.things = things;
        this.clock = clock;
        this.start = clock.instant();
        this.said = start;
    }

    void at(int done, int total) {
        Instant now = clock.instant();
        if (first < 0) {
            first = done;
        }
        if (Duration.between(said, now).compareTo(EVERY) < 0) {
            return;
        }
        said = now;
        out.printf("%d of %d %s%s%n", done, total, things, left(now, done, total));
        out.flush();
    }

    private String left(Instant now, int done, int total) {
        if (done <= first || total <= done) {
            return "";
        }
        long ms = Duration.between(start, now).toMillis() * (total - done) / (done - first);
        return ", %d:%02d left".formatted(ms / 60_000, ms / 1000 % 60);
    }
}
