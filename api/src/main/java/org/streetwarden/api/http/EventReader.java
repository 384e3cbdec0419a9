package org.streetwarden.api.http;

import io.micrometer.core.instrument.MeterRegistry;
import io.vertx.core.Context;
import io.vertx.core.Vertx;
import io.vertx.core.http.HttpServerResponse;
import io.vertx.ext.web.RoutingContext;
import java.util.ArrayDeque;
import java.util.Deque;
import java.util.List;
import java.util.function.Consumer;
import java.util.function.Predicate;
import org.slf4j.Logger;
import org.slf4j.LoggerFactory;
import org.streetwarden.api.cases.Scope;
import org.streetwarden.api.events.Event;
import org.streetwarden.api.events.EventLog;
import org.streetwarden.api.events.EventTail;

/**
 * One open event stream: first what was missed, then what comes. All state belongs to its event loop. A reader that leaves
 * more than {@link #MAX_QUEUED} events unread is dropped; it comes back with Last-Event-ID, as each does after a quarter of an hour.
 */
final class EventReader implements EventTail.Subscriber {

    static final String DROPPED = "streetwarden.events.dropped.readers";

    private static final Logger LOG = LoggerFactory.getLogger(EventReader.class);
    private static final int MAX_QUEUED = 256;
    private static final int REPLAY_BATCH = 200;
    private static final long HEARTBEAT_MS = 15_000;

    /** Then it comes back, and is asked again who it is. */
    private static final long LIFE_MS = 15 * 60_000;

    private static final int QUEUE_BYTES = 64 * 1024;

    private final Vertx vertx;
    private final Context context;
    private final HttpServerResponse response;
    private final EventLog log;
    private final EventTail tail;
    private final Workers workers;
    private final MeterRegistry registry;
    private final Consumer<EventReader> whenClosed;
    private final Deque<Event> queue = new ArrayDeque<>();
    private final Predicate<String> types;
    private final Scope scope;
    private final long heartbeat;
    private final long life;
    private boolean live;
    private boolean askAgain;
    private boolean closed;
    private long sentId;

    EventReader(
            Vertx vertx,
            RoutingContext request,
            EventLog log,
            EventTail tail,
            Workers workers,
            MeterRegistry registry,
            Predicate<String> types,
            Scope scope,
            Consumer<EventReader> whenClosed) {
        this.vertx = vertx;
        this.context = vertx.getOrCreateContext();
        this.response = request.response();
        this.log = log;
        this.tail = tail;
        this.workers = workers;
        this.registry = registry;
        this.types = types;
        this.scope = scope;
        this.whenClosed = whenClosed;
        this.life = vertx.setTimer(LIFE_MS, over -> end());
        this.heartbeat = vertx.setPeriodic(HEARTBEAT_MS, tick -> beat());
    }

    /** @param lastEventId -1 where the reader has seen nothing yet */
    void start(long lastEventId) {
        response.closeHandler(gone -> close());
        response.exceptionHandler(failure -> close());
        response.setWriteQueueMaxSize(QUEUE_BYTES);
        tail.subscribe(this);
        workers.run(log::extent).onSuccess(extent -> greet(extent, lastEventId)).onFailure(this::giveUp);
    }

    /** From now on the reader holds an id to come back with; {@code reset} tells it that it must load everything anew. */
    private void greet(EventLog.Extent extent, long lastEventId) {
        boolean resumable = lastEventId >= extent.resumableFrom() && lastEventId <= extent.newestId();
        sentId = resumable ? lastEventId : extent.newestId();
        String type = resumable || lastEventId < 0 ? "hello" : "reset";
        write("retry: 2000\n" + text(sentId, type, "{}"));
        replay();
    }

    private void replay() {
        askAgain = false;
        workers.run(() -> log.after(sentId, REPLAY_BATCH, scope))
                .onSuccess(this::replayed)
                .onFailure(this::giveUp);
    }

    private void replayed(EventLog.Batch batch) {
        if (closed) {
            return;
        }
        batch.events().forEach(this::send);
        sentId = Math.max(sentId, batch.upTo());
        if (!batch.more() && !askAgain) {
            live = true;
            pump();
        } else if (response.writeQueueFull()) {
            response.drainHandler(drained -> replay());
        } else {
            replay();
        }
    }

    @Override
    public void offer(List<Event> events) {
        context.runOnContext(now -> enqueue(events));
    }

    private void enqueue(List<Event> events) {
        if (closed) {
            return;
        }
        if (scope.limited()) {
            ask();
            return;
        }
        queue.addAll(events);
        if (live) {
            pump();
        }
        if (queue.size() > MAX_QUEUED) {
            drop();
        }
    }

    /** Whoever sees a part of the city asks the log for his own events whenever there are any. */
    private void ask() {
        if (live) {
            live = false;
            replay();
        } else {
            askAgain = true;
        }
    }

    private void pump() {
        while (!closed && !queue.isEmpty() && !response.writeQueueFull()) {
            Event event = queue.poll();
            if (event.id() > sentId) {
                send(event);
            }
        }
        if (!closed && !queue.isEmpty()) {
            response.drainHandler(drained -> pump());
        }
    }

    private void send(Event event) {
        if (types.test(event.type())) {
            write(text(event.id(), event.type(), event.json()));
        }
        sentId = event.id();
    }

    private static String text(long id, String type, String data) {
        return "id: " + id + "\nevent: " + type + "\ndata: " + data + "\n\n";
    }

    private void write(String text) {
        if (!closed) {
            response.write(text);
        }
    }

    private void beat() {
        if (!response.writeQueueFull()) {
            write(": still here\n\n");
        }
    }

    private void drop() {
        registry.counter(DROPPED).increment();
        LOG.info("an event reader was too slow and was dropped");
        response.reset();
        close();
    }

    private void giveUp(Throwable failure) {
        LOG.warn("an event stream ended: {}", failure.getMessage());
        end();
    }

    /** Ends the stream orderly; from any thread. */
    void end() {
        context.runOnContext(now -> {
            if (!closed) {
                response.end();
                close();
            }
        });
    }

    private void close() {
        if (!closed) {
            closed = true;
            vertx.cancelTimer(heartbeat);
            vertx.cancelTimer(life);
            tail.unsubscribe(this);
            whenClosed.accept(this);
        }
    }
}
