package org.streetwarden.fleet;

import static org.assertj.core.api.Assertions.assertThat;

import java.util.Map;
import org.junit.jupiter.api.Test;

class CapacityTest {

    private static Usage busy(double cpu) {
        return new Usage(Map.of(Resource.CPU, cpu, Resource.MEMORY, 0.2), cpu * 2, 1 << 30, 7);
    }

    private final Capacity capacity = new Capacity(0, 20_000);

    @Test
    void beginsLowAndDoublesWhileThereIsRoom() {
        int[] seen = new int[4];
        for (int i = 0; i < seen.length; i++) {
            seen[i] = capacity.cameras();
            capacity.measured(capacity.cameras(), busy(0.3));
        }
        assertThat(seen).containsExactly(128, 256, 512, 1024);
    }

    @Test
    void staysWhereItIsNotFilled() {
        capacity.measured(60, busy(0.1));
        assertThat(capacity.cameras()).isEqualTo(128);
    }

    @Test
    void staysBetweenRoomAndFull() {
        for (int i = 0; i < 10; i++) {
            capacity.measured(128, busy(0.61 + 0.024 * i));
        }
        assertThat(capacity.cameras()).isEqualTo(128);
    }

    @Test
    void shrinksOnlyWhereTheStrainLasts() {
        capacity.measured(128, busy(0.95));
        capacity.measured(128, busy(0.7));
        capacity.measured(128, busy(0.95));
        assertThat(capacity.cameras()).isEqualTo(128);
        capacity.measured(128, busy(0.95));
        assertThat(capacity.cameras()).isEqualTo(115);
    }

    @Test
    void waitsBeforeItGrowsAgain() {
        capacity.measured(128, busy(0.95));
        capacity.measured(128, busy(0.95));
        for (int i = 0; i < 3; i++) {
            capacity.measured(115, busy(0.3));
            assertThat(capacity.cameras()).isEqualTo(115);
        }
        capacity.measured(115, busy(0.3));
        assertThat(capacity.cameras()).isEqualTo(230);
    }

    @Test
    void neverGoesBeyondItsLimitsAndKeepsOne() {
        Capacity small = new Capacity(0, 300);
        for (int i = 0; i < 5; i++) {
            small.measured(small.cameras(), busy(0.1));
        }
        assertThat(small.cameras()).isEqualTo(300);
        for (int i = 0; i < 20; i++) {
            small.measured(1, busy(2));
        }
        assertThat(small.cameras()).isEqualTo(1);
    }

    @Test
    void isWhatIsConfigured() {
        Capacity configured = new Capacity(40, 20_000);
        configured.measured(40, busy(0.1));
        configured.measured(40, busy(0.99));
        configured.measured(40, busy(0.99));
        assertThat(configured.cameras()).isEqualTo(40);
    }

    @Test
    void namesTheScarcest() {
        assertThat(busy(0.7).scarcest()).isEqualTo("cpu");
        assertThat(busy(0.1).scarcest()).isEqualTo("memory");
        assertThat(busy(0.1).busiest()).isEqualTo(0.2);
        assertThat(Usage.NONE.scarcest()).isEmpty();
    }
}
