package org.streetwarden.models;

import java.util.List;

/** A model package that can't be used; each problem says file, field, expected, found. */
public final class BrokenPackage extends Exception {

    private static final long serialVersionUID = 1L;

    private final transient List<String> problems;

    /** @param problems at least one sentence */
    public BrokenPackage(List<String> problems) {
        super(String.join("\n", problems));
        this.problems = List.copyOf(problems);
    }

    /** Every problem found, one sentence each. */
    public List<String> problems() {
        return problems == null ? List.of(getMessage()) : problems;
    }
}
