package org.streetwarden.visit;

import java.time.Duration;
import java.time.Instant;

/**
 * How many visits may be under way at once, found by what they meet: one more for every windowful whose pictures were judged
 * soon, three quarters where a picture waited long for the models. Additive increase and multiplicative decrease as TCP does it
 * (Chiu and Jain 1989; RFC 5681): several workers that share a machine find their parts by it, and visits that would only wait
 * are not begun. Pure. Not thread-safe.
 */
public final class VisitWindow {

    static final Duration SOON = Duration.ofSeconds(1);
    static final Duration LATE = Duration.ofSeconds(2);
    private static final int FIRST = 8;
    private static final int LEAST = 2;
    private static final double KEPT = 0.75;

    private final int most;
    private double size;
    private Instant shrinksAgainAt = Instant.MIN;

    /** @param most never more, at least 1 */
    public VisitWindow(int most) {
        this.most = most;
        size = Math.min(FIRST, most);
    }

    /** Visits at once. */
    public int size() {
        return (int) size;
    }

    /**
     * A picture was judged, or given up.
     *
     * @param waited from the picture to its judgement, or until it was given up
     */
    public void judged(Duration waited, Instant now) {
        if (waited.compareTo(SOON) < 0) {
            size = Math.min(most, size + 1 / size);
        } else if (waited.compareTo(LATE) >= 0 && !now.isBefore(shrinksAgainAt)) {
            size = Math.max(Math.min(LEAST, most), size * KEPT);
            shrinksAgainAt = now.plus(LATE); // what was under way already tells nothing of the smaller window
        }
    }
}
