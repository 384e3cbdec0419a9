package org.streetwarden.api.push;

import java.time.Duration;
import java.util.List;
import java.util.Optional;
import java.util.random.RandomGenerator;

/** When a delivery is tried again: the schedule of Standard Webhooks, ten tries within 75 hours and a half, stretched a little. */
final class RetrySchedule {

    /** Between one try and the next; the first is made at once. */
    static final List<Duration> WAITS = List.of(
            Duration.ofSeconds(5),
            Duration.ofMinutes(5),
            Duration.ofMinutes(30),
            Duration.ofHours(2),
            Duration.ofHours(5),
            Duration.ofHours(10),
            Duration.ofHours(14),
            Duration.ofHours(20),
            Duration.ofHours(24));

    /** Longest that a target may ask us to wait. */
    static final Duration MOST_ASKED = Duration.ofHours(24);

    private static final double MOST_STRETCH = 0.1;

    private final RandomGenerator random;

    RetrySchedule(RandomGenerator random) {
        this.random = random;
    }

    /**
     * How long to wait.
     *
     * @param tries made so far, from 1
     * @param asked by the target, or null
     * @return empty where that was the last one
     */
    Optional<Duration> after(int tries, Duration asked) {
        if (tries > WAITS.size()) {
            return Optional.empty();
        }
        Duration wait = WAITS.get(tries - 1);
        Duration stretched = wait.plusMillis((long) (wait.toMillis() * MOST_STRETCH * random.nextDouble()));
        if (asked == null) {
            return Optional.of(stretched);
        }
        Duration bounded = asked.compareTo(MOST_ASKED) > 0 ? MOST_ASKED : asked;
        return Optional.of(bounded.compareTo(stretched) > 0 ? bounded : stretched);
    }
}
