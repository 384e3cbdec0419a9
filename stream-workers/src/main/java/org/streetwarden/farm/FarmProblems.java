package org.streetwarden.farm;

import java.util.List;

/** Everything that keeps a farm from starting, at once; one sentence each, without passwords. */
public final class FarmProblems extends Exception {

    private static final long serialVersionUID = 1L;

    private final transient List<String> problems;

    FarmProblems(List<String> problems) {
        super(String.join("\n", problems));
        this.problems = List.copyOf(problems);
    }

    public List<String> problems() {
        return problems;
    }
}
