package org.streetwarden.api;

import java.time.Duration;
import java.util.concurrent.Callable;
import java.util.concurrent.CountDownLatch;
import java.util.concurrent.TimeUnit;
import org.slf4j.Logger;
import org.slf4j.LoggerFactory;

/** Does one thing again and again on a thread of its own; a failure is said once and tried again. */
final class Rounds implements AutoCloseable {

    private static final Logger LOG = LoggerFactory.getLogger(Rounds.class);

    private final String name;
    private final Duration every;
    private final Callable<?> round;
    private final CountDownLatch stopping = new CountDownLatch(1);
    private final Thread thread;
    private boolean failing;

    /** @param name of the thread, and of the thing in the log */
    Rounds(String name, Duration every, Callable<?> round) {
        this.name = name;
        this.every = every;
        this.round = round;
        thread = Thread.ofPlatform().name(name).daemon().unstarted(this::run);
    }

    void start() {
        thread.start();
    }

    private void run() {
        try {
            do {
                once();
            } while (!stopping.await(every.toMillis(), TimeUnit.MILLISECONDS));
        } catch (InterruptedException stop) {
            stopping.countDown();
        }
    }

    private void once() throws InterruptedException {
        try {
            round.call();
            failing = false;
        } catch (InterruptedException stop) {
            throw stop;
        } catch (Exception failure) {
            if (!failing && stopping.getCount() > 0) {
                LOG.warn("{} failed and is tried again: {}", name, failure.getMessage());
            }
            failing = true;
        }
    }

    @Override
    public void close() {
        stopping.countDown();
        try {
            if (thread.isAlive() && !thread.join(Duration.ofSeconds(5))) {
                LOG.warn("{} did not end within 5 s", name);
            }
        } catch (InterruptedException hurry) {
            Thread.currentThread().interrupt();
        }
    }
}
