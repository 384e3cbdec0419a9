package org.streetwarden.visit;

import static org.assertj.core.api.Assertions.assertThat;

import java.time.Duration;
import java.time.Instant;
import java.util.Random;
import org.junit.jupiter.api.Test;

class CircuitTest {

    private final Circuit circuit = new Circuit(new Random(3));
    private Instant now = Instant.parse("2026-03-01T08:00:00Z");

    private void fail(int cameras) {
        for (int i = 0; i < cameras; i++) {
            circuit.failed("cam-" + i, now);
        }
    }

    private boolean admits() {
        return !circuit.admitsAt().isAfter(now);
    }

    @Test
    void opensOnceManyDifferentCamerasFailedInARow() {
        fail(Circuit.FAILURES - 1);
        fail(Circuit.FAILURES - 1);
        assertThat(circuit.isOpen()).isFalse();
        fail(Circuit.FAILURES);
        assertThat(circuit.isOpen()).isTrue();
        assertThat(admits()).isFalse();
    }

    @Test
    void staysClosedWhileSomebodyIsAnswered() {
        for (int i = 0; i < 100; i++) {
            circuit.failed("cam-" + i, now);
            if (i % 4 == 3) {
                circuit.answered();
            }
        }
        assertThat(circuit.isOpen()).isFalse();
    }

    @Test
    void letsOneTryAndClosesByItsAnswer() {
        fail(Circuit.FAILURES);
        now = now.plus(Circuit.SHORTEST);
        assertThat(admits()).isTrue();
        circuit.trying("cam-9");
        assertThat(admits()).isFalse();
        circuit.failed("cam-0", now); // was under way before it opened
        assertThat(admits()).isFalse();
        circuit.answered();
        assertThat(circuit.isOpen()).isFalse();
        assertThat(admits()).isTrue();
    }

    @Test
    void doublesItsPauseUpToAMinuteWhileProbesFail() {
        fail(Circuit.FAILURES);
        for (Duration pause : new Duration[] {
            Circuit.SHORTEST,
            Duration.ofSeconds(10),
            Duration.ofSeconds(20),
            Duration.ofSeconds(40),
            Circuit.LONGEST,
            Circuit.LONGEST
        }) {
            assertThat(Duration.between(now, circuit.admitsAt()))
                    .isBetween(pause.multipliedBy(9).dividedBy(10), pause);
            now = circuit.admitsAt();
            circuit.trying("cam-1");
            circuit.failed("cam-1", now);
        }
    }

    @Test
    void letsAnotherTryWhereAProbeToldNothing() {
        fail(Circuit.FAILURES);
        now = circuit.admitsAt();
        circuit.trying("cam-1");
        circuit.abandoned("cam-1");
        assertThat(admits()).isTrue();
    }
}
