package org.streetwarden.visit;

import java.time.Duration;
import java.time.Instant;
import java.util.HashSet;
import java.util.Set;
import java.util.random.RandomGenerator;

/**
 * A circuit breaker (Nygard, Release It!, 2007): where several cameras of one upstream fail in a row and none is answered in
 * between, it is the upstream that fails, and nobody asks it for a while. Then one camera tries; what it meets decides for
 * all. The pauses double from 5 s to 60 s, the last tenth of each is random. Pure. Not thread-safe.
 */
public final class Circuit {

    /** So many different cameras must have failed in a row. */
    static final int FAILURES = 5;

    static final Duration SHORTEST = Duration.ofSeconds(5);
    static final Duration LONGEST = Duration.ofSeconds(60);

    private final RandomGenerator chance;
    private final Set<String> failing = new HashSet<>();
    private Duration pause = SHORTEST;
    private Instant closedAgainAt;
    private String probe;

    Circuit(RandomGenerator chance) {
        this.chance = chance;
    }

    /** Whether the upstream is left alone but for a probe. */
    boolean isOpen() {
        return closedAgainAt != null;
    }

    /** From when on somebody may try; {@link Instant#MAX} while a probe is under way. */
    Instant admitsAt() {
        if (!isOpen()) {
            return Instant.MIN;
        }
        return probe == null ? closedAgainAt : Instant.MAX;
    }

    /** A camera is being opened; where the circuit is open, it is the probe. */
    void trying(String cameraId) {
        if (isOpen()) {
            probe = cameraId;
        }
    }

    /** The upstream answered somebody. */
    void answered() {
        failing.clear();
        closedAgainAt = null;
        probe = null;
        pause = SHORTEST;
    }

    /** The upstream did not answer this camera. */
    void failed(String cameraId, Instant now) {
        if (isOpen()) {
            if (cameraId.equals(probe)) {
                pause = pause.multipliedBy(2).compareTo(LONGEST) < 0 ? pause.multipliedBy(2) : LONGEST;
                open(now);
            }
        } else if (failing.add(cameraId) && failing.size() >= FAILURES) {
            open(now);
        }
    }

    /** The attempt ended without telling anything about the upstream. */
    void abandoned(String cameraId) {
        if (cameraId.equals(probe)) {
            probe = null;
        }
    }

    private void open(Instant now) {
        probe = null;
        long millis = pause.toMillis();
        closedAgainAt = now.plusMillis(millis * 9 / 10 + chance.nextLong(millis / 10 + 1));
    }
}
