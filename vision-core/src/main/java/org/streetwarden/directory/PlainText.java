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

    /** Whether it may stand in JSON that others read (RFC 7493): no half of a character, and no noncharacter. */
    public static boolean exchangeable(int character) {
        boolean half = character >= Character.MIN_SURROGATE && character <= Character.MAX_SURROGATE;
        boolean noncharacter = (character & 0xFFFE) == 0xFFFE || (character >= 0xFDD0 && character <= 0xFDEF);
        return !half && !noncharacter;
    }

    /** Whether it is exchangeable and no control character. */
    public static boolean printable(int character) {
        return exchangeable(character) && !Character.isISOControl(character);
    }

    /** Controls, halves of characters, noncharacters, marks of failed decoding, and what turns the direction of reading round. */
    private static boolean unprintable(int character) {
        return !printable(character)
                || Character.getType(character) == Character.FORMAT
                || Character.getType(character) == Character.LINE_SEPARATOR
                || Character.getType(character) == Character.PARAGRAPH_SEPARATOR
                || character == 0xFFFD;
    }
}
