package org.streetwarden.directory;

import java.util.Optional;

/** What no text that comes from a file may be. */
public final class PlainText {

    private PlainText() {}

    /** What is wrong with it: too long, unprintable, or what a spreadsheet would run. */
    public static Optional<String> problem(String text, int maxChars) {
        if (text.length() > maxChars) {
            return Optional.of("expected at most %d characters, found %d".formatted(maxChars, text.length()));
        }
        if (text.codePoints().anyMatch(PlainText::unprintable)) {
            return Optional.of("expected printable text, found control characters");
        }
        return text.startsWith("=") || text.startsWith("@")
                ? Optional.of("expected plain text, found what a spreadsheet takes for a formula")
                : Optional.empty();
    }

    /** Controls, halves of characters, marks of failed decoding, and what turns the direction of reading round. */
    private static boolean unprintable(int character) {
        return Character.isISOControl(character)
                || Character.getType(character) == Character.SURROGATE
                || Character.getType(character) == Character.FORMAT
                || Character.getType(character) == Character.LINE_SEPARATOR
                || Character.getType(character) == Character.PARAGRAPH_SEPARATOR
                || character == 0xFFFD;
    }
}
