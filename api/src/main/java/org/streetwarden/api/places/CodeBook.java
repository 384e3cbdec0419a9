package org.streetwarden.api.places;

import com.fasterxml.jackson.databind.JsonNode;
import java.time.LocalDate;
import java.util.ArrayList;
import java.util.LinkedHashMap;
import java.util.List;
import java.util.Map;
import java.util.Optional;
import org.streetwarden.api.cases.CasePlace.Coding;
import org.streetwarden.casefile.WorkerRecord.IncidentFiled;

/**
 * The code map and the tables it refers to. Immutable.
 *
 * @param map rows of the code map, in its order
 * @param tables by code system
 */
record CodeBook(List<JsonNode> map, Map<String, Table> tables) {

    CodeBook {
        map = List.copyOf(map);
        tables = Map.copyOf(tables);
    }

    /** A code table as it is in force. */
    record Table(int version, Map<String, JsonNode> rows) {
        Table {
            rows = Map.copyOf(rows);
        }
    }

    /**
     * What an incident is called in each code system, in the order of the map; a system that has no code for it on that day
     * is left out.
     */
    List<Coding> codings(IncidentFiled filed, LocalDate day) {
        Map<String, JsonNode> best = new LinkedHashMap<>();
        for (JsonNode row : map) {
            int score = score(row, filed);
            JsonNode known = best.get(text(row, PlaceField.CODE_SYSTEM));
            if (score >= 0 && (known == null || score > score(known, filed))) {
                best.put(text(row, PlaceField.CODE_SYSTEM), row);
            }
        }
        List<Coding> codings = new ArrayList<>();
        best.forEach(
                (system, row) -> coding(system, text(row, PlaceField.CODE), day).ifPresent(codings::add));
        return codings;
    }

    /** How well a row fits: a row that names the label more than one that names the basis; -1 where it does not. */
    private static int score(JsonNode row, IncidentFiled filed) {
        String label = text(row, PlaceField.LABEL);
        String basis = text(row, PlaceField.BASIS);
        boolean fits = text(row, PlaceField.KIND).equals(filed.kind().id())
                && (label.isEmpty() || label.equals(filed.label()))
                && (basis.isEmpty() || basis.equals(filed.basis().id()));
        return fits ? (label.isEmpty() ? 0 : 2) + (basis.isEmpty() ? 0 : 1) : -1;
    }

    private Optional<Coding> coding(String system, String code, LocalDate day) {
        Table table = tables.get(system);
        JsonNode row = table == null ? null : table.rows().get(code);
        if (row == null) {
            return Optional.empty();
        }
        String date = day.toString();
        String from = text(row, PlaceField.VALID_FROM);
        String to = text(row, PlaceField.VALID_TO);
        boolean valid = (from.isEmpty() || from.compareTo(date) <= 0) && (to.isEmpty() || to.compareTo(date) >= 0);
        return valid
                ? Optional.of(new Coding(system, table.version(), code, text(row, PlaceField.NAME)))
                : Optional.empty();
    }

    private static String text(JsonNode row, PlaceField field) {
        return row.path(field.header()).asText();
    }
}
