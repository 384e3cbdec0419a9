package org.streetwarden.api.models;

import java.util.List;

/** What was asked of a model is not done; names every reason. Nothing has changed. */
public final class Refusal extends RuntimeException {

    private static final long serialVersionUID = 1L;

    /** What kind of no. */
    public enum Cause {
        /** There is no such model. */
        UNKNOWN,
        /** What was brought is unusable, whatever the state of things. */
        UNUSABLE,
        /** It does not go with how things stand. */
        CONFLICT
    }

    private final Cause kind;
    private final String[] problems;

    public Refusal(Cause kind, List<String> problems) {
        super(String.join("; ", problems), null, false, false);
        this.kind = kind;
        this.problems = problems.toArray(String[]::new);
    }

    static Refusal unknown(String sha256) {
        return new Refusal(Cause.UNKNOWN, List.of("There is no model " + sha256 + "."));
    }

    public static Refusal conflict(String problem) {
        return new Refusal(Cause.CONFLICT, List.of(problem));
    }

    public static Refusal unusable(String problem) {
        return new Refusal(Cause.UNUSABLE, List.of(problem));
    }

    public Cause kind() {
        return kind;
    }

    public List<String> problems() {
        return List.of(problems);
    }
}
