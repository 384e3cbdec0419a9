package org.streetwarden.filing;

import java.time.InstantSource;
import java.util.LinkedHashMap;
import org.slf4j.Logger;
import org.slf4j.LoggerFactory;
import org.streetwarden.casefile.WorkerRecord.CameraState;

/**
 * The newest state of every camera, on its way to the stream. While the stream is away newer states replace older ones; a
 * state is news, not evidence, and is never spooled. Any thread posts; one thread of its own sends.
 */
public final class StateBoard implements AutoCloseable {

    private static final Logger LOG = LoggerFactory.getLogger(StateBoard.class);

    private final RecordBus bus;
    private final FilingCounters counters;
    private final BackOff backOff;
    private final Complaint complaint;
    private final LinkedHashMap<String, CameraState> unsent = new LinkedHashMap<>();
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

    private void work() {
        try {
            while (!Thread.currentThread().isInterrupted()) {
                send(take());
            }
        } catch (InterruptedException told) {
            Thread.currentThread().interrupt();
        }
    }

    private synchronized CameraState take() throws InterruptedException {
        while (unsent.isEmpty()) {
            wait();
        }
        return unsent.pollFirstEntry().getValue();
    }

    private synchronized void putBack(CameraState state) {
        if (unsent.putIfAbsent(state.cameraId(), state) != null) {
            counters.count(FilingCounter.STATES_REPLACED);
        }
    }

    private void send(CameraState state) throws InterruptedException {
        try {
            bus.send(state);
            counters.count(FilingCounter.STATES_DELIVERED);
            backOff.reset();
        } catch (DeliveryFailure later) {
            putBack(state);
            complaint.say("camera states wait: " + later.getMessage());
            Thread.sleep(backOff.next());
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
