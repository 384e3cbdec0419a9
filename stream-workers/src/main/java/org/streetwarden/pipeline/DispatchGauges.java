package org.streetwarden.pipeline;

import io.micrometer.core.instrument.Gauge;
import io.micrometer.core.instrument.MeterRegistry;
import java.util.Set;
import java.util.TreeSet;
import java.util.function.Predicate;
import org.streetwarden.config.PatrolConfig;
import org.streetwarden.visit.Upstream;

/** What a dispatcher shows of its upstreams: each configured one by itself, all others together. */
final class DispatchGauges {

    private DispatchGauges() {}

    static void expose(MeterRegistry registry, Dispatcher dispatcher, PatrolConfig patrol) {
        Set<String> named = new TreeSet<>();
        patrol.upstreams().forEach(upstream -> named.add(upstream.id()));
        named.forEach(id -> expose(registry, dispatcher, id, id::equals));
        expose(registry, dispatcher, "others", id -> !named.contains(id));
        Gauge.builder("streetwarden.upstream.waiting", dispatcher, Dispatcher::waiting)
                .description("Cameras whose time has come and that wait for their upstream or for a reader.")
                .register(registry);
        Gauge.builder("streetwarden.visit.window", dispatcher, Dispatcher::window)
                .description("Visits that may be under way at once, as found by how long pictures wait for the models.")
                .register(registry);
    }

    private static void expose(MeterRegistry registry, Dispatcher dispatcher, String tag, Predicate<String> its) {
        Gauge.builder("streetwarden.upstream.sessions", dispatcher, all -> all.sum(its, Upstream::sessions))
                .description("Cameras that are open or being opened.")
                .tag("upstream", tag)
                .register(registry);
        Gauge.builder(
                        "streetwarden.upstream.circuit.open",
                        dispatcher,
                        all -> all.sum(its, up -> up.circuitOpen() ? 1 : 0))
                .description("Upstreams that answered nobody and are left alone for a while.")
                .tag("upstream", tag)
                .register(registry);
    }
}
