package org.streetwarden.evidence;

/**
 * One sentence of what a verification shows.
 *
 * @param standing whether that is proven, not proven, or refuted, which makes the pack unsound
 */
public record Statement(Standing standing, String sentence) {

    /** What a statement is worth. */
    public enum Standing {
        PROVEN,
        NOT_PROVEN,
        REFUTED
    }

    static Statement proven(String sentence, Object... values) {
        return new Statement(Standing.PROVEN, sentence.formatted(values));
    }

    static Statement notProven(String sentence, Object... values) {
        return new Statement(Standing.NOT_PROVEN, sentence.formatted(values));
    }

    static Statement refuted(String sentence, Object... values) {
        return new Statement(Standing.REFUTED, sentence.formatted(values));
    }
}
