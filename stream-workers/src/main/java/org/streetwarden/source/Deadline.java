package org.streetwarden.source;

import java.time.Duration;
import java.util.Arrays;
import org.bytedeco.ffmpeg.avformat.AVFormatContext;
import org.bytedeco.ffmpeg.avformat.AVIOInterruptCB;
import org.bytedeco.javacpp.Pointer;

/**
 * Ends blocking FFmpeg calls: FFmpeg asks it at least every 100 ms, on the blocked thread, whether to give up. It says yes
 * once the time armed is over, once {@link #cancel()} was called, or when the blocked thread was interrupted. Any thread
 * may cancel; the rest belongs to the thread that reads.
 */
final class Deadline implements AutoCloseable {

    /** JavaCPP has room for ten callbacks of a type: one serves all, told apart by number. */
    private static final AVIOInterruptCB.Callback_Pointer ASKED = new AVIOInterruptCB.Callback_Pointer() {
        @Override
        public int call(Pointer number) {
            Deadline deadline = byNumber[(int) number.address()];
            return deadline == null || deadline.isOver() ? 1 : 0;
        }
    };

    private static volatile Deadline[] byNumber = new Deadline[64];

    private final int number;
    private volatile long endNanos;
    private volatile boolean cancelled;
    private volatile boolean parting;

    /** Armed from birth. */
    Deadline(Duration length) {
        arm(length);
        number = register(this);
    }

    /** A number where C expects an address; it is never followed. */
    private static final class Numbered extends Pointer {
        Numbered(int number) {
            super((Pointer) null);
            address = number;
        }
    }

    private static synchronized int register(Deadline deadline) {
        for (int i = 1; i < byNumber.length; i++) {
            if (byNumber[i] == null) {
                byNumber[i] = deadline;
                return i;
            }
        }
        int number = byNumber.length;
        Deadline[] larger = Arrays.copyOf(byNumber, number * 2);
        larger[number] = deadline;
        byNumber = larger;
        return number;
    }

    private static synchronized void unregister(int number) {
        byNumber[number] = null;
    }

    void watch(AVFormatContext context) {
        context.interrupt_callback().callback(ASKED).opaque(new Numbered(number));
    }

    /** The next calls have this long, together. */
    void arm(Duration length) {
        endNanos = System.nanoTime() + length.toNanos();
    }

    void cancel() {
        cancelled = true;
    }

    /** From now on only time counts: what is left to do is to say goodbye to the peer. */
    void part(Duration length) {
        arm(length);
        parting = true;
    }

    boolean isCancelled() {
        return cancelled || Thread.currentThread().isInterrupted();
    }

    boolean isOver() {
        return System.nanoTime() - endNanos >= 0 || (!parting && isCancelled());
    }

    Duration left() {
        return Duration.ofNanos(Math.max(0, endNanos - System.nanoTime()));
    }

    /** To be called once FFmpeg no longer knows it. */
    @Override
    public void close() {
        unregister(number);
    }
}
