package org.streetwarden.pipeline;

import java.time.Duration;
import java.time.Instant;
import java.util.concurrent.Callable;

/** Waits for what another thread brings about; a minute is more than any of it takes. */
final class Waiting {

    private static final Duration LONGEST = Duration.ofSeconds(60);

    private Waiting() {}

    static void until(String what, Callable<Boolean> holds) throws Exception {
        Instant end = Instant.now().plus(LONGEST);
        while (!holds.call()) {
            if (Instant.now().isAfter(end)) {
                throw new AssertionError("waited %s s in vain until %s".formatted(LONGEST.toSeconds(), what));
            }
            Thread.sleep(20);
        }
    }

    /** Says in the end what was still wrong. */
    static void untilAsserted(Runnable assertion) throws InterruptedException {
        Instant end = Instant.now().plus(LONGEST);
        while (true) {
            try {
                assertion.run();
                return;
            } catch (AssertionError notYet) {
                if (Instant.now().isAfter(end)) {
                    throw notYet;
                }
            }
            Thread.sleep(100);
        }
    }
}
