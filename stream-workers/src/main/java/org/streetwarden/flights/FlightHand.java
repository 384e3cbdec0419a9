package org.streetwarden.flights;

import java.io.IOException;
import java.time.InstantSource;
import java.util.concurrent.ArrayBlockingQueue;
import java.util.concurrent.BlockingQueue;
import org.slf4j.Logger;
import org.slf4j.LoggerFactory;
import org.streetwarden.detect.DetectorFailure;
import org.streetwarden.filing.BackOff;
import org.streetwarden.filing.Complaint;
import org.streetwarden.filing.DeliveryFailure;
import org.streetwarden.flights.FlightQueue.Taken;
import org.streetwarden.media.StreamFailure;

/**
 * Works on one flight at a time, on a thread of its own. What the outside hinders is tried until it works; what fails by itself is tried
 * a few times, over all workers that had it, and then refused with the reason.
 */
final class FlightHand implements AutoCloseable {

    private static final Logger LOG = LoggerFactory.getLogger(FlightHand.class);

    /** Tries of one worker that may fail by themselves, and workers that may end, before a job is refused. */
    static final int MOST_TRIES = 3;

    private final FlightQueue queue;
    private final FlightStep step;
    private final BackOff backOff;
    private final Complaint complaint;
    private final BlockingQueue<Taken> given = new ArrayBlockingQueue<>(1);
    private final Thread thread;
    private Taken inHand;
    private int deliveries;
    private boolean ours;
    private volatile boolean closing;

    FlightHand(String name, FlightQueue queue, FlightStep step, BackOff backOff, InstantSource clock) {
        this.queue = queue;
        this.step = step;
        this.backOff = backOff;
        complaint = new Complaint(LOG, clock);
        thread = Thread.ofPlatform().name(name).unstarted(this::work);
    }

    void start() {
        thread.start();
    }

    synchronized boolean free() {
        return inHand == null && !closing;
    }

    /** Takes a job; only while {@link #free}. */
    synchronized void begin(Taken taken) {
        inHand = taken;
        deliveries = taken.deliveries();
        ours = true;
        given.add(taken);
    }

    /** It has got on: workers that end from now on count anew. */
    synchronized void gotOn() {
        deliveries = 1;
    }

    /** Claims what is in hand anew; where another worker has it by now, lets go of it. */
    synchronized void renew() throws DeliveryFailure {
        if (inHand != null && ours && !queue.renew(inHand, deliveries)) {
            LOG.warn("flight {}: another worker has it now", inHand.job().flightId());
            ours = false;
            thread.interrupt();
        }
    }

    private void work() {
        while (!closing) {
            try {
                work(given.take());
            } catch (InterruptedException told) {
                LOG.debug("interrupted between two jobs");
            } catch (RuntimeException | Error defect) {
                LOG.error("a flight's job is left to the next worker by a defect", defect);
            }
        }
    }

    private void work(Taken taken) {
        try {
            handle(taken);
        } catch (InterruptedException told) {
            release(taken);
        } finally {
            letGo();
        }
    }

    /** Where it ends, and not the job, this worker never had it. */
    private synchronized void release(Taken taken) {
        if (!closing || !ours) {
            return;
        }
        try {
            queue.putAside(new Taken(taken.entryId(), deliveries, taken.job()));
        } catch (DeliveryFailure away) {
            LOG.warn("flight {}: others take it over later: {}", taken.job().flightId(), away.getMessage());
        }
    }

    private synchronized void letGo() {
        inHand = null;
    }

    private void handle(Taken taken) throws InterruptedException {
        String refusal = taken.deliveries() <= MOST_TRIES
                ? null
                : Remark.of(
                        "已有 %d 个工作进程在处理同一处时终止".formatted(taken.deliveries() - 1),
                        "%d workers ended while they looked at it, always at the same place"
                                .formatted(taken.deliveries() - 1));
        int failed = 0;
        while (true) {
            try {
                if (refusal == null) {
                    step.run(taken);
                } else {
                    LOG.warn("flight {}: {}", taken.job().flightId(), refusal);
                    step.refuse(taken, refusal);
                }
                finish(taken);
                return;
            } catch (DeliveryFailure | Hindered away) {
                hindered(taken, away);
            } catch (FlightRefused refused) {
                refusal = refused.getMessage();
                continue;
            } catch (IOException | StreamFailure | DetectorFailure | RuntimeException failure) {
                refusal = failed(taken, ++failed, failure);
            }
            Thread.sleep(backOff.next());
        }
    }

    /** @return why it is refused; null where it is tried again */
    private static String failed(Taken taken, int times, Exception failure) {
        LOG.warn("flight {}: {}", taken.job().flightId(), failure.toString());
        return times < MOST_TRIES ? null : FlightFile.clean(String.valueOf(failure.getMessage()));
    }

    private void hindered(Taken taken, Exception why) {
        if (!Thread.currentThread().isInterrupted()) {
            complaint.say("flight %s waits: %s".formatted(taken.job().flightId(), why.getMessage()));
        }
    }

    private synchronized void finish(Taken taken) throws DeliveryFailure {
        queue.done(taken);
        backOff.reset();
        ours = false;
    }

    /** Leaves what is in hand to others. */
    @Override
    public void close() {
        synchronized (this) {
            closing = true;
        }
        thread.interrupt();
        try {
            thread.join();
        } catch (InterruptedException hurried) {
            Thread.currentThread().interrupt();
        }
    }
}
