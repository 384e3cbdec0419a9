package org.streetwarden.pipeline;

import java.time.Duration;
import java.time.Instant;
import java.time.InstantSource;
import java.util.HashMap;
import java.util.Map;
import org.streetwarden.casefile.WorkerRecord;
import org.streetwarden.casefile.WorkerRecord.IncidentFiled;
import org.streetwarden.filing.DeliveryFailure;
import org.streetwarden.filing.RecordBus;

/**
 * Incidents that were raised here and are not on the stream yet. Until one is, the fleet's memory of its camera stays as it
 * was before: should this worker die for good now, the next one raises the same incident, with the same id. Any thread.
 */
final class Undelivered {

    /** What takes longer waits for a mended store, or was given up; the camera's memory must not wait as long. */
    private static final Duration LONGEST = Duration.ofMinutes(15);

    private record Raised(String cameraId, Instant at) {}

    private final InstantSource clock;
    private final Map<String, Raised> incidents = new HashMap<>();

    Undelivered(InstantSource clock) {
        this.clock = clock;
    }

    synchronized void raised(String incidentId, String cameraId) {
        incidents.put(incidentId, new Raised(cameraId, clock.instant()));
    }

    /** It is on the stream, or turned out to be none. */
    synchronized void settled(String incidentId) {
        incidents.remove(incidentId);
    }

    synchronized boolean has(String cameraId) {
        Instant since = clock.instant().minus(LONGEST);
        incidents.values().removeIf(raised -> raised.at().isBefore(since));
        return incidents.values().stream().anyMatch(raised -> raised.cameraId().equals(cameraId));
    }

    /** The same bus, which settles what it has sent. */
    RecordBus seenBy(RecordBus bus) {
        return new RecordBus() {
            @Override
            public void send(WorkerRecord record) throws DeliveryFailure {
                bus.send(record);
                if (record instanceof IncidentFiled filed) {
                    settled(filed.incidentId());
                }
            }

            @Override
            public void close() {
                bus.close();
            }
        };
    }
}
