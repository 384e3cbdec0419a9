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

    static Statement proven(String sentence) {
        return new Statement(Standing.PROVEN, sentence);
    }

    static Statement notProven(String sentence) {
        return new Statement(Standing.NOT_PROVEN, sentence);
    }

    static Statement refuted(String sentence) {
        return new Statement(Standing.REFUTED, sentence);
    }
}
