package org.streetwarden.filing;

import com.fasterxml.jackson.databind.json.JsonMapper;
import java.io.IOException;
import java.nio.file.Files;
import java.nio.file.Path;
import java.util.List;
import java.util.Map;
import java.util.TreeMap;
import org.slf4j.Logger;
import org.slf4j.LoggerFactory;
import org.streetwarden.casefile.WorkerRecord.IncidentCleared;
import org.streetwarden.incident.OpenIncident;

/**
 * Which incidents are filed and not yet cleared, per camera, so that a restarted worker does not raise the same thing
 * again. Derived from the spool: an entry is the fact, this is its trace after delivery. Any thread.
 */
final class Journal {

    private static final Logger LOG = LoggerFactory.getLogger(Journal.class);
    private static final int FORMAT = 1;
    private static final int MAX_BYTES = 64 * 1024 * 1024;
    private static final JsonMapper JSON = new JsonMapper();

    /** The file. */
    private record Stored(int format, Map<String, List<OpenIncident>> cameras) {}

    private final Path file;
    private final Map<String, Map<String, OpenIncident>> cameras = new TreeMap<>();
    private boolean changed;

    private Journal(Path file) {
        this.file = file;
    }

    /**
     * Reads the journal, or starts an empty one. A damaged file is kept aside under the name {@code *.damaged}: the worst
     * it costs is that something still there is raised anew.
     */
    static Journal open(Path file) throws IOException {
        Journal journal = new Journal(file);
        if (Files.exists(file)) {
            try {
                journal.load();
            } catch (IOException | IllegalArgumentException damaged) {
                LOG.error(
                        "{}: expected a journal of open incidents, found {}; starting an empty one",
                        file,
                        damaged.toString().lines().findFirst().orElse(""));
                journal.cameras.clear();
                Disk.move(file, file.resolveSibling(file.getFileName() + ".damaged"));
            }
        }
        return journal;
    }

    private void load() throws IOException {
        if (Files.size(file) > MAX_BYTES) {
            throw new IOException("%d bytes".formatted(Files.size(file)));
        }
        Stored stored = JSON.readValue(Files.readAllBytes(file), Stored.class);
        if (stored == null || stored.format() != FORMAT || stored.cameras() == null) {
            throw new IOException("another format");
        }
        stored.cameras().forEach((camera, incidents) -> incidents.forEach(open -> put(camera, open)));
    }

    private void put(String cameraId, OpenIncident open) {
        cameras.computeIfAbsent(cameraId, id -> new TreeMap<>()).put(open.incidentId(), open);
    }

    /** Takes in what an entry says. Doing so twice, or again after a restart, changes nothing. */
    synchronized void apply(SpoolEntry entry) {
        if (entry.record() instanceof IncidentCleared cleared) {
            cameras.getOrDefault(entry.cameraId(), Map.of()).remove(cleared.incidentId());
        } else {
            entry.open().ifPresent(open -> {
                if (isNews(entry.cameraId(), open)) {
                    put(entry.cameraId(), open);
                }
            });
        }
        changed = true;
    }

    /** An entry that waited says where a thing was at its raise; the journal may know better by now. */
    private boolean isNews(String cameraId, OpenIncident open) {
        OpenIncident known = cameras.getOrDefault(cameraId, Map.of()).get(open.incidentId());
        return known == null || known.lastSeenUs() < open.lastSeenUs();
    }

    /** Notes where and when the judge last saw incidents that are open here; others are ignored. */
    synchronized void seen(String cameraId, List<OpenIncident> now) {
        Map<String, OpenIncident> known = cameras.getOrDefault(cameraId, Map.of());
        for (OpenIncident open : now) {
            OpenIncident before = known.get(open.incidentId());
            if (before != null && !before.equals(open)) {
                known.put(open.incidentId(), open);
                changed = true;
            }
        }
    }

    synchronized List<OpenIncident> open(String cameraId) {
        return List.copyOf(cameras.getOrDefault(cameraId, Map.of()).values());
    }

    /** Brings all changes to the disk as a whole; does nothing where there are none. */
    synchronized void save() throws IOException {
        if (!changed) {
            return;
        }
        Map<String, List<OpenIncident>> lists = new TreeMap<>();
        cameras.forEach((camera, incidents) -> {
            if (!incidents.isEmpty()) {
                lists.put(camera, List.copyOf(incidents.values()));
            }
        });
        Disk.replace(file, JSON.writeValueAsBytes(new Stored(FORMAT, lists)));
        changed = false;
    }
}
