package org.streetwarden.pipeline;

import static org.assertj.core.api.Assertions.assertThat;

import java.time.Duration;
import java.time.Instant;
import java.util.ArrayList;
import java.util.Collections;
import java.util.List;
import java.util.Optional;
import org.junit.jupiter.api.Test;
import org.streetwarden.casefile.WorkerRecord;
import org.streetwarden.casefile.WorkerRecord.IncidentCleared;
import org.streetwarden.filing.DeliveryFailure;
import org.streetwarden.filing.RecordBus;
import org.streetwarden.geometry.Box;
import org.streetwarden.incident.CameraMemory;
import org.streetwarden.incident.CameraMemory.HourMemory;
import org.streetwarden.incident.OpenIncident;
import org.streetwarden.zone.Kind;

/** What the fleet's memory may say, and what a judge begins with. */
class UndeliveredTest {

    private Instant now = Instant.parse("2026-11-26T08:00:00Z");
    private final Undelivered undelivered = new Undelivered(() -> now);

    @Test
    void holdsAMemoryBackUntilTheIncidentIsSettled() {
        undelivered.raised("incident-1", "cam-1");
        assertThat(undelivered.has("cam-1")).isTrue();
        assertThat(undelivered.has("cam-2")).isFalse();

        undelivered.settled("incident-1");
        assertThat(undelivered.has("cam-1")).isFalse();
    }

    @Test
    void holdsAMemoryBackUntilTheStreamHasTheClearing() throws DeliveryFailure {
        String id = "0".repeat(32);
        List<WorkerRecord> sent = new ArrayList<>();
        RecordBus bus = undelivered.seenBy(new RecordBus() {
            @Override
            public void send(WorkerRecord record) {
                sent.add(record);
            }

            @Override
            public void close() {
                // nothing is open
            }
        });
        undelivered.cleared(id, "cam-1");
        undelivered.settled(id);
        assertThat(undelivered.has("cam-1")).isTrue();

        bus.send(new IncidentCleared(id, now, now));

        assertThat(sent).hasSize(1);
        assertThat(undelivered.has("cam-1")).isFalse();
    }

    @Test
    void givesUpWaitingAfterAWhile() {
        undelivered.raised("incident-1", "cam-1");
        now = now.plus(Duration.ofMinutes(16));
        assertThat(undelivered.has("cam-1")).isFalse();
    }

    @Test
    void beginsWithWhatTheOthersKnewUnlessTheOwnJournalKnowsMore() {
        CameraMemory shared = new CameraMemory(
                "cam-1",
                Optional.of(1000L),
                List.of(),
                CameraMemory.of("cam-1", List.of()).tracks(),
                List.of(),
                Optional.empty(),
                Optional.of(new HourMemory(900, Collections.nCopies(HourMemory.HOURS, 0.5))));
        OpenIncident old = open(900);
        OpenIncident fresh = open(1100);

        assertThat(Desks.memory("cam-1", Optional.of(shared), List.of(old))).isEqualTo(shared);
        assertThat(Desks.memory("cam-1", Optional.of(shared), List.of(fresh)).open())
                .containsExactly(fresh);
        assertThat(Desks.memory("cam-1", Optional.of(shared), List.of(fresh)).hours())
                .isEqualTo(shared.hours());
        CameraMemory standing = CameraMemory.of("cam-1", List.of(old));
        assertThat(Desks.memory("cam-1", Optional.of(standing), List.of(fresh))).isEqualTo(standing);
        assertThat(standing.standing(List.of(fresh))).isEqualTo(standing);
        assertThat(standing.standing(List.of()).open()).isEmpty();
        assertThat(Desks.memory("cam-1", Optional.empty(), List.of(old)).open()).containsExactly(old);
    }

    private static OpenIncident open(long lastSeenUs) {
        return new OpenIncident("0".repeat(32), "market", Kind.VENDING, lastSeenUs, new Box(0.4, 0.4, 0.6, 0.7));
    }
}
