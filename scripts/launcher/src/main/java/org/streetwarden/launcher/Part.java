package org.streetwarden.launcher;

import java.io.IOException;
import java.time.Duration;
import java.time.Instant;
import org.slf4j.Logger;
import org.slf4j.LoggerFactory;
import org.streetwarden.engines.Engine;

/** One process of the rig: started, watched, started again where it died. Used by one thread. */
final class Part implements AutoCloseable {

    private static final Logger LOG = LoggerFactory.getLogger(Part.class);
    private static final Duration FIRST_WAIT = Duration.ofSeconds(1);
    private static final Duration LONGEST_WAIT = Duration.ofSeconds(15);

    /** Starts the process and returns once it is ready. */
    interface Starter {
        Engine start() throws IOException;
    }

    private final String name;
    private final Starter starter;
    private Engine running;
    private Duration wait = FIRST_WAIT;
    private Instant notBefore = Instant.MIN;
    private boolean held;

    Part(String name, Starter starter) {
        this.name = name;
        this.starter = starter;
    }

    String name() {
        return name;
    }

    void start() throws IOException {
        running = starter.start();
    }

    long pid() {
        return running.pid();
    }

    boolean alive() {
        return running != null && running.alive();
    }

    /** Kills it; it stays away until {@link #release}. */
    void hold() {
        held = true;
        running.kill();
    }

    void release() {
        held = false;
    }

    /** Starts it again where it has died, waiting longer each time it does not come up. */
    void revive(Instant now) {
        if (held || alive() || now.isBefore(notBefore)) {
            return;
        }
        LOG.warn("{} has ended; starting it again", name);
        try {
            start();
            wait = FIRST_WAIT;
        } catch (IOException failure) {
            LOG.warn("{}", failure.getMessage());
            notBefore = now.plus(wait);
            wait = wait.multipliedBy(2).compareTo(LONGEST_WAIT) > 0 ? LONGEST_WAIT : wait.multipliedBy(2);
        }
    }

    @Override
    public void close() {
        if (running != null) {
            running.close();
        }
    }
}
