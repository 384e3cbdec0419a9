package org.streetwarden.api.places;

import com.fasterxml.jackson.databind.node.ArrayNode;
import com.fasterxml.jackson.databind.node.JsonNodeFactory;
import com.fasterxml.jackson.databind.node.ObjectNode;
import com.fasterxml.jackson.databind.util.RawValue;
import java.io.IOException;
import java.util.ArrayList;
import java.util.HashMap;
import java.util.List;
import java.util.Map;
import java.util.stream.Collectors;
import org.streetwarden.api.imports.ImportFile;
import org.streetwarden.api.imports.ImportFile.Geometry;
import org.streetwarden.api.models.Refusal;
import org.streetwarden.directory.CoordinateSystem;

/** Reads a whole file of a register: every row is sound, or all problems of all rows are named and none is kept. */
final class RegisterReader {

    private static final int MAX_ROWS = 50_000;
    private static final int MAX_PROBLEMS = 1000;

    private final Register register;
    private final Shapes shapes;
    private final Map<String, Entry> entries = new HashMap<>();
    private final List<Entry> inOrder = new ArrayList<>();
    private final List<String> problems = new ArrayList<>();
    private int more;

    /**
     * A sound row.
     *
     * @param place where people find it
     * @param facts its cells and, of a layer, its geometry as text, which is a tenth of the tree
     */
    record Entry(int position, String place, String key, ObjectNode facts) {}

    /** @param system null where the register has no positions */
    RegisterReader(Register register, CoordinateSystem system) {
        this.register = register;
        this.shapes = system == null ? null : new Shapes(system);
    }

    /** @throws Refusal naming every problem */
    List<Entry> read(ImportFile<PlaceField> file) throws IOException {
        int position = 0;
        for (ImportFile.Row<PlaceField> row = file.next(); row != null; row = file.next()) {
            position++;
            if (position > MAX_ROWS) {
                throw Refusal.unusable("expected at most %d rows, found more".formatted(MAX_ROWS));
            }
            take(row, position);
        }
        checkWhole();
        if (!problems.isEmpty()) {
            if (more > 0) {
                problems.add("and %d more problems".formatted(more));
            }
            throw new Refusal(Refusal.Cause.UNUSABLE, problems);
        }
        return List.copyOf(inOrder);
    }

    private void problem(String place, String what) {
        if (problems.size() < MAX_PROBLEMS) {
            problems.add(place + ": " + what);
        } else {
            more++;
        }
    }

    private void take(ImportFile.Row<PlaceField> row, int position) {
        if (!row.problem().isEmpty()) {
            problem(row.place(), row.problem());
            return;
        }
        ObjectNode facts = JsonNodeFactory.instance.objectNode();
        int before = problems.size() + more;
        register.sort().columns().forEach(field -> takeCell(row, field, facts));
        checkOrder(row, facts);
        takeGeometry(row, facts);
        if (problems.size() + more == before) {
            keep(new Entry(position, row.place(), key(facts), facts));
        }
    }

    private void takeCell(ImportFile.Row<PlaceField> row, PlaceField field, ObjectNode facts) {
        String text = row.cells().getOrDefault(field, "");
        if (text.isEmpty()) {
            if (register.sort().needed().contains(field)) {
                problem(row.place(), field.header() + ": expected something, found nothing");
            }
            return;
        }
        try {
            facts.put(field.header(), CellCheck.kept(register.sort(), field, text));
        } catch (CellCheck.Wrong wrong) {
            problem(row.place(), field.header() + ": " + wrong.getMessage());
        }
    }

    private void checkOrder(ImportFile.Row<PlaceField> row, ObjectNode facts) {
        String from = facts.path(PlaceField.VALID_FROM.header()).asText();
        String to = facts.path(PlaceField.VALID_TO.header()).asText();
        if (!from.isEmpty() && !to.isEmpty() && to.compareTo(from) < 0) {
            problem(row.place(), "validTo: expected no day before %s, found %s".formatted(from, to));
        }
    }

    private void takeGeometry(ImportFile.Row<PlaceField> row, ObjectNode facts) {
        Register.Shape shape = register.sort().shape();
        if (shape == Register.Shape.NONE) {
            return;
        }
        try {
            Geometry place = row.geometry() == null ? point(row.cells()) : row.geometry();
            String geometry =
                    shapes.read(shape, place.type(), place.coordinates()).toString();
            facts.putRawValue("geometry", new RawValue(geometry));
        } catch (CellCheck.Wrong wrong) {
            problem(row.place(), "geometry: " + wrong.getMessage());
        }
    }

    /** What a table says of a point. */
    private static Geometry point(Map<PlaceField, String> cells) {
        ArrayNode point = JsonNodeFactory.instance.arrayNode();
        for (PlaceField field : List.of(PlaceField.X, PlaceField.Y)) {
            String text = cells.get(field);
            if (text.matches("[+-]?[0-9]{1,9}(\\.[0-9]{1,20})?")) {
                point.add(Double.parseDouble(text));
            } else {
                point.add(text);
            }
        }
        return new Geometry("Point", point);
    }

    private String key(ObjectNode facts) {
        return register.sort().key().stream()
                .map(field -> facts.path(field.header()).asText())
                .collect(Collectors.joining("|"));
    }

    private void keep(Entry entry) {
        Entry first = entries.putIfAbsent(entry.key(), entry);
        if (first == null) {
            inOrder.add(entry);
        } else {
            problem(entry.place(), "%s stands already at %s".formatted(entry.key(), first.place()));
        }
    }

    /** What can only be said of sound rows together. */
    private void checkWhole() {
        if (!problems.isEmpty()) {
            return;
        }
        if (inOrder.isEmpty()) {
            problems.add("expected at least one row, found none");
        } else if (register.sort() == Register.Sort.CALENDAR && inOrder.stream().noneMatch(RegisterReader::works)) {
            problems.add("day: expected a day of the week with working hours, such as monday, found none");
        }
    }

    private static boolean works(Entry entry) {
        boolean off = entry.facts().path(PlaceField.HOURS.header()).asText().equals(CellCheck.OFF);
        return !off && WorkingCalendar.dayOfWeek(entry.key()).isPresent();
    }
}
