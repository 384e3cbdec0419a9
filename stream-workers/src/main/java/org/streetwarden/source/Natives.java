package org.streetwarden.source;

import java.util.Map;
import java.util.concurrent.ConcurrentHashMap;
import java.util.concurrent.ConcurrentMap;

/**
 * Counts the native objects that are alive in this process, by kind: whoever allocates one says so, whoever frees it says
 * so. Metrics show it; tests assert that it returns to where it was. Thread-safe.
 */
public final class Natives {

    /** What is counted. */
    public enum Kind {
        DEMUXER,
        DEADLINE,
        PACKET,
        PARSER,
        FILTER,
        DECODER,
        ENCODER,
        FRAME,
        SCALER
    }

    private static final ConcurrentMap<Kind, Integer> LIVE = new ConcurrentHashMap<>();

    private Natives() {}

    public static void taken(Kind kind) {
        LIVE.merge(kind, 1, Integer::sum);
    }

    /** @throws IllegalStateException where none of that kind is alive */
    public static void freed(Kind kind) {
        LIVE.compute(kind, (k, live) -> {
            if (live == null) {
                throw new IllegalStateException("%s freed more often than taken".formatted(k));
            }
            return live == 1 ? null : live - 1;
        });
    }

    /** How many of each kind are alive; kinds with none are left out. */
    public static Map<Kind, Integer> live() {
        return Map.copyOf(LIVE);
    }
}
