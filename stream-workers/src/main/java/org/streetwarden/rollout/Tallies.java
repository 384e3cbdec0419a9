package org.streetwarden.rollout;

import io.micrometer.core.instrument.MeterRegistry;
import java.time.InstantSource;
import java.util.ArrayList;
import java.util.HashMap;
import java.util.List;
import java.util.Map;
import java.util.Set;
import java.util.function.Predicate;
import org.streetwarden.casefile.WorkerRecord.Agreement;
import org.streetwarden.detect.Detection;

/** What every model did, seat by seat. Any thread. */
public final class Tallies {

    private final InstantSource clock;
    private final ModelMeters meters;
    private final Map<Seat, Tally> tallies = new HashMap<>();

    public Tallies(MeterRegistry registry, InstantSource clock) {
        this.clock = clock;
        meters = new ModelMeters(registry);
    }

    synchronized void looked(Seat seat, long us, List<Detection> seen) {
        Tally tally = of(seat);
        tally.looked(us);
        seen.forEach(detection -> tally.saw(detection.label()));
        meters.looked(seat, us);
    }

    synchronized void failed(Seat seat) {
        of(seat).failed();
        meters.failed(seat);
    }

    /** Notes incidents raised by looks of that seat's model, possibly after it has lost the seat. */
    public synchronized void raised(Seat seat, long incidents) {
        of(seat).raised(incidents);
        meters.raised(seat, incidents);
    }

    synchronized void compared(Seat shadow, Map<String, Agreement> likeness) {
        Tally tally = of(shadow);
        likeness.forEach((label, agreement) -> {
            tally.compared(label, agreement);
            meters.compared(shadow, label, agreement);
        });
    }

    synchronized Counts total(Seat seat) {
        Tally tally = tallies.get(seat);
        return tally == null ? Counts.NONE : tally.total();
    }

    /** Takes what no report has taken yet, of the seats asked for; nothing is ever in two cuts. */
    synchronized List<Tally.Cut> cut(Predicate<Seat> asked) {
        List<Tally.Cut> cuts = new ArrayList<>();
        tallies.forEach((seat, tally) -> {
            if (asked.test(seat) && !tally.taken()) {
                cuts.add(tally.cut(seat, clock.instant()));
            }
        });
        return cuts;
    }

    /** Forgets the seats that nobody holds and whose every count has been taken. */
    synchronized void forgetBut(Set<Seat> held) {
        for (Seat seat : Set.copyOf(tallies.keySet())) {
            if (!held.contains(seat) && tallies.get(seat).taken()) {
                tallies.remove(seat);
                meters.forget(seat);
            }
        }
    }

    private Tally of(Seat seat) {
        return tallies.computeIfAbsent(seat, key -> new Tally(clock.instant()));
    }
}
