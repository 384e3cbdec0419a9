package org.streetwarden.rollout;

import static org.assertj.core.api.Assertions.assertThat;

import java.time.Duration;
import java.time.Instant;
import java.util.function.BooleanSupplier;

/** Waits for what another thread brings about. */
public final class Polling {

    private Polling() {}

    public static void until(String what, BooleanSupplier holds) throws InterruptedException {
        until(what, Duration.ofMillis(5), holds);
    }

    /** @param pause between two looks */
    public static void until(String what, Duration pause, BooleanSupplier holds) throws InterruptedException {
        Instant forever = Instant.now().plusSeconds(180);
        while (!holds.getAsBoolean()) {
            assertThat(Instant.now()).as("waited too long until " + what).isBefore(forever);
            Thread.sleep(pause);
        }
    }
}
