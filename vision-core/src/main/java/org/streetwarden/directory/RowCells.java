package org.streetwarden.directory;

import java.util.ArrayList;
import java.util.List;
import java.util.Map;

/** The cells of one row, stripped; what is not there is empty. */
final class RowCells {

    private final Map<CameraField, String> cells;

    RowCells(Map<CameraField, String> cells) {
        this.cells = cells;
    }

    boolean has(CameraField field) {
        return cells.containsKey(field);
    }

    String text(CameraField field) {
        return cells.getOrDefault(field, "").strip();
    }

    /** What no cell may be, whatever its column. */
    List<String> textProblems(int maxChars) {
        List<String> problems = new ArrayList<>();
        for (CameraField field : CameraField.values()) {
            String text = text(field);
            if (text.length() > maxChars) {
                problems.add("%s: expected at most %d characters, found %d"
                        .formatted(field.header(), maxChars, text.length()));
            } else if (text.codePoints().anyMatch(RowCells::unprintable)) {
                problems.add(field.header() + ": expected printable text, found control characters");
            } else if (text.startsWith("=") || text.startsWith("@")) {
                problems.add(field.header() + ": expected plain text, found what a spreadsheet takes for a formula");
            }
        }
        return problems;
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
