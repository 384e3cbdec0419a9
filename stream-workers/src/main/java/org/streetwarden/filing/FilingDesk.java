package org.streetwarden.filing;

import java.io.IOException;
import java.nio.file.Path;
import java.util.ArrayDeque;
import java.util.List;
import java.util.Optional;
import java.util.Queue;
import org.slf4j.Logger;
import org.slf4j.LoggerFactory;
import org.streetwarden.casefile.WorkerRecord.IncidentCleared;
import org.streetwarden.casefile.WorkerRecord.IncidentFiled;
import org.streetwarden.incident.OpenIncident;

/**
 * Takes finished incidents and clearings and makes them durable: first the spool entry, then the journal, then delivery
 * may begin. One process owns a data folder. Any thread, but one caller at a time for one incident.
 */
public final class FilingDesk implements AutoCloseable {

    private static final Logger LOG = LoggerFactory.getLogger(FilingDesk.class);

    private final Spool spool;
    private final Journal journal;
    private final Steps steps;
    private final Queue<SpoolEntry> unpublished = new ArrayDeque<>();

    /**
     * @param dataFolder holds {@code spool/}, {@code spool-rejected/} and {@code open-incidents.json}
     * @param maxSpoolBytes the most that may wait for delivery
     * @throws IOException one sentence: the folder cannot be used, or another process uses it
     */
    public static FilingDesk open(Path dataFolder, long maxSpoolBytes) throws IOException {
        return open(dataFolder, maxSpoolBytes, Steps.NONE);
    }

    static FilingDesk open(Path dataFolder, long maxSpoolBytes, Steps steps) throws IOException {
        Spool spool = Spool.open(dataFolder.resolve("spool"), maxSpoolBytes, steps);
        try {
            Journal journal = Journal.open(dataFolder.resolve("open-incidents.json"));
            for (Path folder : spool.waiting()) {
                replay(folder, journal);
            }
            journal.save();
            return new FilingDesk(spool, journal, steps);
        } catch (IOException failure) {
            spool.close();
            throw failure;
        }
    }

    private static void replay(Path folder, Journal journal) {
        try {
            journal.apply(SpoolEntry.read(folder));
        } catch (MalformedEntry malformed) {
            LOG.error("{}; delivery will set it aside", malformed.getMessage());
        }
    }

    private FilingDesk(Spool spool, Journal journal, Steps steps) {
        this.spool = spool;
        this.journal = journal;
        this.steps = steps;
    }

    /** What {@link Deliverer} empties. */
    public Spool spool() {
        return spool;
    }

    /** Starts an entry; the caller fills {@link Stage#evidence()} and closes the stage in the end. */
    public Stage stage() throws IOException {
        return spool.stage();
    }

    /**
     * Makes an incident durable with the evidence there is now; delivered after a restart, or superseded by
     * {@link #file}.
     *
     * @throws IOException where the disk or the budget refuses; nothing is kept
     */
    public void hold(Stage stage, IncidentFiled record, OpenIncident open) throws IOException {
        spool.hold(stage, record, record.cameraId(), open);
    }

    /**
     * Makes an incident durable with its final evidence and offers it for delivery.
     *
     * @throws IOException where the disk or the budget refuses; nothing is kept
     */
    public void file(Stage stage, IncidentFiled record, OpenIncident open) throws IOException {
        settle(spool.commit(stage, record, record.cameraId(), Optional.of(open)));
    }

    /** As {@link #file}, for what nobody goes on watching: it stands in no journal. */
    public void file(Stage stage, IncidentFiled record) throws IOException {
        settle(spool.commit(stage, record, record.cameraId(), Optional.empty()));
    }

    /** As {@link #file}, for a clearing. */
    public void clear(String cameraId, IncidentCleared record) throws IOException {
        try (Stage stage = spool.stage()) {
            settle(spool.commit(stage, record, cameraId, Optional.empty()));
        }
    }

    private void settle(SpoolEntry entry) {
        journal.apply(entry);
        synchronized (unpublished) {
            unpublished.add(entry);
        }
        try {
            flush();
        } catch (IOException later) {
            LOG.warn("open-incidents.json: {}; the entry stays in the spool until it can be written", later.toString());
        }
    }

    /**
     * Saves the journal where it changed, then offers entries that waited for it. Call every few seconds.
     *
     * @throws IOException where the disk refuses; nothing is lost, call again
     */
    public void flush() throws IOException {
        synchronized (unpublished) {
            steps.before("journal");
            journal.save();
            steps.before("publish");
            while (!unpublished.isEmpty()) {
                spool.publish(unpublished.remove());
            }
        }
    }

    /** What was filed of this camera and not cleared: for the judge to resume with. */
    public List<OpenIncident> open(String cameraId) {
        return journal.open(cameraId);
    }

    /** What the judge holds open now; kept for a restart at the next {@link #flush}. */
    public void seen(String cameraId, List<OpenIncident> now) {
        journal.seen(cameraId, now);
    }

    @Override
    public void close() throws IOException {
        try {
            flush();
        } finally {
            spool.close();
        }
    }
}
