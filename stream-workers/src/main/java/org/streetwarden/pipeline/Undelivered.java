package org.streetwarden.pipeline;

import java.time.Duration;
import java.time.Instant;
import java.time.InstantSource;
import java.util.HashMap;
import java.util.Map;
import org.streetwarden.casefile.WorkerRecord;
import org.streetwarden.casefile.WorkerRecord.IncidentCleared;
import org.streetwarden.casefile.WorkerRecord.IncidentFiled;
import org.streetwarden.filing.DeliveryFailure;
import org.streetwarden.filing.RecordBus;

/**
 * Incidents that were raised or cleared here, and the stream does not say so yet. Until it does, what is remembered of the
 * camera elsewhere stays as it was before: should this worker die for good now, the next one raises, or clears, the same
 * incident, with the same id. Any thread.
 */
final class Undelivered {

    /** What takes longer waits for a mended store, or was given up; the camera's memory must not wait as long. */
    private static final Duration LONGEST = Duration.ofMinutes(15);

    /** Before the ids of clearings. */
    private static final String CLEARED = "cleared ";

    private record Told(String cameraId, Instant at) {}

    private final InstantSource clock;
    private final Map<String, Told> incidents = new HashMap<>();

    Undelivered(InstantSource clock) {
        this.clock = clock;
    }

    synchronized void raised(String incidentId, String cameraId) {
        incidents.put(incidentId, new Told(cameraId, clock.instant()));
    }

    void cleared(String incidentId, String cameraId) {
        raised(CLEARED + incidentId, cameraId);
    }

    /** It is on the stream, or turned out to be none. */
    synchronized void settled(String incidentId) {
        incidents.remove(incidentId);
    }

    synchronized boolean has(String cameraId) {
        Instant since = clock.instant().minus(LONGEST);
        incidents.values().removeIf(told -> told.at().isBefore(since));
        return incidents.values().stream().anyMatch(told -> told.cameraId().equals(cameraId));
    }

    /** The same bus, which settles what it has sent. */
    RecordBus seenBy(RecordBus bus) {
        return new RecordBus() {
            @Override
            public void send(WorkerRecord record) throws DeliveryFailure {
                bus.send(record);
                if (record instanceof IncidentFiled filed) {
                    settled(filed.incidentId());
                } else if (record instanceof IncidentCleared cleared) {
                    settled(CLEARED + cleared.incidentId());
                }
            }

            @Override
            public void close() {
                bus.close();
            }
        };
    }
}
