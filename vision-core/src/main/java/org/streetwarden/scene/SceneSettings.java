package org.streetwarden.scene;

import java.time.Duration;
import java.util.ArrayList;
import java.util.List;

/**
 * How a clean reference is kept.
 *
 * @param learnAfter how long a part of the picture must look the same, in most looks, to become its reference, 1 s to 24 h
 * @param absorbAfter how long something new must stand, without an incident, to become part of the reference; at least
 *     {@code learnAfter}, at most 30 days
 */
public record SceneSettings(Duration learnAfter, Duration absorbAfter) {

    public static final SceneSettings DEFAULTS = new SceneSettings(Duration.ofMinutes(10), Duration.ofHours(24));

    private static final Duration DAY = Duration.ofHours(24);
    private static final Duration LONGEST = Duration.ofDays(30);

    /** @return every setting at fault, one sentence each, beginning with its name; empty where all is well */
    public List<String> problems() {
        List<String> problems = new ArrayList<>();
        if (learnAfter.compareTo(Duration.ofSeconds(1)) < 0 || learnAfter.compareTo(DAY) > 0) {
            problems.add("learnAfter: expected PT1S to PT24H, found " + learnAfter);
        }
        if (absorbAfter.compareTo(learnAfter) < 0 || absorbAfter.compareTo(LONGEST) > 0) {
            problems.add("absorbAfter: expected learnAfter to PT720H, found " + absorbAfter);
        }
        return problems;
    }
}
