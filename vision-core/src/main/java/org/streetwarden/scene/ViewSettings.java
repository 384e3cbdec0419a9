package org.streetwarden.scene;

import java.time.Duration;
import java.util.ArrayList;
import java.util.List;

/**
 * How a camera's view is guarded.
 *
 * @param label whatever names the view its zones were drawn on, at most 64 characters: another word than before, and the
 *     view is learnt anew
 * @param learnAfter over how long the first looks must resemble each other before they are the view, 0 to 24 h
 * @param askAfter how long a view may stay turned before a person is asked about it, 1 min to 30 days
 */
public record ViewSettings(String label, Duration learnAfter, Duration askAfter) {

    public static final ViewSettings DEFAULTS = new ViewSettings("", Duration.ofMinutes(5), Duration.ofHours(1));

    private static final int MOST_CHARS = 64;

    /** @return every setting at fault, one sentence each, beginning with its name; empty where all is well */
    public List<String> problems() {
        List<String> problems = new ArrayList<>();
        if (label.length() > MOST_CHARS) {
            problems.add("label: expected at most " + MOST_CHARS + " characters, found " + label.length());
        }
        if (learnAfter.isNegative() || learnAfter.compareTo(Duration.ofHours(24)) > 0) {
            problems.add("learnAfter: expected PT0S to PT24H, found " + learnAfter);
        }
        if (askAfter.compareTo(Duration.ofMinutes(1)) < 0 || askAfter.compareTo(Duration.ofDays(30)) > 0) {
            problems.add("askAfter: expected PT1M to PT720H, found " + askAfter);
        }
        return problems;
    }

    /** The same, of a view of that name. */
    public ViewSettings named(String name) {
        return new ViewSettings(name, learnAfter, askAfter);
    }
}
