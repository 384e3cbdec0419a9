package org.streetwarden.filing;

import java.time.Duration;
import java.util.random.RandomGenerator;

/** Waits that double from a first to a longest one, each shortened by up to a half at random. Used by one thread. */
public final class BackOff {

    private final Duration first;
    private final Duration longest;
    private final RandomGenerator random;
    private Duration next;

    public BackOff(Duration first, Duration longest, RandomGenerator random) {
        this.first = first;
        this.longest = longest;
        this.random = random;
        this.next = first;
    }

    /** @return how long to wait before the next try: from half the current step to all of it */
    public Duration next() {
        Duration step = next;
        Duration doubled = step.multipliedBy(2);
        next = doubled.compareTo(longest) > 0 ? longest : doubled;
        return Duration.ofMillis((long) (step.toMillis() * (0.5 + random.nextDouble() / 2)));
    }

    /** After a success: the next wait is the first one again. */
    public void reset() {
        next = first;
    }
}
