package org.streetwarden.rollout;

import io.micrometer.core.instrument.Counter;
import io.micrometer.core.instrument.Meter;
import io.micrometer.core.instrument.MeterRegistry;
import io.micrometer.core.instrument.Tags;
import io.micrometer.core.instrument.Timer;
import java.util.HashMap;
import java.util.Locale;
import java.util.Map;
import java.util.concurrent.TimeUnit;
import org.streetwarden.casefile.WorkerRecord.Agreement;

/** Each model's figures in Micrometer, by group, role and model; gone with their model. Not thread-safe. */
final class ModelMeters {

    private final MeterRegistry registry;
    private final Map<Seat, Map<String, Meter>> meters = new HashMap<>();

    ModelMeters(MeterRegistry registry) {
        this.registry = registry;
    }

    void looked(Seat seat, long us) {
        Timer timer = (Timer) of(seat).computeIfAbsent("looks", key -> Timer.builder("streetwarden.model.looks")
                .description("Pictures a model looked at, and their time.")
                .tags(tags(seat))
                .register(registry));
        timer.record(us, TimeUnit.MICROSECONDS);
    }

    void failed(Seat seat) {
        count(seat, "failures", "Pictures a model failed on.", Tags.empty(), 1);
    }

    void raised(Seat seat, long incidents) {
        count(seat, "raises", "Incidents raised by a model's looks.", Tags.empty(), incidents);
    }

    void compared(Seat seat, String label, Agreement agreement) {
        String meaning = "Things seen by a shadow and the active model, by both or by one alone.";
        count(seat, "agreement", meaning, Tags.of("label", label, "seen", "both"), agreement.both());
        count(seat, "agreement", meaning, Tags.of("label", label, "seen", "only-active"), agreement.onlyActive());
        count(seat, "agreement", meaning, Tags.of("label", label, "seen", "only-shadow"), agreement.onlyShadow());
    }

    void forget(Seat seat) {
        Map<String, Meter> gone = meters.remove(seat);
        if (gone != null) {
            gone.values().forEach(registry::remove);
        }
    }

    private void count(Seat seat, String name, String meaning, Tags more, long times) {
        Counter counter =
                (Counter) of(seat).computeIfAbsent(name + more, key -> Counter.builder("streetwarden.model." + name)
                        .description(meaning)
                        .tags(tags(seat).and(more))
                        .register(registry));
        counter.increment((double) times);
    }

    private Map<String, Meter> of(Seat seat) {
        return meters.computeIfAbsent(seat, key -> new HashMap<>());
    }

    private static Tags tags(Seat seat) {
        return Tags.of(
                "group", seat.group(),
                "role", seat.role().name().toLowerCase(Locale.ROOT),
                "model", seat.model().name(),
                "version", seat.model().version(),
                "sha256", seat.model().sha256().substring(0, 12));
    }
}
