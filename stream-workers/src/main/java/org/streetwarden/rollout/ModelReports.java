package org.streetwarden.rollout;

import java.time.Duration;
import java.time.Instant;
import java.time.InstantSource;
import java.util.ArrayDeque;
import java.util.Deque;
import java.util.HashMap;
import java.util.HashSet;
import java.util.Map;
import java.util.Set;
import java.util.function.Supplier;
import org.slf4j.Logger;
import org.slf4j.LoggerFactory;
import org.streetwarden.casefile.WorkerRecord;
import org.streetwarden.casefile.WorkerRecord.ModelEvent;
import org.streetwarden.casefile.WorkerRecord.ModelReport;
import org.streetwarden.filing.BackOff;
import org.streetwarden.filing.Complaint;
import org.streetwarden.filing.DeliveryFailure;
import org.streetwarden.filing.RecordBus;

/**
 * Tells the api what models did, on a thread of its own. A report that was begun is sent, the same, until the stream has it;
 * meanwhile counts go on in the tallies and come with the next one, so memory stays bounded and nothing is counted twice or
 * left out. What no report had taken when the process ended is lost.
 */
public final class ModelReports implements AutoCloseable {

    private static final Logger LOG = LoggerFactory.getLogger(ModelReports.class);

    /** More events than this wait only where the stream is away for long: then the oldest goes. */
    private static final int MOST_EVENTS = 256;

    private final String workerId;
    private final Tallies tallies;
    private final RecordBus bus;
    private final Duration every;
    private final BackOff backOff;
    private final InstantSource clock;
    private final Complaint complaint;
    private final String run;
    private final Deque<ModelEvent> events = new ArrayDeque<>();
    private final Map<Seat, ModelReport> begun = new HashMap<>();
    private final Thread thread = new Thread(this::work, "model-reports");
    private Supplier<Set<Seat>> held = Set::of;
    private Instant next;
    private long sequence;

    /**
     * @param bus used by this object's thread alone while it runs; the caller closes it afterwards
     * @param every how often a model is reported
     */
    public ModelReports(
            String workerId, Tallies tallies, RecordBus bus, Duration every, BackOff backOff, InstantSource clock) {
        this.workerId = workerId;
        this.tallies = tallies;
        this.bus = bus;
        this.every = every;
        this.backOff = backOff;
        this.clock = clock;
        complaint = new Complaint(LOG, clock);
        next = clock.instant().plus(every);
        run = workerId + "-" + clock.millis();
    }

    /** @param held the seats whose counts are kept though nothing is new; any thread */
    void hold(Supplier<Set<Seat>> held) {
        this.held = held;
    }

    /** After {@link #hold}. */
    void start() {
        thread.start();
    }

    /** An id that no other report or event has: worker, start, number. Any thread. */
    synchronized String newId() {
        return run + "-" + ++sequence;
    }

    /** Never blocks; one that waits already is not posted twice. Any thread. */
    synchronized void post(ModelEvent event) {
        if (events.stream().anyMatch(each -> each.eventId().equals(event.eventId()))) {
            return;
        }
        if (events.size() == MOST_EVENTS) {
            ModelEvent oldest = events.removeFirst();
            complaint.say("model event given up, %d wait already: %s".formatted(MOST_EVENTS, oldest));
        }
        events.addLast(event);
        notifyAll();
    }

    private void work() {
        try {
            while (!Thread.currentThread().isInterrupted()) {
                doWork(due());
            }
        } catch (InterruptedException told) {
            Thread.currentThread().interrupt();
        }
    }

    /** Waits until there is an event or it is time to report. */
    private synchronized boolean due() throws InterruptedException {
        for (long waitMs; events.isEmpty() && (waitMs = waitMs()) > 0; ) {
            wait(waitMs);
        }
        return waitMs() <= 0;
    }

    private long waitMs() {
        return Duration.between(clock.instant(), next).toMillis();
    }

    /** @param report whether reports are to be cut too */
    void doWork(boolean report) throws InterruptedException {
        try {
            deliver(report);
            backOff.reset();
        } catch (DeliveryFailure | RuntimeException later) {
            complaint.say("model reports wait: " + (later instanceof RuntimeException ? later : later.getMessage()));
            Thread.sleep(backOff.next());
        }
    }

    private void deliver(boolean report) throws DeliveryFailure {
        for (ModelEvent event; (event = first()) != null; ) {
            bus.send(event);
            sent(event);
        }
        if (report) {
            report();
            next = clock.instant().plus(every);
        }
    }

    private synchronized ModelEvent first() {
        return events.peekFirst();
    }

    private synchronized void sent(ModelEvent event) {
        events.remove(event);
    }

    /** First those that were begun, then the others: a seat's reports keep their order. */
    private void report() throws DeliveryFailure {
        send();
        tallies.cut(seat -> true).forEach(cut -> begun.put(cut.seat(), report(cut)));
        send();
        tallies.forgetBut(held.get());
    }

    private void send() throws DeliveryFailure {
        for (Seat seat : new HashSet<>(begun.keySet())) {
            WorkerRecord report = begun.get(seat);
            bus.send(report);
            begun.remove(seat);
        }
    }

    private ModelReport report(Tally.Cut cut) {
        Counts counts = cut.counts();
        return new ModelReport(
                newId(),
                workerId,
                cut.seat().group(),
                cut.seat().role(),
                cut.seat().model(),
                cut.from(),
                cut.to(),
                counts.looks(),
                counts.failures(),
                counts.looks() == 0 ? 0 : counts.totalUs() / counts.looks(),
                cut.maxUs(),
                counts.raises(),
                cut.detections(),
                cut.agreement());
    }

    /** Tries once to send what no report has taken yet. */
    @Override
    public void close() {
        thread.interrupt();
        try {
            thread.join();
            deliver(true);
        } catch (InterruptedException hurried) {
            Thread.currentThread().interrupt();
        } catch (DeliveryFailure lost) {
            LOG.warn("model reports: the last ones are not sent: {}", lost.getMessage());
        }
    }
}
