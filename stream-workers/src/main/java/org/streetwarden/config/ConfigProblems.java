package org.streetwarden.config;

import java.util.List;

/** A configuration cannot be used; the message lists every problem, one per line: where, what, expected, found. */
public final class ConfigProblems extends Exception {

    private static final long serialVersionUID = 1L;

    private final transient List<String> problems;

    public ConfigProblems(List<String> problems) {
        super(String.join("\n", problems));
        this.problems = List.copyOf(problems);
    }

    public List<String> problems() {
        return problems;
    }
}
