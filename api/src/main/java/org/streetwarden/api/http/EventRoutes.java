package org.streetwarden.api.http;

import io.micrometer.core.instrument.MeterRegistry;
import io.micrometer.core.instrument.Tags;
import io.vertx.core.Vertx;
import io.vertx.core.http.HttpMethod;
import io.vertx.ext.web.RoutingContext;
import java.util.Set;
import java.util.concurrent.ConcurrentHashMap;
import java.util.function.Predicate;
import org.streetwarden.api.accounts.Caller;
import org.streetwarden.api.accounts.Role;
import org.streetwarden.api.events.EventLog;
import org.streetwarden.api.events.EventTail;

/** Server-sent events; a reader that comes back with Last-Event-ID misses nothing. */
final class EventRoutes {

    private static final int MAX_READERS = 500;

    private final Vertx vertx;
    private final EventLog log;
    private final EventTail tail;
    private final Workers workers;
    private final MeterRegistry registry;
    private final Set<Role> caseReaders;
    private final Set<EventReader> readers = ConcurrentHashMap.newKeySet();

    /** @param caseReaders who may read cases, and so hears of them */
    EventRoutes(
            Vertx vertx, EventLog log, EventTail tail, Workers workers, MeterRegistry registry, Set<Role> caseReaders) {
        this.caseReaders = caseReaders;
        this.vertx = vertx;
        this.log = log;
        this.tail = tail;
        this.workers = workers;
        this.registry = registry;
        registry.counter(EventReader.DROPPED);
        registry.gaugeCollectionSize("streetwarden.events.readers", Tags.empty(), readers);
    }

    void mount(RouteTable routes) {
        routes.get("/api/v1/events", this::open);
    }

    private void open(RoutingContext context) {
        new QueryParameters(context, Set.of());
        long lastEventId = lastEventId(context.request().getHeader("Last-Event-ID"));
        if (readers.size() >= MAX_READERS) {
            throw Problem.unavailable("Too many readers follow the events; try again soon.");
        }
        context.response()
                .putHeader("Content-Type", "text/event-stream")
                .putHeader("Cache-Control", "no-store")
                .putHeader("X-Accel-Buffering", "no")
                .setChunked(true);
        if (context.request().method().equals(HttpMethod.HEAD)) {
            context.response().end();
            return;
        }
        Caller caller = Caller.of(context);
        EventReader reader = new EventReader(
                vertx, context, log, tail, workers, registry, heard(caller), caller.scope(), readers::remove);
        readers.add(reader);
        reader.start(lastEventId);
    }

    private Predicate<String> heard(Caller caller) {
        boolean readsCases = caller.roles().stream().anyMatch(caseReaders::contains);
        return type -> readsCases || !type.startsWith("case-");
    }

    /** @return -1 where the reader has seen nothing yet */
    private static long lastEventId(String header) {
        if (header == null || header.isBlank()) {
            return -1;
        }
        if (!header.strip().matches("[0-9]{1,18}")) {
            throw Problem.badParameter("Last-Event-ID", "the id of an event", header);
        }
        return Long.parseLong(header.strip());
    }

    /** Ends every stream, so that readers come back elsewhere. */
    void closeAll() {
        readers.forEach(EventReader::end);
    }
}
