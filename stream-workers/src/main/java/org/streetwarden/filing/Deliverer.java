package org.streetwarden.filing;

import java.io.IOException;
import java.nio.file.Path;
import java.time.Duration;
import java.time.InstantSource;
import java.util.Optional;
import org.slf4j.Logger;
import org.slf4j.LoggerFactory;
import org.streetwarden.casefile.EvidencePart;
import org.streetwarden.casefile.WorkerRecord.IncidentFiled;

/**
 * Empties the spool in order, one entry at a time: the parts of its evidence, the manifest, the record, and only then is
 * the entry gone. Where the store or the stream is away it waits, from 1 s to 30 s, for as long as it takes. Has its own
 * thread; closing ends it, at most one blocked call later, and leaves the rest for the next start.
 */
public final class Deliverer implements AutoCloseable {

    private static final Logger LOG = LoggerFactory.getLogger(Deliverer.class);
    private static final Duration PATIENCE = Duration.ofSeconds(1);

    private final Spool spool;
    private final EvidenceStore store;
    private final RecordBus bus;
    private final FilingCounters counters;
    private final BackOff backOff;
    private final Steps steps;
    private final Complaint complaint;
    private final Thread thread = new Thread(this::work, "deliverer");

    /** @param store and {@code bus}: used by this object's thread alone while it runs; the caller closes them afterwards */
    public Deliverer(
            Spool spool,
            EvidenceStore store,
            RecordBus bus,
            FilingCounters counters,
            BackOff backOff,
            InstantSource clock) {
        this(spool, store, bus, counters, backOff, clock, Steps.NONE);
    }

    Deliverer(
            Spool spool,
            EvidenceStore store,
            RecordBus bus,
            FilingCounters counters,
            BackOff backOff,
            InstantSource clock,
            Steps steps) {
        this.spool = spool;
        this.store = store;
        this.bus = bus;
        this.counters = counters;
        this.backOff = backOff;
        this.steps = steps;
        this.complaint = new Complaint(LOG, clock);
    }

    public void start() {
        thread.start();
    }

    private void work() {
        try {
            while (!Thread.currentThread().isInterrupted()) {
                doWork(PATIENCE);
            }
        } catch (InterruptedException told) {
            Thread.currentThread().interrupt();
        }
    }

    /** Delivers the oldest entry, or backs off; waits up to {@code patience} for one to come. */
    void doWork(Duration patience) throws InterruptedException {
        Optional<Path> oldest = spool.oldest(patience);
        if (oldest.isEmpty()) {
            return;
        }
        try {
            deliver(oldest.get());
            backOff.reset();
        } catch (DeliveryFailure | IOException | RuntimeException later) {
            counters.count(FilingCounter.DELIVERY_RETRIES);
            complaint.say("delivery waits, %d entries in the spool: %s"
                    .formatted(spool.waiting().size(), later instanceof RuntimeException ? later : later.getMessage()));
            Thread.sleep(backOff.next());
        }
    }

    private void deliver(Path folder) throws DeliveryFailure, IOException {
        try {
            SpoolEntry entry = SpoolEntry.read(folder);
            if (entry.record() instanceof IncidentFiled filed) {
                EvidenceFiles files = EvidenceFiles.of(entry, filed);
                for (EvidencePart part : files.parts()) {
                    upload(files, filed.evidencePrefix() + part.name(), part);
                }
            }
            steps.before("send");
            bus.send(entry.record());
            spool.remove(folder);
            counters.count(
                    entry.record() instanceof IncidentFiled
                            ? FilingCounter.INCIDENTS_DELIVERED
                            : FilingCounter.CLEARINGS_DELIVERED);
        } catch (MalformedEntry poison) {
            LOG.error("{}; moved to spool-rejected", poison.getMessage());
            spool.reject(folder, poison.getMessage());
            counters.count(FilingCounter.ENTRIES_REJECTED);
        }
    }

    private void upload(EvidenceFiles files, String key, EvidencePart part) throws DeliveryFailure {
        steps.before("upload " + part.name());
        if (!store.holds(key, part.bytes(), part.sha256())) {
            store.put(key, files.file(part), part.mime(), part.sha256());
        }
    }

    @Override
    public void close() {
        thread.interrupt();
        try {
            thread.join();
        } catch (InterruptedException hurried) {
            Thread.currentThread().interrupt();
        }
    }
}
