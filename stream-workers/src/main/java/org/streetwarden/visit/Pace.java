package org.streetwarden.visit;

import java.time.Duration;
import java.time.Instant;
import java.util.Optional;
import java.util.random.RandomGenerator;
import org.streetwarden.media.StreamFailure;

/**
 * When one camera is visited next. Ready somewhat before it is due, so that the promise holds though others come first, and at
 * random, so that cameras that began together drift apart. A camera that fails is tried again soon once, then as often as
 * promised, then half as often: its own circuit breaker. Pure. Not thread-safe.
 */
public final class Pace {

    private static final double EARLIEST = 0.85;
    private static final double LATEST = 0.95;

    /** What each camera adds to the time over which all are first seen; at most the promise. */
    private static final Duration SPREAD_EACH = Duration.ofMillis(100);

    private static final Duration LONGEST_SOON = Duration.ofSeconds(30);
    private static final Duration SHORTEST_SOON = Duration.ofSeconds(2);
    private static final Duration AFTER_STOP = Duration.ofMinutes(10);

    /** After so many failures in a row a camera is taken for dead. */
    private static final int DEAD = 5;

    private final RandomGenerator chance;
    private int failures;

    public Pace(RandomGenerator chance) {
        this.chance = chance;
    }

    /**
     * The next time.
     *
     * @param readyAt not before
     * @param dueAt better not after
     */
    public record Next(Instant readyAt, Instant dueAt) {

        /** As soon as that time has passed. */
        public static Next in(Duration wait, Instant now) {
            return new Next(now.plus(wait), now.plus(wait));
        }
    }

    /**
     * The first time that this worker sees it: in its turn where another saw it lately; else spread, so that
     * many cameras which begin together ask for few more visits a second than they will all along.
     *
     * @param blind since it was last seen; empty: nobody knows
     * @param held cameras that begin together, itself counted
     */
    public Next first(Instant now, Duration every, Optional<Duration> blind, int held) {
        Optional<Duration> lately = blind.filter(since -> since.compareTo(every) < 0);
        if (lately.isPresent()) {
            Duration wait = longer(Duration.ZERO, part(every, EARLIEST, LATEST).minus(lately.get()));
            return new Next(now.plus(wait), now.plus(every).minus(lately.get()));
        }
        Duration spread = shorter(SPREAD_EACH.multipliedBy(held), every);
        return new Next(now.plus(part(spread, 0, LATEST)), now.plus(every));
    }

    /** The first time that this worker sees it, where something may come of what stands there. */
    public Next resumed(Instant now) {
        return Next.in(part(SHORTEST_SOON, 0, 1), now);
    }

    /**
     * It was seen, and nothing stands there.
     *
     * @param every the promise
     * @param wish how often, as far as there is time for it; at most {@code every}
     */
    public Next patrol(Instant now, Duration every, Duration wish) {
        failures = 0;
        return new Next(now.plus(part(wish, EARLIEST, LATEST)), now.plus(every));
    }

    /** It was seen, and something stands there that must be watched. */
    public Next closely(Instant now, Duration watchEvery) {
        failures = 0;
        return Next.in(part(watchEvery, EARLIEST, LATEST), now);
    }

    /** It could not be seen. */
    public Next failed(Instant now, Duration every, StreamFailure failure) {
        failures++;
        Duration wait = part(every, EARLIEST, LATEST);
        if (failure.reason().next == StreamFailure.Next.STOP) {
            wait = longer(wait, part(AFTER_STOP, EARLIEST, LATEST));
        } else if (failures == 1) {
            wait = shorter(wait, longer(SHORTEST_SOON, shorter(LONGEST_SOON, part(every, 0.05, 0.1))));
        } else if (failures >= DEAD) {
            wait = wait.multipliedBy(2);
        }
        return new Next(now.plus(wait), now.plus(wait).plus(every));
    }

    private Duration part(Duration whole, double least, double most) {
        double share = least + (most - least) * chance.nextDouble();
        return Duration.ofNanos((long) (whole.toNanos() * share));
    }

    private static Duration shorter(Duration one, Duration other) {
        return one.compareTo(other) < 0 ? one : other;
    }

    private static Duration longer(Duration one, Duration other) {
        return one.compareTo(other) > 0 ? one : other;
    }
}
