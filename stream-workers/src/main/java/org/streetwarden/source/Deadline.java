package org.streetwarden.source;

import java.time.Duration;
import org.bytedeco.ffmpeg.avformat.AVFormatContext;
import org.bytedeco.ffmpeg.global.avutil;
import org.bytedeco.javacpp.BytePointer;
import org.bytedeco.javacpp.Loader;
import org.bytedeco.javacpp.Pointer;
import org.bytedeco.javacpp.PointerPointer;

/**
 * Ends blocking FFmpeg calls: FFmpeg asks at least every 100 ms, on the blocked thread, whether to give up. The function it
 * asks is C's own {@code strlen}, its argument a string of this object's: empty while there is time, one character long once
 * the time armed is over, {@link #cancel()} was called, or the thread that armed it was interrupted. So asking costs no call
 * into Java. {@link #cancel()} writes the character at once, the {@link Watchdog} within {@link Watchdog#ROUND} of the rest.
 *
 * <p>Owns the string; FFmpeg must have forgotten it before {@link #close()}. Any thread may cancel; the rest belongs to the
 * thread that reads.
 */
final class Deadline implements AutoCloseable {

    private static final Pointer STRLEN = strlen();
    private static final byte GIVE_UP = '!';

    /** Two bytes, the second always 0; null once closed. */
    private BytePointer answer;

    private Thread reader;
    private long endNanos;
    private boolean cancelled;
    private boolean parting;

    /** Armed from birth. */
    Deadline(Duration length) {
        answer = new BytePointer(avutil.av_mallocz(2)).capacity(2);
        Natives.taken(Natives.Kind.DEADLINE);
        arm(length);
        Watchdog.guard(this);
    }

    /** An {@code int (*)(void *)} but for its result's upper half, which nobody looks at. */
    private static Pointer strlen() {
        Loader.load(avutil.class);
        Pointer found = Loader.addressof("strlen");
        if (found == null || found.isNull()) {
            throw new IllegalStateException("C library: expected a function strlen, found none");
        }
        return found;
    }

    synchronized void watch(AVFormatContext context) {
        PointerPointer<?> callbackAndOpaque = new PointerPointer<>(context.interrupt_callback()).capacity(2);
        callbackAndOpaque.put(0, STRLEN).put(1, answer);
    }

    /** The next calls have this long, together; they are the calling thread's. */
    synchronized void arm(Duration length) {
        reader = Thread.currentThread();
        endNanos = System.nanoTime() + length.toNanos();
        tell(false);
    }

    synchronized void cancel() {
        cancelled = true;
        tell(isOver());
    }

    /** From now on only time counts: what is left to do is to say goodbye to the peer. */
    synchronized void part(Duration length) {
        parting = true;
        arm(length);
    }

    synchronized boolean isCancelled() {
        return cancelled || reader.isInterrupted();
    }

    synchronized boolean isOver() {
        return System.nanoTime() - endNanos >= 0 || (!parting && isCancelled());
    }

    /** Gives FFmpeg the answer that holds now. By the watchdog. */
    synchronized void refresh() {
        tell(isOver());
    }

    private void tell(boolean giveUp) {
        if (answer != null) {
            answer.put(0, giveUp ? GIVE_UP : 0);
        }
    }

    synchronized Duration left() {
        return Duration.ofNanos(Math.max(0, endNanos - System.nanoTime()));
    }

    /** To be called once FFmpeg no longer knows it; a second call does nothing. */
    @Override
    public synchronized void close() {
        if (answer != null) {
            Watchdog.leave(this);
            avutil.av_free(answer);
            answer = null;
            Natives.freed(Natives.Kind.DEADLINE);
        }
    }
}
