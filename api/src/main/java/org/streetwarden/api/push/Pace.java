package org.streetwarden.api.push;

import java.time.Instant;
import java.util.ArrayDeque;
import java.util.Deque;
import org.streetwarden.api.adapters.Adapter.Rate;

/** At most so many requests within a time, counted in this process. Thread-safe. */
final class Pace {

    private final Rate rate;
    private final Deque<Instant> made = new ArrayDeque<>();

    Pace(Rate rate) {
        this.rate = rate;
    }

    /** How many more may be made now. */
    synchronized int room(Instant now) {
        while (!made.isEmpty() && !made.peekFirst().plus(rate.within()).isAfter(now)) {
            made.removeFirst();
        }
        return Math.max(0, rate.requests() - made.size());
    }

    synchronized void made(Instant now) {
        made.addLast(now);
    }
}
