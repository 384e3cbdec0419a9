package org.streetwarden.launcher;

import com.fasterxml.jackson.databind.JsonNode;
import java.time.Duration;
import java.time.Instant;
import java.util.ArrayList;
import java.util.HashMap;
import java.util.List;
import java.util.Map;
import java.util.NavigableSet;
import java.util.Set;
import java.util.TreeSet;

/** When each camera was seen, as the api told it now and then. One thread. */
final class SightLog {

    private final Map<String, NavigableSet<Instant>> seen = new HashMap<>();

    /** @param cameras rows of {@code /coverage/cameras} */
    void add(Iterable<JsonNode> cameras) {
        for (JsonNode camera : cameras) {
            if (camera.hasNonNull("lastSeenAt")) {
                seen.computeIfAbsent(camera.path("id").asText(), id -> new TreeSet<>())
                        .add(Instant.parse(camera.path("lastSeenAt").asText()));
            }
        }
    }

    /** One window and the share of these cameras that was seen in it. */
    record Window(Instant start, Duration length, double share) {}

    /** Whole windows one after the other from {@code start} that end by {@code end}. */
    List<Window> windows(Set<String> cameras, Instant start, Instant end, Duration length) {
        List<Window> windows = new ArrayList<>();
        for (Instant at = start; !at.plus(length).isAfter(end); at = at.plus(length)) {
            Instant from = at;
            long count = cameras.stream()
                    .filter(camera -> seenWithin(camera, from, from.plus(length)))
                    .count();
            windows.add(new Window(at, length, (double) count / cameras.size()));
        }
        return windows;
    }

    private boolean seenWithin(String camera, Instant from, Instant until) {
        NavigableSet<Instant> times = seen.getOrDefault(camera, new TreeSet<>());
        Instant first = times.ceiling(from);
        return first != null && first.isBefore(until);
    }

    /** The longest time within the span that one of these cameras was not seen. */
    Duration longestBlind(Set<String> cameras, Instant start, Instant end) {
        return cameras.stream()
                .map(camera -> blind(seen.getOrDefault(camera, new TreeSet<>()), start, end))
                .max(Duration::compareTo)
                .orElse(Duration.ZERO);
    }

    private static Duration blind(NavigableSet<Instant> times, Instant start, Instant end) {
        Duration longest = Duration.ZERO;
        Instant before = start;
        for (Instant at : times.subSet(start, true, end, true)) {
            longest = max(longest, Duration.between(before, at));
            before = at;
        }
        return max(longest, Duration.between(before, end));
    }

    private static Duration max(Duration a, Duration b) {
        return a.compareTo(b) >= 0 ? a : b;
    }
}
