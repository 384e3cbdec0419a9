package org.streetwarden.rule;

import java.util.Collections;
import java.util.Map;
import java.util.TreeMap;

/**
 * One thing that was weighed.
 *
 * @param check what: {@code score}, {@code dwell}, {@code vending-points} and so on
 * @param facts what was asked for and what was found, by name; numbers and times as text
 */
public record Step(String check, Result result, Map<String, String> facts) {

    /** What it came to. */
    public enum Result {
        MET,
        NOT_MET,
        PERMITS,
        PERMITS_NOT,
        UNSURE,
        NOTED
    }

    public Step {
        facts = Collections.unmodifiableMap(new TreeMap<>(facts));
    }

    static Step of(String check, boolean met, Object asked, Object found) {
        return new Step(
                check,
                met ? Result.MET : Result.NOT_MET,
                Map.of("asked", String.valueOf(asked), "found", String.valueOf(found)));
    }
}
