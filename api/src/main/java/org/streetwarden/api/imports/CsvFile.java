package org.streetwarden.api.imports;

import java.io.IOException;
import java.io.Reader;
import java.util.ArrayList;
import java.util.EnumMap;
import java.util.List;
import java.util.Map;
import org.streetwarden.api.models.Refusal;

/** A file as a table: its first line names the columns, in Chinese or English. */
final class CsvFile<F extends Enum<F>> implements ImportFile<F> {

    private static final int MAX_COLUMNS = 200;

    private final CsvLines lines;
    private final Header<F> header;
    private final List<F> columns;
    private final List<String> remarks = new ArrayList<>();
    private final char separator;
    private boolean torn;

    /**
     * Reads the first line.
     *
     * @param text owned from now on
     * @throws Refusal where the columns are not those of the header
     */
    CsvFile(Reader text, Header<F> header) throws IOException {
        lines = new CsvLines(text);
        this.header = header;
        String first = lines.nextFilled() ? lines.text() : "";
        separator = CsvLine.separator(first);
        CsvLine names = CsvLine.split(first, separator);
        if (lines.overlong() || !names.problem().isEmpty() || names.cells().size() > MAX_COLUMNS) {
            throw Refusal.unusable("line 1: expected the names of at most %d columns, found none that can be read"
                    .formatted(MAX_COLUMNS));
        }
        columns = header.columns(names.cells());
        remarkUnknown(names.cells());
    }

    private void remarkUnknown(List<String> names) {
        List<String> unknown = new ArrayList<>();
        for (int column = 0; column < columns.size(); column++) {
            if (columns.get(column) == null && !names.get(column).isBlank()) {
                unknown.add(names.get(column).strip().replaceAll("\\p{C}", "?"));
            }
        }
        if (!unknown.isEmpty()) {
            remarks.add("columns that are not used: " + String.join(", ", unknown));
        }
    }

    @Override
    public Row<F> next() throws IOException {
        return lines.nextFilled() ? row() : null;
    }

    private Row<F> row() {
        String place = "line " + lines.number();
        if (lines.overlong()) {
            return Row.unreadable(
                    place,
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
            return Row.unreadable(
                    place, lines.ended() ? problem : problem + ": the file ends here, in the middle of a line");
        }
        return new Row<>(place, cells(split.cells()), null, "");
    }

    private Map<F, String> cells(List<String> texts) {
        Map<F, String> cells = new EnumMap<>(header.type());
        for (int column = 0; column < columns.size(); column++) {
            if (columns.get(column) != null) {
                cells.put(columns.get(column), texts.get(column).strip());
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
