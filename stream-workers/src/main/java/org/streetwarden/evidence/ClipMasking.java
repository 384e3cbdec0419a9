package org.streetwarden.evidence;

import java.time.Duration;
import java.util.concurrent.ArrayBlockingQueue;
import java.util.concurrent.CompletableFuture;
import java.util.concurrent.Future;
import java.util.concurrent.RejectedExecutionException;
import java.util.concurrent.ThreadPoolExecutor;
import java.util.concurrent.TimeUnit;
import org.streetwarden.incident.Incident;

/** Makes masked copies of clips, one at a time, on a thread of its own, so that nothing is filed later for another's. Any thread. */
public final class ClipMasking implements AutoCloseable {

    private static final Duration PATIENCE = Duration.ofSeconds(30);
    private static final int MOST_WAITING = 16;

    private final ClipEye eye;
    private final Duration patience;
    private final ThreadPoolExecutor thread = new ThreadPoolExecutor(
            1,
            1,
            0,
            TimeUnit.SECONDS,
            new ArrayBlockingQueue<>(MOST_WAITING),
            Thread.ofPlatform().name("clip-masking").daemon().factory());

    /** With the usual patience, 30 s. */
    public ClipMasking(ClipEye eye) {
        this(eye, PATIENCE);
    }

    /** @param patience how long a copy is waited for at the most, from when its clip is there */
    ClipMasking(ClipEye eye, Duration patience) {
        this.eye = eye;
        this.patience = patience;
    }

    Duration patience() {
        return patience;
    }

    /** Begins a copy, or puts it behind those that wait; cancelling ends it. */
    Future<MaskedClip> begin(ClipFile clip, Incident incident) {
        try {
            return thread.submit(() -> ClipMasker.mask(clip, incident, eye));
        } catch (RejectedExecutionException busy) {
            return CompletableFuture.completedFuture(MaskedClip.missing("too many clips wait to be masked"));
        }
    }

    /** Ends what is under way. */
    @Override
    public void close() {
        thread.shutdownNow();
        try {
            thread.awaitTermination(10, TimeUnit.SECONDS);
        } catch (InterruptedException hurried) {
            Thread.currentThread().interrupt();
        }
    }
}
