package org.streetwarden.casefile;

import static org.assertj.core.api.Assertions.assertThat;
import static org.assertj.core.api.Assertions.assertThatThrownBy;

import java.time.Instant;
import java.util.Random;
import net.jqwik.api.ForAll;
import net.jqwik.api.Property;
import org.junit.jupiter.api.Test;

class FleetStatusCodecTest {

    private static final Instant STARTED = Instant.parse("2026-11-26T08:00:00Z");
    private static final FleetStatus STATUS = new FleetStatus(
            "worker-1",
            STARTED,
            STARTED.plusSeconds(90),
            1812,
            2400,
            FleetStatus.State.DRAINING,
            1.37,
            3L << 30,
            97,
            0.685,
            "inference");

    @Test
    void decodesWhatItEncodes() throws MalformedRecord {
        assertThat(FleetStatusCodec.decode(FleetStatusCodec.encode(STATUS))).isEqualTo(STATUS);
    }

    @Test
    void namesEveryFieldAtFault() {
        String text = FleetStatusCodec.encode(STATUS)
                .replace("held=1812", "held=-1")
                .replace("state=DRAINING", "state=ASLEEP")
                .replace("busiest=0.685", "busiest=NaN")
                .replace("scarcest=inference", "scarcest=<b>");
        assertThatThrownBy(() -> FleetStatusCodec.decode(text))
                .isInstanceOf(MalformedRecord.class)
                .hasMessageContaining("held: expected a count from 0")
                .hasMessageContaining("state: expected WORKING, DRAINING or DRAINED")
                .hasMessageContaining("busiest: expected a number from 0 to 1.0, found NaN")
                .hasMessageContaining("scarcest: expected lower-case letters");
    }

    @Test
    void refusesWhatIsTooLongBeforeReadingIt() {
        assertThatThrownBy(() -> FleetStatusCodec.decode("v=1\n" + "x=1\n".repeat(1000)))
                .hasMessage("fleet status: expected at most 2048 characters, found 4004");
    }

    @Test
    void countsAsDeadAfterSilence() {
        assertThat(STATUS.aliveAt(STATUS.at().plusSeconds(14))).isTrue();
        assertThat(STATUS.aliveAt(STATUS.at().plusSeconds(15))).isFalse();
    }

    @Property(tries = 1000)
    void refusesOrReadsAnyMutation(@ForAll long seed) {
        Random random = new Random(seed);
        StringBuilder text = new StringBuilder(FleetStatusCodec.encode(STATUS));
        for (int i = random.nextInt(3); i >= 0; i--) {
            text.setCharAt(random.nextInt(text.length()), (char) random.nextInt(256));
        }
        try {
            FleetStatus read = FleetStatusCodec.decode(text.toString());
            assertThat(FleetStatusCodec.decode(FleetStatusCodec.encode(read))).isEqualTo(read);
        } catch (MalformedRecord refused) {
            assertThat(refused.getMessage()).contains(": expected");
        }
    }
}
