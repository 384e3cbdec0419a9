package org.streetwarden.media;

/**
 * The one place where a frame changes threads: a mailbox for one, between the reader of a camera and the detector. The
 * newest wins; the frame it replaces is closed and counted. Thread-safe.
 */
public final class LatestFrame implements AutoCloseable {

    private final Runnable arrived;
    private Frame waiting;
    private boolean closed;
    private long replaced;

    public LatestFrame() {
        this(() -> {});
    }

    /** @param arrived told after every {@link #put}, on the thread that put; must be quick and must not throw */
    public LatestFrame(Runnable arrived) {
        this.arrived = arrived;
    }

    /** Takes ownership of a frame; a closed mailbox closes it at once. */
    public void put(Frame frame) {
        try (Frame unwanted = swap(frame)) {
            if (unwanted != frame) {
                arrived.run();
            }
        }
    }

    /** Hands the newest frame over, to be closed by the caller; null where there is none. Never blocks. */
    public synchronized Frame take() {
        Frame taken = waiting;
        waiting = null;
        return taken;
    }

    /** Whether a frame waits. */
    public synchronized boolean isWaiting() {
        return waiting != null;
    }

    /** Frames that a newer one pushed out before anyone took them. */
    public synchronized long replaced() {
        return replaced;
    }

    /** Closes the frame that waits and every frame put from now on. */
    @Override
    public void close() {
        Frame left;
        synchronized (this) {
            closed = true;
            left = take();
        }
        if (left != null) {
            left.close();
        }
    }

    /** Leaves the frame in the mailbox and returns what nobody will take any more: its forerunner, itself, or null. */
    private synchronized Frame swap(Frame frame) {
        if (closed) {
            return frame;
        }
        Frame before = waiting;
        waiting = frame;
        replaced += before == null ? 0 : 1;
        return before;
    }
}
