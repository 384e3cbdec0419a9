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
            PlainText.problem(text, maxChars).ifPresent(problem -> problems.add(field.header() + ": " + problem));
        }
        return problems;
    }
}
