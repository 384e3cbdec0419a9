package org.streetwarden.fleet;

import io.micrometer.core.instrument.Counter;
import io.micrometer.core.instrument.Gauge;
import io.micrometer.core.instrument.MeterRegistry;
import java.util.concurrent.atomic.AtomicReference;
import java.util.function.Function;

/** A worker's part of the fleet in Micrometer. Any thread. */
public final class FleetMeters {

    /** What is shown as it is now. */
    private record Now(int held, int going, int capacity, double busiest, int free) {}

    private final AtomicReference<Now> now = new AtomicReference<>(new Now(0, 0, 0, 0, 0));
    final Counter taken;
    final Counter takenOver;
    final Counter given;
    final Counter lost;
    final Counter failures;

    public FleetMeters(MeterRegistry registry) {
        taken = counter(registry, "taken", "Cameras taken that nobody held.");
        takenOver = counter(registry, "taken.over", "Cameras taken over because their holder had not claimed them.");
        given = counter(registry, "given", "Cameras given back for others to take.");
        lost = counter(registry, "lost", "Cameras that others had taken over while this worker held still.");
        failures = counter(registry, "failures", "Rounds in which Redis did not answer.");
        gauge(registry, "held", "Cameras this worker holds.", Now::held);
        gauge(registry, "going", "Cameras given back and watched on until another holds them.", Now::going);
        gauge(registry, "capacity", "Most cameras this worker will hold.", Now::capacity);
        gauge(registry, "busiest", "Use of the scarcest resource, 0 to 1.", Now::busiest);
        gauge(registry, "free", "Cameras of the whole fleet that no living worker holds.", Now::free);
    }

    private static Counter counter(MeterRegistry registry, String name, String description) {
        return Counter.builder("streetwarden.fleet." + name)
                .description(description)
                .register(registry);
    }

    private void gauge(MeterRegistry registry, String name, String description, Function<Now, Number> part) {
        Gauge.builder("streetwarden.fleet." + name, now, all -> part.apply(all.get())
                        .doubleValue())
                .description(description)
                .register(registry);
    }

    void now(int held, int going, int capacity, double busiest, int free) {
        now.set(new Now(held, going, capacity, busiest, free));
    }
}
