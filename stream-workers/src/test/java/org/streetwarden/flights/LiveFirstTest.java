package org.streetwarden.flights;

import static org.assertj.core.api.Assertions.assertThat;
import static org.assertj.core.api.Assertions.assertThatThrownBy;

import java.time.Duration;
import java.util.concurrent.atomic.AtomicInteger;
import org.junit.jupiter.api.Test;

class LiveFirstTest {

    @Test
    void waitsWhileCamerasDo() throws Exception {
        AtomicInteger left = new AtomicInteger(3);
        LiveFirst live = new LiveFirst(() -> left.getAndDecrement() > 0, Duration.ofMinutes(1));
        live.await();
        assertThat(left).hasValue(-1);
        assertThat(live.waitedSeconds()).isPositive();
    }

    @Test
    void goesOnInTheEndHoweverBusyCamerasAre() throws Exception {
        LiveFirst live = new LiveFirst(() -> true, Duration.ofMillis(20));
        live.await();
        assertThat(live.waitedSeconds()).isGreaterThanOrEqualTo(0.02);
    }

    @Test
    void isInterrupted() {
        Thread.currentThread().interrupt();
        assertThatThrownBy(() -> new LiveFirst(() -> false, Duration.ZERO).await())
                .isInstanceOf(InterruptedException.class);
    }
}
