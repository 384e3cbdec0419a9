package org.streetwarden.visit;

import java.time.Instant;
import java.time.InstantSource;

/**
 * Goes on evenly from what the wall clock said at its birth, whatever is done to that later: for waits and turns, which a
 * clock that is set must neither hold up nor hurry. Thread-safe.
 */
public final class SteadyClock implements InstantSource {

    private final Instant born = Instant.now();
    private final long bornNanos = System.nanoTime();

    @Override
    public Instant instant() {
        return born.plusNanos(System.nanoTime() - bornNanos);
    }
}
