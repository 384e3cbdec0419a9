package org.streetwarden.api.directory;

import com.fasterxml.jackson.databind.JsonNode;
import java.util.ArrayList;
import java.util.List;
import java.util.TreeSet;

/**
 * What an import does to one entry.
 *
 * @param position order in the import, from 1
 * @param place where people find the row in the file
 * @param code empty where the row has no sound one
 * @param before the entry as it stood; null where it is new or unchanged
 * @param facts the entry afterwards; null where it is refused, excluded or gone
 * @param reasons why it is refused or excluded, and what was left out of it
 */
public record ImportRow(
        int position,
        String place,
        String code,
        CameraImport.Outcome outcome,
        JsonNode before,
        JsonNode facts,
        List<String> reasons) {

    public ImportRow {
        reasons = List.copyOf(reasons);
    }

    /**
     * One field that becomes another.
     *
     * @param from null where it was not there
     * @param to null where it will not be there
     */
    public record Change(String field, JsonNode from, JsonNode to) {}

    /** Field by field, by name; empty unless the entry changes. */
    public List<Change> changes() {
        if (before == null || facts == null) {
            return List.of();
        }
        TreeSet<String> fields = new TreeSet<>();
        before.fieldNames().forEachRemaining(fields::add);
        facts.fieldNames().forEachRemaining(fields::add);
        List<Change> changes = new ArrayList<>();
        for (String field : fields) {
            JsonNode from = before.get(field);
            JsonNode to = facts.get(field);
            if (from == null || !from.equals(to)) {
                changes.add(new Change(field, from, to));
            }
        }
        return List.copyOf(changes);
    }
}
