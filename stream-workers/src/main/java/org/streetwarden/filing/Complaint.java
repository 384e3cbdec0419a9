package org.streetwarden.filing;

import java.time.Duration;
import java.time.Instant;
import java.time.InstantSource;
import org.slf4j.Logger;

/** Says a repeated error at most once a minute, with how often it happened since. Any thread. */
public final class Complaint {

    private static final Duration EVERY = Duration.ofMinutes(1);

    private final Logger log;
    private final InstantSource clock;
    private Instant quietUntil = Instant.MIN;
    private long unsaid;

    public Complaint(Logger log, InstantSource clock) {
        this.log = log;
        this.clock = clock;
    }

    /** @param sentence where, what, expected, found; without credentials */
    public synchronized void say(String sentence) {
        Instant now = clock.instant();
        if (now.isBefore(quietUntil)) {
            unsaid++;
            return;
        }
        log.error("{}{}", sentence, unsaid == 0 ? "" : " (and " + unsaid + " more like it since the last report)");
        unsaid = 0;
        quietUntil = now.plus(EVERY);
    }
}
