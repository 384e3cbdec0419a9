package org.streetwarden.rollout;

import java.time.Duration;
import java.time.Instant;
import java.time.InstantSource;
import java.util.HashMap;
import java.util.Map;
import java.util.function.Consumer;
import java.util.function.Predicate;
import org.streetwarden.casefile.WorkerRecord.ModelEvent;

/** Seats whose model has left its band: barred, and said again and again, until nobody wants it there. One thread. */
final class Bars {

    private final Duration every;
    private final InstantSource clock;
    private final Consumer<ModelEvent> said;
    private final Map<Seat, Bar> bars = new HashMap<>();

    private record Bar(ModelEvent event, Instant again) {}

    /** @param every how often a bar is said */
    Bars(Duration every, InstantSource clock, Consumer<ModelEvent> said) {
        this.every = every;
        this.clock = clock;
        this.said = said;
    }

    boolean holds(Seat seat) {
        return bars.containsKey(seat);
    }

    /** Bars a seat and says so; one that is barred stays as it is. */
    void bar(Seat seat, ModelEvent event) {
        if (bars.putIfAbsent(seat, new Bar(event, clock.instant().plus(every))) == null) {
            said.accept(event);
        }
    }

    /** Says the bars whose time has come; lifts those of seats that are not wanted any more. */
    void sayAgain(Predicate<Seat> wanted) {
        bars.keySet().removeIf(wanted.negate());
        Instant now = clock.instant();
        bars.replaceAll((seat, bar) -> {
            if (now.isBefore(bar.again())) {
                return bar;
            }
            said.accept(bar.event());
            return new Bar(bar.event(), now.plus(every));
        });
    }
}
