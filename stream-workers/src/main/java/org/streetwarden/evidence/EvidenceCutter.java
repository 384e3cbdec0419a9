package org.streetwarden.evidence;

import java.io.IOException;
import java.time.Duration;
import java.time.Instant;
import java.time.InstantSource;
import java.util.ArrayList;
import java.util.Iterator;
import java.util.List;
import java.util.Locale;
import java.util.concurrent.BlockingQueue;
import java.util.concurrent.LinkedBlockingQueue;
import java.util.concurrent.TimeUnit;
import org.slf4j.Logger;
import org.slf4j.LoggerFactory;
import org.slf4j.MDC;
import org.streetwarden.casefile.WorkerRecord.IncidentCleared;
import org.streetwarden.filing.BackOff;
import org.streetwarden.filing.Complaint;
import org.streetwarden.filing.FilingCounter;
import org.streetwarden.filing.FilingCounters;
import org.streetwarden.filing.FilingDesk;

/**
 * Takes incidents and clearings from the judges and brings them to the desk: an incident is held durably with its stills
 * and the clip so far at once, and filed when the time after the raise is there, its run is over, or patience is; a
 * clearing follows its incident. While the desk's disk refuses, everything waits in memory, within bounds.
 *
 * <p>Handing in never blocks, from any thread. The work is done by a thread of its own ({@link #start}), or, without it,
 * by whoever calls {@link #doWork}.
 */
public final class EvidenceCutter implements AutoCloseable {

    private static final Logger LOG = LoggerFactory.getLogger(EvidenceCutter.class);
    private static final long TICK_MS = 200;
    private static final Duration SAVE_EVERY = Duration.ofSeconds(5);

    private final FilingDesk desk;
    private final CutterSettings settings;
    private final FilingCounters counters;
    private final BackOff backOff;
    private final InstantSource clock;
    private final Complaint complaint;
    private final SecondLook secondLook;
    private final ClipMasking masking;
    private final BlockingQueue<Task> arrivals = new LinkedBlockingQueue<>();
    private final List<Task> waiting = new ArrayList<>();
    private final Thread thread = new Thread(this::work, "evidence-cutter");
    private Instant refusedUntil = Instant.MIN;
    private Instant savedAt = Instant.MIN;
    private volatile boolean closing;

    /** What waits for the desk. */
    private sealed interface Task {
        record Filing(CutJob job) implements Task {}

        record Clearing(String cameraId, IncidentCleared record) implements Task {}
    }

    /** Files everything handed in. */
    public EvidenceCutter(
            FilingDesk desk, CutterSettings settings, FilingCounters counters, BackOff backOff, InstantSource clock) {
        this(desk, settings, counters, backOff, clock, null, null);
    }

    /**
     * @param desk stays the caller's to close, after this
     * @param backOff between tries while the disk refuses
     * @param secondLook at each incident before it is filed, on the cutter's thread; null: everything handed in is filed
     * @param masking of each clip before it is filed; null: no clip is masked
     */
    public EvidenceCutter(
            FilingDesk desk,
            CutterSettings settings,
            FilingCounters counters,
            BackOff backOff,
            InstantSource clock,
            SecondLook secondLook,
            ClipMasking masking) {
        this.secondLook = secondLook;
        this.masking = masking;
        this.desk = desk;
        this.settings = settings;
        this.counters = counters;
        this.backOff = backOff;
        this.clock = clock;
        this.complaint = new Complaint(LOG, clock);
    }

    public void start() {
        thread.start();
    }

    /** Takes an incident. */
    public void raise(Raise raise) {
        counters.count(FilingCounter.INCIDENTS_RAISED);
        accept(new Task.Filing(new CutJob(raise, settings, counters, clock.instant(), masking)));
    }

    /** Takes a clearing. */
    public void clear(String cameraId, IncidentCleared record) {
        accept(new Task.Clearing(cameraId, record));
    }

    private void accept(Task task) {
        arrivals.add(task);
    }

    private void work() {
        try {
            while (!closing) {
                Task first = arrivals.poll(TICK_MS, TimeUnit.MILLISECONDS);
                if (first != null) {
                    waiting.add(first);
                }
                doWork();
            }
        } catch (InterruptedException told) {
            Thread.currentThread().interrupt();
        }
    }

    /** Takes in what arrived and brings to the desk what is due. Used by one thread at a time. */
    public void doWork() {
        arrivals.drainTo(waiting);
        if (clock.instant().isBefore(refusedUntil)) {
            return;
        }
        try {
            settle(false);
            save();
            backOff.reset();
        } catch (IOException refused) {
            counters.count(FilingCounter.SPOOL_RETRIES);
            complaint.say("evidence waits in memory, %d incidents and clearings: %s"
                    .formatted(waiting.size(), refused.getMessage()));
            refusedUntil = clock.instant().plus(backOff.next());
            relieve();
        }
    }

    /**
     * Files what is due and holds what is not; what is settled leaves the list.
     *
     * @param all whether everything is due
     */
    private void settle(boolean all) throws IOException {
        for (Iterator<Task> tasks = waiting.iterator(); tasks.hasNext(); ) {
            if (settle(tasks.next(), all)) {
                tasks.remove();
            }
        }
    }

    /** @return whether the task needs no more; one that meets a defect is given up alone, and the others go on */
    private boolean settle(Task task, boolean all) throws IOException {
        MDC.put("camera", cameraId(task));
        MDC.put("incident", incidentId(task));
        try {
            return switch (task) {
                case Task.Filing incident -> settle(incident.job(), all);
                case Task.Clearing clearing -> settle(clearing);
            };
        } catch (RuntimeException defect) {
            counters.count(FilingCounter.INCIDENTS_LOST);
            LOG.error("{}: given up by a defect", name(task), defect);
            return true;
        } finally {
            MDC.remove("camera");
            MDC.remove("incident");
        }
    }

    private boolean settle(CutJob job, boolean all) throws IOException {
        if (secondLook != null && job.refusedBy(secondLook)) {
            counters.count(FilingCounter.INCIDENTS_REFUSED);
            LOG.info(
                    "incident {}: not filed, {} {} gives it {}: {}",
                    job.incidentId(),
                    job.verification().verifier().name(),
                    job.verification().verifier().version(),
                    String.format(Locale.ROOT, "%.2f", job.verification().score()),
                    job.incident().why());
            return true;
        }
        Instant now = clock.instant();
        if ((!all && !job.due(now)) || !job.masked(now, all)) {
            job.hold(desk);
            return false;
        }
        job.file(desk);
        counters.count(FilingCounter.INCIDENTS_SPOOLED);
        return true;
    }

    private boolean settle(Task.Clearing clearing) throws IOException {
        if (awaitsIncident(clearing)) {
            return false;
        }
        desk.clear(clearing.cameraId(), clearing.record());
        return true;
    }

    private boolean awaitsIncident(Task.Clearing clearing) {
        return waiting.stream()
                .anyMatch(task -> task instanceof Task.Filing incident
                        && incident.job().incidentId().equals(clearing.record().incidentId()));
    }

    private void save() throws IOException {
        Instant now = clock.instant();
        if (!now.isBefore(savedAt.plus(SAVE_EVERY))) {
            savedAt = now;
            desk.flush();
        }
    }

    /** Keeps memory bounded: pictures go before incidents, the oldest first. */
    private void relieve() {
        List<CutJob> jobs = new ArrayList<>();
        for (Task task : waiting) {
            if (task instanceof Task.Filing incident) {
                jobs.add(incident.job());
            }
        }
        long bytes = jobs.stream().mapToLong(CutJob::pictureBytes).sum();
        for (CutJob job : jobs) {
            if (bytes > settings.maxPictureBytes() && job.pictureBytes() > 0) {
                bytes -= job.pictureBytes();
                job.giveUpPictures();
                counters.count(FilingCounter.PICTURES_GIVEN_UP);
                LOG.error("incident {}: its pictures were given up, because the spool takes nothing", job.incidentId());
            }
        }
        while (waiting.size() > settings.maxWaiting()) {
            Task lost = waiting.removeFirst();
            counters.count(FilingCounter.INCIDENTS_LOST);
            LOG.error("{}: given up, because the spool takes nothing and {} more wait", name(lost), waiting.size());
        }
    }

    private static String name(Task task) {
        return (task instanceof Task.Filing ? "incident " : "clearing of ") + incidentId(task);
    }

    private static String cameraId(Task task) {
        return switch (task) {
            case Task.Filing incident -> incident.job().incident().cameraId();
            case Task.Clearing clearing -> clearing.cameraId();
        };
    }

    private static String incidentId(Task task) {
        return switch (task) {
            case Task.Filing incident -> incident.job().incidentId();
            case Task.Clearing clearing -> clearing.record().incidentId();
        };
    }

    /** Files everything with what there is, waiting no longer for the time after a raise. */
    @Override
    public void close() {
        closing = true;
        try {
            thread.join();
        } catch (InterruptedException hurried) {
            Thread.currentThread().interrupt();
        }
        try {
            arrivals.drainTo(waiting);
            settle(true);
        } catch (IOException refused) {
            LOG.error(
                    "{} incidents and clearings could not be filed at the end, those held are filed at the next start: {}",
                    waiting.size(),
                    refused.getMessage());
        }
    }
}
