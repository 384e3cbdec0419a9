package org.streetwarden.api.wire;

import com.fasterxml.jackson.databind.node.ArrayNode;
import com.fasterxml.jackson.databind.node.JsonNodeFactory;
import com.fasterxml.jackson.databind.node.ObjectNode;
import java.time.Instant;
import java.util.List;
import org.streetwarden.api.places.PlaceChange;
import org.streetwarden.api.places.PlaceImport;
import org.streetwarden.api.places.PlaceIndex;

/** How registers and their imports look as JSON. */
public final class PlaceJson {

    private static final JsonNodeFactory JSON = JsonNodeFactory.instance;

    private PlaceJson() {}

    /** @param name of the array */
    public static ObjectNode imports(String name, List<PlaceImport> imports) {
        ObjectNode node = JSON.objectNode();
        ArrayNode array = node.putArray(name);
        imports.forEach(each -> array.add(summary(each)));
        return node;
    }

    public static ObjectNode summary(PlaceImport each) {
        ObjectNode node = JSON.objectNode()
                .put("id", each.id())
                .put("register", each.register())
                .put("version", each.version())
                .put("format", each.format())
                .put("crs", each.crs())
                .put("source", each.source())
                .put("sha256", each.sha256())
                .put("base", each.base())
                .put("status", each.status().name())
                .put("rows", each.rows())
                .put("createdAt", each.createdAt().toString())
                .put("createdBy", each.createdBy())
                .put("why", each.why())
                .put("appliedAt", text(each.appliedAt()))
                .put("appliedBy", each.appliedBy());
        ObjectNode counts = node.putObject("counts");
        for (PlaceImport.Outcome outcome : PlaceImport.Outcome.values()) {
            counts.put(outcome.name(), each.count(outcome));
        }
        ArrayNode remarks = node.putArray("remarks");
        each.remarks().forEach(remarks::add);
        return node;
    }

    /** @param next key behind which the following page starts; null on the last */
    public static ObjectNode changes(List<PlaceChange> changes, String next) {
        ObjectNode node = JSON.objectNode();
        ArrayNode array = node.putArray("changes");
        for (PlaceChange change : changes) {
            ObjectNode each = array.addObject()
                    .put("key", change.key())
                    .put("outcome", change.outcome().name());
            each.set("before", change.before());
            each.set("after", change.after());
        }
        return node.put("next", next);
    }

    /** @param next key behind which the following page starts; null on the last */
    public static ObjectNode rows(PlaceImport version, List<PlaceIndex.Row> rows, String next) {
        ObjectNode node = JSON.objectNode();
        node.set("version", summary(version));
        ArrayNode array = node.putArray("rows");
        rows.forEach(row -> array.addObject().put("key", row.key()).set("facts", row.facts()));
        return node.put("next", next);
    }

    private static String text(Instant time) {
        return time == null ? null : time.toString();
    }
}
