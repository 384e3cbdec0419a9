package org.streetwarden.fleet;

import java.time.Duration;
import java.time.Instant;
import java.time.InstantSource;
import java.util.Collection;
import java.util.HashMap;
import java.util.LinkedHashMap;
import java.util.Map;
import java.util.Optional;
import org.streetwarden.incident.CameraMemory;

/**
 * The newest memory of each camera, and which of them are on their way to where they lie. One of which nothing may still come
 * goes twice a minute at most. Thread-safe.
 */
final class UnsentMemories {

    private static final Duration QUIET_EVERY = Duration.ofSeconds(30);

    private final InstantSource clock;
    private final Map<String, CameraMemory> kept = new HashMap<>();
    private final Map<String, Sent> sent = new HashMap<>();
    private final Map<String, CameraMemory> unsent = new LinkedHashMap<>();

    private record Sent(Instant at, boolean pending) {}

    UnsentMemories(InstantSource clock) {
        this.clock = clock;
    }

    synchronized Optional<CameraMemory> of(String cameraId) {
        return Optional.ofNullable(kept.get(cameraId));
    }

    synchronized void keep(String cameraId, CameraMemory memory) {
        if (memory.equals(kept.put(cameraId, memory))) {
            return;
        }
        Sent last = sent.get(cameraId);
        boolean due = last == null
                || last.pending()
                || memory.pending()
                || !clock.instant().isBefore(last.at().plus(QUIET_EVERY));
        if (due) {
            unsent.put(cameraId, memory);
        }
    }

    /** These go next, whatever they are. */
    synchronized void send(Collection<String> cameras) {
        for (String camera : cameras) {
            CameraMemory memory = kept.get(camera);
            if (memory != null) {
                unsent.put(camera, memory);
            }
        }
    }

    /** Everything goes again. */
    synchronized void sendAll() {
        unsent.putAll(kept);
    }

    synchronized void forget(String cameraId) {
        kept.remove(cameraId);
        sent.remove(cameraId);
        unsent.remove(cameraId);
    }

    /** The next that are to go, those that wait the longest first. */
    synchronized Map<String, CameraMemory> next(int most) {
        Map<String, CameraMemory> some = new LinkedHashMap<>();
        unsent.entrySet().stream().limit(most).forEach(each -> some.put(each.getKey(), each.getValue()));
        return some;
    }

    /** It is there; a newer one may wait already. */
    synchronized void sent(String cameraId, CameraMemory memory) {
        unsent.remove(cameraId, memory);
        if (kept.containsKey(cameraId)) {
            sent.put(cameraId, new Sent(clock.instant(), memory.pending()));
        }
    }
}
