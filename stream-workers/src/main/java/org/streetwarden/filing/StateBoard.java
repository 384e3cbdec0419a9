package org.streetwarden.filing;

import java.time.InstantSource;
import java.util.ArrayDeque;
import java.util.Deque;
import java.util.LinkedHashMap;
import org.slf4j.Logger;
import org.slf4j.LoggerFactory;
import org.streetwarden.casefile.WorkerRecord;
import org.streetwarden.casefile.WorkerRecord.CameraState;
import org.streetwarden.casefile.WorkerRecord.CoverageReport;

/**
 * The newest state of every camera and the last coverage reports, on their way to the stream. While the stream is away newer
 * states replace older ones and the oldest reports go; both are news, not evidence, and are never spooled. Any thread posts; one thread of its own sends.
 */
public final class StateBoard implements AutoCloseable {

    private static final Logger LOG = LoggerFactory.getLogger(StateBoard.class);

    /** Ten minutes of a worker with 6,000 cameras. */
    private static final int MOST_REPORTS = 240;

    private final RecordBus bus;
    private final FilingCounters counters;
    private final BackOff backOff;
    private final Complaint complaint;
    private final LinkedHashMap<String, CameraState> unsent = new LinkedHashMap<>();
    private final Deque<CoverageReport> reports = new ArrayDeque<>();
    private final Thread thread = new Thread(this::work, "camera-states");

    /** @param bus used by this object's thread alone while it runs; the caller closes it afterwards */
    public StateBoard(RecordBus bus, FilingCounters counters, BackOff backOff, InstantSource clock) {
        this.bus = bus;
        this.counters = counters;
        this.backOff = backOff;
        this.complaint = new Complaint(LOG, clock);
    }

    public void start() {
        thread.start();
    }

    /** Never blocks. */
    public synchronized void post(CameraState state) {
        if (unsent.put(state.cameraId(), state) != null) {
            counters.count(FilingCounter.STATES_REPLACED);
        }
        notifyAll();
    }

    /** Never blocks. */
    public synchronized void post(CoverageReport report) {
        if (reports.size() == MOST_REPORTS) {
            reports.removeFirst();
            counters.count(FilingCounter.REPORTS_DROPPED);
        }
        reports.addLast(report);
        notifyAll();
    }

    private void work() {
        try {
            while (!Thread.currentThread().isInterrupted()) {
                send(take());
            }
        } catch (InterruptedException told) {
            Thread.currentThread().interrupt();
        }
    }

    private synchronized WorkerRecord take() throws InterruptedException {
        while (unsent.isEmpty() && reports.isEmpty()) {
            wait();
        }
        return unsent.isEmpty()
                ? reports.removeFirst()
                : unsent.pollFirstEntry().getValue();
    }

    private synchronized void putBack(WorkerRecord record) {
        if (record instanceof CameraState state) {
            if (unsent.putIfAbsent(state.cameraId(), state) != null) {
                counters.count(FilingCounter.STATES_REPLACED);
            }
        } else if (record instanceof CoverageReport report && reports.size() < MOST_REPORTS) {
            reports.addFirst(report);
        } else {
            counters.count(FilingCounter.REPORTS_DROPPED);
        }
    }

    private void send(WorkerRecord record) throws InterruptedException {
        try {
            bus.send(record);
            delivered(record);
            backOff.reset();
        } catch (DeliveryFailure later) {
            putBack(record);
            complaint.say("camera states wait: " + later.getMessage());
            Thread.sleep(backOff.next());
        }
    }

    /** Sends what waits; at the first failure the rest is lost. */
    @Override
    public void close() {
        thread.interrupt();
        try {
            thread.join();
            sendLast();
        } catch (InterruptedException hurried) {
            Thread.currentThread().interrupt();
        } catch (DeliveryFailure away) {
            LOG.warn("camera states and coverage are not sent at the end: {}", away.getMessage());
        }
    }

    private synchronized void sendLast() throws InterruptedException, DeliveryFailure {
        while (!unsent.isEmpty() || !reports.isEmpty()) {
            WorkerRecord record = take();
            bus.send(record);
            delivered(record);
        }
    }

    private void delivered(WorkerRecord record) {
        counters.count(
                record instanceof CameraState ? FilingCounter.STATES_DELIVERED : FilingCounter.REPORTS_DELIVERED);
    }
}
