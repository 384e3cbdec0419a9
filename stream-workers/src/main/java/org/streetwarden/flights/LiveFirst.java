package org.streetwarden.flights;

import java.time.Duration;
import java.util.concurrent.atomic.LongAdder;
import java.util.function.BooleanSupplier;

/**
 * Lets live cameras go first: before each picture of a flight, or of a clip to be masked, it waits while a camera's frame waits for
 * the models, but never longer than a while, so that a flight ends one day however busy cameras are.
 */
public final class LiveFirst {

    private static final Duration GLANCE = Duration.ofMillis(5);

    private final BooleanSupplier camerasWait;
    private final Duration longest;
    private final LongAdder waitedNanos = new LongAdder();

    /** @param camerasWait whether a camera's frame is before the models or waits for them; any thread */
    public LiveFirst(BooleanSupplier camerasWait, Duration longest) {
        this.camerasWait = camerasWait;
        this.longest = longest;
    }

    /** Returns when it is its caller's turn. */
    public void await() throws InterruptedException {
        if (Thread.interrupted()) {
            throw new InterruptedException();
        }
        long began = System.nanoTime();
        while (camerasWait.getAsBoolean() && System.nanoTime() - began < longest.toNanos()) {
            Thread.sleep(GLANCE);
        }
        waitedNanos.add(System.nanoTime() - began);
    }

    /** For how long flights have waited for cameras. */
    double waitedSeconds() {
        return waitedNanos.sum() / 1e9;
    }
}
