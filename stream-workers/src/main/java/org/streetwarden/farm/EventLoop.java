package org.streetwarden.farm;

import java.io.IOException;
import java.nio.ByteBuffer;
import java.nio.channels.CancelledKeyException;
import java.nio.channels.ClosedSelectorException;
import java.nio.channels.SelectableChannel;
import java.nio.channels.SelectionKey;
import java.nio.channels.Selector;
import java.util.Comparator;
import java.util.PriorityQueue;
import java.util.concurrent.ConcurrentLinkedQueue;
import org.slf4j.Logger;
import org.slf4j.LoggerFactory;

/**
 * One thread that reads, writes and keeps time for its cameras and their clients. Everything attached to a loop is touched
 * by its thread only; other threads hand in tasks.
 */
final class EventLoop implements Runnable {

    /** What a selected channel calls; runs on the loop's thread. */
    interface Ready {
        void onReady(SelectionKey key) throws IOException;

        /** The channel failed and is to be let go. */
        void onFailure(Exception failure);
    }

    /** Something with a next due time; it may change that only while it is not scheduled. */
    interface Timed {
        long dueNanos();

        void onTime(long nowNanos);
    }

    private static final Logger log = LoggerFactory.getLogger(EventLoop.class);
    private static final long MAX_WAIT_MS = 1000;
    private static final int BUFFER_BYTES = 256 << 10;

    private final Selector selector;
    private final ConcurrentLinkedQueue<Runnable> tasks = new ConcurrentLinkedQueue<>();
    private final PriorityQueue<Timed> timers =
            new PriorityQueue<>(Comparator.comparingLong(t -> t.dueNanos() - originNanos));

    /** Direct, shared by all of this loop's connections; nothing survives in them from one call to the next. */
    final ByteBuffer readBuffer = ByteBuffer.allocateDirect(BUFFER_BYTES);

    final ByteBuffer writeBuffer = ByteBuffer.allocateDirect(BUFFER_BYTES);

    private static final long originNanos = System.nanoTime();
    private volatile boolean stopped;
    private long failures;

    EventLoop() throws IOException {
        selector = Selector.open();
    }

    /** Any thread. */
    void execute(Runnable task) {
        tasks.add(task);
        selector.wakeup();
    }

    /** The loop ends after its present turn and closes its channels. Any thread. */
    void stop() {
        stopped = true;
        selector.wakeup();
    }

    SelectionKey register(SelectableChannel channel, int operations, Ready ready) throws IOException {
        channel.configureBlocking(false);
        return channel.register(selector, operations, ready);
    }

    void schedule(Timed timed) {
        timers.add(timed);
    }

    void unschedule(Timed timed) {
        timers.remove(timed);
    }

    @Override
    public void run() {
        try {
            while (!stopped) {
                turn();
            }
        } catch (IOException | ClosedSelectorException e) {
            log.error("farm: event loop ended", e);
        } finally {
            close();
        }
    }

    private void turn() throws IOException {
        long waitMs = waitMs();
        if (waitMs == 0) {
            selector.selectNow(EventLoop::dispatch);
        } else {
            selector.select(EventLoop::dispatch, waitMs);
        }
        for (Runnable task; (task = tasks.poll()) != null; ) {
            guarded(task);
        }
        long now = System.nanoTime();
        for (Timed next; (next = timers.peek()) != null && next.dueNanos() - now <= 0; ) {
            Timed due = timers.poll();
            guarded(() -> due.onTime(now));
        }
    }

    private long waitMs() {
        Timed next = timers.peek();
        if (!tasks.isEmpty()) {
            return 0;
        }
        if (next == null) {
            return MAX_WAIT_MS;
        }
        long nanos = next.dueNanos() - System.nanoTime();
        return nanos <= 0 ? 0 : Math.min(MAX_WAIT_MS, (nanos + 999_999) / 1_000_000);
    }

    private static void dispatch(SelectionKey key) {
        Ready ready = (Ready) key.attachment();
        try {
            ready.onReady(key);
        } catch (CancelledKeyException e) {
            log.trace("farm: key already cancelled");
        } catch (IOException | RuntimeException e) {
            ready.onFailure(e);
        }
    }

    /** One camera's fault must not end the others. */
    private void guarded(Runnable action) {
        try {
            action.run();
        } catch (RuntimeException e) {
            failures++;
            if (Long.bitCount(failures) == 1) {
                log.error("farm: unexpected failure, {} so far", failures, e);
            }
        }
    }

    private void close() {
        try {
            for (SelectionKey key : selector.keys()) {
                key.channel().close();
            }
            selector.close();
        } catch (IOException e) {
            log.warn("farm: closing an event loop: {}", e.toString());
        }
    }
}
