package org.streetwarden.farm;

import java.util.EnumMap;
import java.util.Map;
import java.util.concurrent.atomic.AtomicLong;

/** Counters of one camera or of the farm. Written by event loops, read by anyone. */
final class FarmCounts {

    private final Map<FarmCounter, AtomicLong> values = new EnumMap<>(FarmCounter.class);

    FarmCounts() {
        for (FarmCounter c : FarmCounter.values()) {
            values.put(c, new AtomicLong());
        }
    }

    void add(FarmCounter counter, long amount) {
        values.get(counter).addAndGet(amount);
    }

    void addTo(Map<FarmCounter, Long> totals) {
        values.forEach((counter, value) -> totals.merge(counter, value.get(), Long::sum));
    }

    Map<FarmCounter, Long> snapshot() {
        Map<FarmCounter, Long> totals = new EnumMap<>(FarmCounter.class);
        addTo(totals);
        return totals;
    }
}
