package org.streetwarden.engines;

import java.time.Duration;

/**
 * A running server on 127.0.0.1 whose data outlives it. Safe to kill: starting it again on the same folder recovers, and
 * ends an orphan that a killed launcher left there.
 */
public interface Engine extends AutoCloseable {

    int port();

    long pid();

    boolean alive();

    /** Ends it at once, as {@code kill -9} would; for tests of recovery. Waits until it is gone. */
    void kill();

    /** Ends it orderly; after {@link #STOP_DEADLINE} by force. */
    @Override
    void close();

    /** How long an orderly end may take. */
    Duration STOP_DEADLINE = Duration.ofSeconds(10);
}
