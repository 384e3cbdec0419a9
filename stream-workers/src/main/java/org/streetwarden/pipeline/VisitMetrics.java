package org.streetwarden.pipeline;

import io.micrometer.core.instrument.Counter;
import io.micrometer.core.instrument.MeterRegistry;
import io.micrometer.core.instrument.Timer;
import java.time.Duration;
import java.util.EnumMap;
import java.util.Locale;
import java.util.Map;
import org.streetwarden.media.StreamFailure.Reason;

/** What visits are counted by: {@code streetwarden.visit.*} and {@code streetwarden.burst.*} in Micrometer. Thread-safe. */
final class VisitMetrics {

    private final Counter started;
    private final Counter unjudged;
    private final Counter bursts;
    private final Counter refused;
    private final Map<Reason, Counter> failed = new EnumMap<>(Reason.class);
    private final Map<Part, Timer> parts = new EnumMap<>(Part.class);

    /** What a visit's time is spent with. */
    enum Part {
        OPEN("From the call to the camera's answer."),
        FIRST_PICTURE("From the answer to the first decoded picture."),
        JUDGE("From the last picture wanted to its judgement, as the reader notices it.");

        private final String meaning;

        Part(String meaning) {
            this.meaning = meaning;
        }
    }

    VisitMetrics(MeterRegistry registry) {
        started = counter(registry, "streetwarden.visit.started", "Visits that began.");
        unjudged = counter(
                registry, "streetwarden.visit.unjudged", "Visits whose picture the models did not come to in time.");
        bursts = counter(registry, "streetwarden.burst.started", "Visits that stayed for something that stands there.");
        refused = counter(
                registry,
                "streetwarden.burst.refused",
                "Visits that were to stay and could not, as too many did already.");
        for (Reason reason : Reason.values()) {
            failed.put(
                    reason,
                    Counter.builder("streetwarden.visit.failed")
                            .description("Visits that failed, by reason.")
                            .tag("reason", reason.name())
                            .register(registry));
        }
        for (Part part : Part.values()) {
            parts.put(
                    part,
                    Timer.builder("streetwarden.visit")
                            .description("What a visit's time is spent with: " + part.meaning)
                            .tag("part", part.name().toLowerCase(Locale.ROOT))
                            .register(registry));
        }
    }

    private static Counter counter(MeterRegistry registry, String name, String meaning) {
        return Counter.builder(name).description(meaning).register(registry);
    }

    void started() {
        started.increment();
    }

    void failed(Reason reason) {
        failed.get(reason).increment();
    }

    void unjudged() {
        unjudged.increment();
    }

    /** Visits so far whose picture the models did not come to in time. */
    long allUnjudged() {
        return (long) unjudged.count();
    }

    void burst(boolean begun) {
        (begun ? bursts : refused).increment();
    }

    void took(Part part, Duration time) {
        parts.get(part).record(time.isNegative() ? Duration.ZERO : time);
    }
}
