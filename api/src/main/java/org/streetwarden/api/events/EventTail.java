package org.streetwarden.api.events;

import java.time.Clock;
import java.time.Duration;
import java.time.Instant;
import java.util.List;
import java.util.Set;
import java.util.concurrent.ConcurrentHashMap;
import java.util.concurrent.Semaphore;
import java.util.concurrent.TimeUnit;
import org.slf4j.Logger;
import org.slf4j.LoggerFactory;
import org.streetwarden.api.cases.Database;
import org.streetwarden.api.cases.Scope;

/**
 * Follows the event log on a thread of its own and hands new events to every subscriber, in order. Another api on the same
 * database is heard within {@link #POLL}; this one's intake at once.
 */
public final class EventTail implements AutoCloseable {

    /** Takes events on the tail's thread; must not block. */
    public interface Subscriber {
        void offer(List<Event> events);
    }

    private static final Logger LOG = LoggerFactory.getLogger(EventTail.class);
    private static final Duration POLL = Duration.ofSeconds(1);
    private static final Duration KEEP = Duration.ofDays(7);
    private static final Duration REMOVE_EVERY = Duration.ofHours(1);
    private static final int BATCH = 200;

    private final EventLog log;
    private final Database database;
    private final Clock clock;
    private final Set<Subscriber> subscribers = ConcurrentHashMap.newKeySet();
    private final Semaphore wake = new Semaphore(0);
    private final Thread thread =
            Thread.ofPlatform().name("event-tail").daemon().unstarted(this::run);
    private volatile boolean stopping;
    private long position = -1;
    private Instant removeAt = Instant.MIN;
    private boolean failing;

    public EventTail(EventLog log, Database database, Clock clock) {
        this.log = log;
        this.database = database;
        this.clock = clock;
    }

    public void start() {
        thread.start();
    }

    /** Looks at once; from any thread. */
    public void wake() {
        wake.release();
    }

    /** Hears every event that is committed from now on, and perhaps a few earlier ones. */
    public void subscribe(Subscriber subscriber) {
        subscribers.add(subscriber);
    }

    public void unsubscribe(Subscriber subscriber) {
        subscribers.remove(subscriber);
    }

    private void run() {
        while (!stopping) {
            try {
                if (wake.tryAcquire(POLL.toMillis(), TimeUnit.MILLISECONDS)) {
                    wake.drainPermits();
                }
                if (database.migrated()) {
                    follow();
                }
            } catch (InterruptedException stop) {
                return;
            } catch (RuntimeException failure) {
                warnOnce(failure);
            }
        }
    }

    private void follow() {
        if (position < 0) {
            position = log.extent().newestId();
        }
        EventLog.Batch batch;
        do {
            batch = log.after(position, BATCH, Scope.EVERYTHING);
            position = batch.upTo();
            List<Event> events = batch.events();
            if (!events.isEmpty()) {
                subscribers.forEach(subscriber -> subscriber.offer(events));
            }
        } while (batch.more() && !stopping);
        if (clock.instant().isAfter(removeAt)) {
            removeAt = clock.instant().plus(REMOVE_EVERY);
            log.removeBefore(clock.instant().minus(KEEP));
        }
        failing = false;
    }

    private void warnOnce(RuntimeException failure) {
        if (!failing && !stopping) {
            LOG.warn("events wait for the database: {}", failure.getMessage());
        }
        failing = true;
    }

    @Override
    public void close() {
        stopping = true;
        wake();
        try {
            if (thread.isAlive() && !thread.join(Duration.ofSeconds(5))) {
                LOG.warn("the event tail did not end within 5 s");
            }
        } catch (InterruptedException hurry) {
            Thread.currentThread().interrupt();
        }
    }
}
