package org.streetwarden.source;

import java.time.Duration;
import java.time.Instant;
import java.util.random.RandomGenerator;
import org.streetwarden.media.StreamFailure;
import org.streetwarden.media.StreamFailure.Next;

/**
 * When to open a camera, and when to open it again, for ever. First within a random time that grows with the number of
 * cameras which begin together, 20 ms for each, up to 10 s for all; after a failure that says retry, a random
 * time up to 2 s, then up to 4, 8 … 60 s (full jitter, so that a recovered switch is not met by all of its cameras at
 * once); after one that says stop, 10 minutes with a tenth of jitter, since passwords and paths do get mended. A run that
 * was healthy for a minute begins anew at 2 s. Pure: time and chance come from the caller. Used by one thread.
 */
public final class Reconnect {

    public static final Duration SHORTEST = Duration.ofSeconds(2);
    public static final Duration LONGEST = Duration.ofSeconds(60);
    public static final Duration AFTER_STOP = Duration.ofMinutes(10);
    public static final Duration HEALTHY = Duration.ofMinutes(1);
    public static final Duration LONGEST_SPREAD = Duration.ofSeconds(10);

    /** What each camera adds to the time over which all begin. */
    private static final Duration SPREAD_EACH = Duration.ofMillis(20);

    /** Never sooner than this, whatever chance says: a peer that drops us at once is not to be hammered. */
    private static final Duration LEAST = Duration.ofMillis(200);

    private final RandomGenerator chance;
    private final Duration spread;
    private Duration ceiling = SHORTEST;
    private Instant healthySince;
    private int failures;

    /** @param cameras how many begin together with this one, itself counted */
    public Reconnect(RandomGenerator chance, int cameras) {
        this.chance = chance;
        Duration all = SPREAD_EACH.multipliedBy(cameras);
        spread = all.compareTo(LONGEST_SPREAD) < 0 ? all : LONGEST_SPREAD;
    }

    /** How long to wait before the first attempt, so that a worker's cameras do not all begin at once. */
    public Duration first() {
        return jittered(Duration.ZERO, spread);
    }

    /** A packet arrived. */
    public void received(Instant now) {
        if (healthySince == null) {
            healthySince = now;
        } else if (failures > 0 && Duration.between(healthySince, now).compareTo(HEALTHY) >= 0) {
            failures = 0;
            ceiling = SHORTEST;
        }
    }

    /**
     * A run ended or could not begin.
     *
     * @return how long to wait before the next attempt
     */
    public Duration failed(StreamFailure failure) {
        healthySince = null;
        failures++;
        if (failure.reason().next == Next.STOP) {
            return jittered(
                    AFTER_STOP.multipliedBy(9).dividedBy(10),
                    AFTER_STOP.multipliedBy(11).dividedBy(10));
        }
        Duration wait = jittered(LEAST, ceiling);
        ceiling = ceiling.multipliedBy(2).compareTo(LONGEST) < 0 ? ceiling.multipliedBy(2) : LONGEST;
        return wait;
    }

    /** Failures since the last healthy minute. */
    public int failures() {
        return failures;
    }

    private Duration jittered(Duration least, Duration most) {
        return Duration.ofMillis(chance.nextLong(least.toMillis(), most.toMillis() + 1));
    }
}
