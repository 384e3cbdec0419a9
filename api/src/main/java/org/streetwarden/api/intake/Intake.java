package org.streetwarden.api.intake;

import io.micrometer.core.instrument.MeterRegistry;
import java.time.Duration;
import java.util.ArrayList;
import java.util.List;
import java.util.concurrent.CountDownLatch;
import java.util.concurrent.TimeUnit;
import org.slf4j.Logger;
import org.slf4j.LoggerFactory;
import org.streetwarden.api.cases.CaseLedger;
import org.streetwarden.api.cases.Database;
import org.streetwarden.api.coverage.CoverageLedger;
import org.streetwarden.api.flights.FlightNews;
import org.streetwarden.api.life.AskedChecks;
import org.streetwarden.api.models.ModelNews;
import org.streetwarden.api.sites.SiteRegister;
import org.streetwarden.casefile.FlightRecord;
import org.streetwarden.casefile.MalformedRecord;
import org.streetwarden.casefile.RecordCodec;
import org.streetwarden.casefile.WorkerRecord;
import org.streetwarden.casefile.WorkerRecord.IncidentFiled;

/**
 * Reads the workers' stream into the database on a thread of its own: one transaction per record, or
 * for several incidents that come together; finished on the stream only after the commit, so that an end at any moment loses
 * and doubles nothing. Tries for ever while a server is down.
 */
public final class Intake implements AutoCloseable {

    private static final Logger LOG = LoggerFactory.getLogger(Intake.class);
    private static final Duration FIRST_PAUSE = Duration.ofMillis(100);
    private static final Duration LONGEST_PAUSE = Duration.ofSeconds(5);
    private static final Duration CLAIM_EVERY = Duration.ofSeconds(30);
    private static final Duration STOP_DEADLINE = Duration.ofSeconds(8);

    private final RecordStream stream;
    private final Database database;
    private final CaseLedger ledger;
    private final ModelNews news;
    private final CoverageLedger coverage;
    private final AskedChecks checks;
    private final FlightNews flights;
    private final SiteRegister sites;
    private final Runnable afterCommit;
    private final IntakeCounters counters;
    private final CountDownLatch stopping = new CountDownLatch(1);
    private final Thread thread = Thread.ofPlatform().name("intake").unstarted(this::run);
    private Duration pause = FIRST_PAUSE;

    /** @param afterCommit called on the intake thread after each record that changed something */
    public Intake(
            RecordStream stream,
            Database database,
            CaseLedger ledger,
            ModelNews news,
            CoverageLedger coverage,
            AskedChecks checks,
            FlightNews flights,
            SiteRegister sites,
            Runnable afterCommit,
            MeterRegistry registry) {
        this.stream = stream;
        this.database = database;
        this.ledger = ledger;
        this.news = news;
        this.coverage = coverage;
        this.checks = checks;
        this.flights = flights;
        this.sites = sites;
        this.afterCommit = afterCommit;
        this.counters = new IntakeCounters(registry);
    }

    public void start() {
        thread.start();
    }

    private void run() {
        while (!stopped()) {
            try {
                database.migrate();
                stream.open();
                takeAll();
            } catch (RuntimeException failure) {
                pauseAfter(failure);
            }
        }
    }

    /** Own unfinished entries first, then new ones, with a look at abandoned ones in between; until a failure or the end. */
    private void takeAll() {
        for (List<RecordStream.Entry> own = stream.readOwnPending(); !own.isEmpty(); own = stream.readOwnPending()) {
            take(own);
        }
        long claimAtNanos = System.nanoTime();
        while (!stopped()) {
            if (System.nanoTime() - claimAtNanos >= 0) {
                claimAtNanos = System.nanoTime() + CLAIM_EVERY.toNanos();
                take(stream.claimAbandoned());
            }
            take(stream.readNew());
            counters.waiting(stream.length());
            pause = FIRST_PAUSE;
        }
    }

    private void take(List<RecordStream.Entry> entries) {
        if (!stopped() && fileAll(entries)) {
            stream.finish(entries.stream().map(RecordStream.Entry::id).toList());
            return;
        }
        for (RecordStream.Entry entry : entries) {
            if (stopped()) {
                return;
            }
            if (!entry.fields().isEmpty()) {
                write(entry);
            }
            stream.finish(List.of(entry.id()));
        }
    }

    /** @return false, with nothing changed, where they are not several incidents or do not all go in one transaction */
    private boolean fileAll(List<RecordStream.Entry> entries) {
        if (entries.size() < 2) {
            return false;
        }
        List<Boolean> changed;
        List<IncidentFiled> several = new ArrayList<>();
        try {
            for (RecordStream.Entry entry : entries) {
                if (!(RecordCodec.decode(entry.fields()) instanceof IncidentFiled filed)) {
                    return false;
                }
                RecordBounds.check(filed);
                several.add(filed);
            }
            changed = ledger.fileAll(several);
        } catch (MalformedRecord | RuntimeException oneByOne) {
            LOG.debug("{} incidents go one by one: {}", entries.size(), oneByOne.getMessage());
            return false;
        }
        for (int i = 0; i < changed.size(); i++) {
            counters.written(several.get(i), changed.get(i));
        }
        if (changed.contains(true)) {
            afterCommit.run();
        }
        return true;
    }

    private void write(RecordStream.Entry entry) {
        try {
            WorkerRecord record = RecordCodec.decode(entry.fields());
            RecordBounds.check(record);
            LogFields.put(record);
            boolean changed = write(record);
            counters.written(record, changed);
            if (changed) {
                afterCommit.run();
            }
        } catch (MalformedRecord malformed) {
            reject(entry, malformed.getMessage());
        } catch (RuntimeException failure) {
            if (Database.isOrigin(failure) && !Database.refusesValues(failure)) {
                throw failure;
            }
            LOG.error("record {} cannot be written", entry.id(), failure);
            reject(entry, "not writable: " + failure.getMessage());
        } finally {
            LogFields.clear();
        }
    }

    private boolean write(WorkerRecord record) {
        return switch (record) {
            case WorkerRecord.IncidentFiled filed -> ledger.file(filed);
            case WorkerRecord.IncidentCleared cleared -> ledger.clear(cleared);
            case WorkerRecord.CameraState state -> ledger.report(state);
            case WorkerRecord.ModelReport report -> news.add(report);
            case WorkerRecord.ModelEvent event -> news.note(event);
            case WorkerRecord.CoverageReport report -> coverage.add(report);
            case WorkerRecord.LookTaken look -> checks.add(look);
            case FlightRecord.FlightSurveyed surveyed -> {
                boolean seen = sites.take(surveyed);
                yield flights.add(surveyed) || seen;
            }
            case FlightRecord flight -> flights.add(flight);
        };
    }

    private void reject(RecordStream.Entry entry, String reason) {
        String shown = DeadLetter.reason(reason);
        LOG.warn("record {} rejected: {}", entry.id(), shown);
        ledger.reject(entry.id(), DeadLetter.fields(entry.fields()), shown);
        counters.rejected();
    }

    private void pauseAfter(RuntimeException failure) {
        if (stopped()) {
            return;
        }
        counters.retried();
        LOG.warn("intake waits {} ms and tries again: {}", pause.toMillis(), firstLine(failure));
        try {
            boolean stop = stopping.await(pause.toMillis(), TimeUnit.MILLISECONDS);
            pause = stop || pause.multipliedBy(2).compareTo(LONGEST_PAUSE) > 0 ? LONGEST_PAUSE : pause.multipliedBy(2);
        } catch (InterruptedException stop) {
            stopping.countDown();
        }
    }

    private static String firstLine(RuntimeException failure) {
        return String.valueOf(failure.getMessage()).lines().findFirst().orElse("");
    }

    private boolean stopped() {
        return stopping.getCount() == 0;
    }

    /** Finishes the record at hand, then ends. */
    @Override
    public void close() {
        stopping.countDown();
        try {
            if (thread.isAlive() && !thread.join(STOP_DEADLINE)) {
                LOG.warn("intake did not end within {} s", STOP_DEADLINE.toSeconds());
            }
        } catch (InterruptedException hurry) {
            Thread.currentThread().interrupt();
        }
        stream.close();
    }
}
