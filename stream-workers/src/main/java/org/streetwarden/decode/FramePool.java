package org.streetwarden.decode;

import java.util.ArrayDeque;
import java.util.Deque;
import org.bytedeco.ffmpeg.avutil.AVFrame;
import org.bytedeco.ffmpeg.global.avutil;
import org.streetwarden.source.Natives;

/**
 * Owns the frames of one camera and outlives its runs: a decoder fills them, whoever gets one closes it, on any thread.
 * Closing the pool proves that none is still lent.
 */
public final class FramePool implements AutoCloseable {

    private final String name;
    private final int capacity;
    private final Deque<AVFrame> idle = new ArrayDeque<>();
    private int lent;
    private boolean closed;
    private long refused;

    /**
     * @param name for messages, such as {@code cam-17}
     * @param capacity most frames lent at a time; one in the mailbox, one at the detector and one being put make three
     */
    public FramePool(String name, int capacity) {
        this.name = name;
        this.capacity = capacity;
    }

    /** An empty frame to decode into; null, and counted, where all are lent. */
    synchronized AVFrame borrow() {
        if (closed) {
            throw new IllegalStateException("pool '%s' is closed".formatted(name));
        }
        if (lent == capacity) {
            refused++;
            return null;
        }
        lent++;
        AVFrame frame = idle.poll();
        if (frame == null) {
            frame = avutil.av_frame_alloc();
            Natives.taken(Natives.Kind.FRAME);
        }
        return frame;
    }

    /** Takes a frame back and lets go of its picture. */
    synchronized void giveBack(AVFrame frame) {
        avutil.av_frame_unref(frame);
        lent--;
        if (closed) {
            free(frame);
        } else {
            idle.push(frame);
        }
    }

    private static void free(AVFrame frame) {
        avutil.av_frame_free(frame);
        Natives.freed(Natives.Kind.FRAME);
    }

    /** Frames lent now. */
    public synchronized int lent() {
        return lent;
    }

    /** Pictures that were not decoded because every frame was lent. */
    public synchronized long refused() {
        return refused;
    }

    /**
     * Frees the frames; those still lent are freed when they are closed.
     *
     * @throws IllegalStateException where a frame is still lent: someone leaked it, or closes too late
     */
    @Override
    public synchronized void close() {
        closed = true;
        idle.forEach(FramePool::free);
        idle.clear();
        if (lent > 0) {
            throw new IllegalStateException(
                    "pool '%s' closed with %d of %d frames still lent".formatted(name, lent, capacity));
        }
    }
}
