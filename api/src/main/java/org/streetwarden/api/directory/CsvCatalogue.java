package org.streetwarden.api.directory;

import java.io.IOException;
import java.io.Reader;
import java.util.ArrayList;
import java.util.EnumMap;
import java.util.List;
import java.util.Map;
import java.util.Optional;
import org.streetwarden.api.models.Refusal;
import org.streetwarden.directory.CameraField;

/** A catalogue as a table: its first line names the columns, in Chinese or English. */
final class CsvCatalogue implements CatalogueFile {

    private static final int MAX_ORIGIN_CHARS = 60;
    private static final int MAX_COLUMNS = 200;

    private final CsvLines lines;
    private final List<CameraField> columns = new ArrayList<>();
    private final List<String> remarks = new ArrayList<>();
    private final char separator;
    private boolean torn;

    /**
     * Reads the first line.
     *
     * @param text owned from now on
     * @throws Refusal where the columns cannot be a catalogue's
     */
    CsvCatalogue(Reader text) throws IOException {
        lines = new CsvLines(text);
        String header = lines.nextFilled() ? lines.text() : "";
        separator = CsvLine.separator(header);
        CsvLine names = CsvLine.split(header, separator);
        if (lines.overlong() || !names.problem().isEmpty() || names.cells().size() > MAX_COLUMNS) {
            throw unusable("line 1: expected the names of at most %d columns, found none that can be read"
                    .formatted(MAX_COLUMNS));
        }
        takeColumns(names.cells());
    }

    private void takeColumns(List<String> names) {
        List<String> unknown = new ArrayList<>();
        for (String name : names) {
            Optional<CameraField> field = CameraField.of(name);
            if (field.isPresent() && columns.contains(field.get())) {
                throw unusable("line 1: expected one column for %s, found several"
                        .formatted(field.get().header()));
            }
            if (field.isEmpty() && !name.isBlank()) {
                unknown.add(name.strip().replaceAll("\\p{C}", "?"));
            }
            columns.add(field.orElse(null));
        }
        for (CameraField needed : List.of(CameraField.CODE, CameraField.NAME)) {
            if (!columns.contains(needed)) {
                throw unusable("line 1: expected a column for %s, found none".formatted(needed.header()));
            }
        }
        if (!unknown.isEmpty()) {
            remarks.add("columns that are not used: " + String.join(", ", unknown));
        }
    }

    private static Refusal unusable(String problem) {
        return new Refusal(Refusal.Cause.UNUSABLE, List.of(problem));
    }

    @Override
    public Row next() throws IOException {
        return lines.nextFilled() ? row() : null;
    }

    private Row row() {
        String place = "line " + lines.number();
        if (lines.overlong()) {
            return new Row(
                    place,
                    Map.of(),
                    "expected a line of at most %d characters, found a longer one".formatted(CsvLines.MAX_CHARS));
        }
        CsvLine split = CsvLine.split(lines.text(), separator);
        String problem = split.problem();
        if (problem.isEmpty() && split.cells().size() != columns.size()) {
            problem = "expected %d cells, found %d"
                    .formatted(columns.size(), split.cells().size());
        }
        if (!problem.isEmpty()) {
            torn |= !lines.ended();
            return new Row(
                    place,
                    Map.of(),
                    lines.ended() ? problem : problem + ": the file ends here, in the middle of a line");
        }
        Map<CameraField, String> cells = cells(split.cells());
        String origin = cells.getOrDefault(CameraField.ORIGIN, "").strip();
        boolean printable = origin.length() <= MAX_ORIGIN_CHARS && !origin.matches(".*\\p{C}.*");
        return new Row(origin.isEmpty() || !printable ? place : origin, cells, "");
    }

    private Map<CameraField, String> cells(List<String> texts) {
        Map<CameraField, String> cells = new EnumMap<>(CameraField.class);
        for (int column = 0; column < columns.size(); column++) {
            if (columns.get(column) != null) {
                cells.put(columns.get(column), texts.get(column));
            }
        }
        return cells;
    }

    @Override
    public boolean torn() {
        return torn;
    }

    @Override
    public List<String> remarks() {
        return List.copyOf(remarks);
    }

    @Override
    public void close() throws IOException {
        lines.close();
    }
}
