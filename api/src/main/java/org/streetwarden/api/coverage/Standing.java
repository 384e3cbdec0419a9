package org.streetwarden.api.coverage;

import java.time.Duration;
import java.time.Instant;
import java.util.EnumMap;
import java.util.Map;

/**
 * How the promise stands at one moment.
 *
 * @param counts cameras by sight; every one is there
 * @param reach the time within which the promised share of the living was last seen: what could be promised with what there
 *     is; null where too many were never seen
 * @param below whether too few were seen in the last windows
 * @param since start of the window with which that began; null before the first
 */
public record Standing(
        Instant at, CoveragePromise promise, Map<Sight, Integer> counts, Duration reach, boolean below, Instant since) {

    public Standing {
        Map<Sight, Integer> all = new EnumMap<>(Sight.class);
        for (Sight sight : Sight.values()) {
            all.put(sight, counts.getOrDefault(sight, 0));
        }
        counts = Map.copyOf(all);
    }

    public int cameras() {
        return counts.values().stream().mapToInt(Integer::intValue).sum();
    }

    public int living() {
        return counts.entrySet().stream()
                .filter(each -> each.getKey().living())
                .mapToInt(Map.Entry::getValue)
                .sum();
    }

    public int seen() {
        return counts.get(Sight.SEEN);
    }

    /** Of the living, 0 to 1; 1 where there are none. */
    public double share() {
        return living() == 0 ? 1 : (double) seen() / living();
    }
}
