package org.streetwarden.api.places;

import com.fasterxml.jackson.databind.JsonNode;
import com.fasterxml.jackson.databind.node.ArrayNode;
import com.fasterxml.jackson.databind.node.JsonNodeFactory;
import java.io.IOException;
import java.io.Reader;
import java.util.ArrayList;
import java.util.EnumMap;
import java.util.List;
import java.util.Map;
import java.util.Optional;
import org.streetwarden.api.directory.CsvLine;
import org.streetwarden.api.directory.CsvLines;
import org.streetwarden.api.models.Refusal;

/** A register as a table: its first line names the columns, in Chinese or English. */
final class CsvPlaces implements PlaceFile {

    private static final int MAX_COLUMNS = 100;

    private final CsvLines lines;
    private final List<PlaceField> columns = new ArrayList<>();
    private final List<String> remarks = new ArrayList<>();
    private final char separator;

    /**
     * Reads the first line.
     *
     * @param text owned from now on
     * @throws Refusal where the columns are not the register's
     */
    CsvPlaces(Reader text, Register.Sort sort) throws IOException {
        lines = new CsvLines(text);
        String header = lines.nextFilled() ? lines.text() : "";
        separator = CsvLine.separator(header);
        CsvLine names = CsvLine.split(header, separator);
        if (lines.overlong() || !names.problem().isEmpty() || names.cells().size() > MAX_COLUMNS) {
            throw unusable(List.of("line 1: expected the names of at most %d columns, found none that can be read"
                    .formatted(MAX_COLUMNS)));
        }
        takeColumns(names.cells(), sort);
    }

    private void takeColumns(List<String> names, Register.Sort sort) {
        List<PlaceField> known = new ArrayList<>(sort.columns());
        List<PlaceField> needed = new ArrayList<>(sort.needed());
        if (sort.shape() == Register.Shape.POINT) {
            known.addAll(List.of(PlaceField.X, PlaceField.Y));
            needed.addAll(List.of(PlaceField.X, PlaceField.Y));
        }
        List<String> problems = new ArrayList<>();
        List<String> unknown = new ArrayList<>();
        for (String name : names) {
            Optional<PlaceField> field = PlaceField.of(name).filter(known::contains);
            if (field.isPresent() && columns.contains(field.get())) {
                problems.add("line 1: expected one column for %s, found several"
                        .formatted(field.get().header()));
            }
            if (field.isEmpty() && !name.isBlank()) {
                unknown.add(name.strip().replaceAll("\\p{C}", "?"));
            }
            columns.add(field.orElse(null));
        }
        needed.stream()
                .filter(field -> !columns.contains(field))
                .forEach(field ->
                        problems.add("line 1: expected a column for %s, found none".formatted(field.header())));
        if (!problems.isEmpty()) {
            throw unusable(problems);
        }
        if (!unknown.isEmpty()) {
            remarks.add("columns that are not used: " + String.join(", ", unknown));
        }
    }

    private static Refusal unusable(List<String> problems) {
        return new Refusal(Refusal.Cause.UNUSABLE, problems);
    }

    @Override
    public Row next() throws IOException {
        return lines.nextFilled() ? row() : null;
    }

    private Row row() {
        String place = "line " + lines.number();
        if (lines.overlong()) {
            return Row.unreadable(
                    place,
                    "expected a line of at most %d characters, found a longer one".formatted(CsvLines.MAX_CHARS));
        }
        CsvLine split = CsvLine.split(lines.text(), separator);
        if (!split.problem().isEmpty()) {
            return Row.unreadable(place, split.problem());
        }
        if (split.cells().size() != columns.size()) {
            return Row.unreadable(
                    place,
                    "expected %d cells, found %d"
                            .formatted(columns.size(), split.cells().size()));
        }
        Map<PlaceField, String> cells = new EnumMap<>(PlaceField.class);
        for (int column = 0; column < columns.size(); column++) {
            if (columns.get(column) != null) {
                cells.put(columns.get(column), split.cells().get(column).strip());
            }
        }
        boolean point = columns.contains(PlaceField.X) && columns.contains(PlaceField.Y);
        return new Row(place, cells, point ? "Point" : "", point ? point(cells) : null, "");
    }

    private static JsonNode point(Map<PlaceField, String> cells) {
        ArrayNode point = JsonNodeFactory.instance.arrayNode();
        for (PlaceField field : List.of(PlaceField.X, PlaceField.Y)) {
            String text = cells.remove(field);
            if (text.matches("[+-]?[0-9]{1,9}(\\.[0-9]{1,20})?")) {
                point.add(Double.parseDouble(text));
            } else {
                point.add(text);
            }
        }
        return point;
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
