package org.streetwarden.track;

import java.time.Duration;
import java.util.ArrayList;
import java.util.List;
import java.util.Set;

/**
 * How sightings are joined.
 *
 * @param startScore a detection below it continues a track but starts none, 0 to 1
 * @param lostFor how long an unseen track is kept at most; one seen for a shorter time is kept no longer than that, but
 *     always for three looks
 * @param maxTracks the most tracks of a camera; the longest unseen goes first
 * @param families labels a model confuses, or that are states of one thing; a label in none is a family of its own
 */
public record TrackerSettings(double startScore, Duration lostFor, int maxTracks, List<Set<String>> families) {

    public static final TrackerSettings DEFAULTS = new TrackerSettings(
            0.4, Duration.ofSeconds(60), 256, List.of(Set.of("bin", "bin_overflow"), Set.of("stall", "vehicle")));

    public TrackerSettings {
        families = families.stream().map(Set::copyOf).toList();
    }

    /** @return what is wrong, one sentence each; empty where all is well */
    public List<String> problems() {
        List<String> problems = new ArrayList<>();
        if (!(startScore >= 0 && startScore <= 1)) {
            problems.add("startScore: expected 0 to 1, found " + startScore);
        }
        if (lostFor.isNegative() || lostFor.compareTo(Duration.ofHours(1)) > 0) {
            problems.add("lostFor: expected PT0S to PT1H, found " + lostFor);
        }
        if (maxTracks < 1 || maxTracks > 4096) {
            problems.add("maxTracks: expected 1 to 4096, found " + maxTracks);
        }
        return problems;
    }

    /** The family's name: the label itself, or the first in order of those it may be confused with. */
    String family(String label) {
        for (Set<String> family : families) {
            if (family.contains(label)) {
                return family.stream().min(String::compareTo).orElse(label);
            }
        }
        return label;
    }
}
