package org.streetwarden.api.wire;

import com.fasterxml.jackson.databind.node.ArrayNode;
import com.fasterxml.jackson.databind.node.JsonNodeFactory;
import com.fasterxml.jackson.databind.node.ObjectNode;
import java.time.Instant;
import java.util.List;
import org.streetwarden.api.directory.CameraImport;
import org.streetwarden.api.directory.CameraImport.Outcome;
import org.streetwarden.api.directory.DirectoryIndex;
import org.streetwarden.api.directory.DirectoryRow;
import org.streetwarden.api.directory.ImportRow;

/** How the camera directory and its imports look as JSON. */
public final class DirectoryJson {

    private static final JsonNodeFactory JSON = JsonNodeFactory.instance;

    private DirectoryJson() {}

    public static ObjectNode imports(List<CameraImport> imports) {
        ObjectNode node = JSON.objectNode();
        ArrayNode array = node.putArray("imports");
        imports.forEach(each -> array.add(summary(each)));
        return node;
    }

    public static ObjectNode summary(CameraImport each) {
        ObjectNode node = JSON.objectNode()
                .put("id", each.id())
                .put("source", each.source())
                .put("format", each.format())
                .put("crs", each.crs())
                .put("purpose", each.purpose())
                .put("sharingDocument", each.sharingDocument())
                .put("sha256", each.sha256())
                .put("complete", each.complete())
                .put("status", each.status().name())
                .put("createdAt", each.createdAt().toString())
                .put("createdBy", each.createdBy())
                .put("why", each.why())
                .put("appliedAt", text(each.appliedAt()))
                .put("appliedBy", each.appliedBy())
                .put("present", each.present());
        ObjectNode counts = node.putObject("counts");
        for (Outcome outcome : Outcome.values()) {
            counts.put(outcome.name(), each.count(outcome));
        }
        putTexts(node, "remarks", each.remarks());
        return node;
    }

    /** @param next position behind which the following page starts; null on the last */
    public static ObjectNode rows(List<ImportRow> rows, Integer next) {
        ObjectNode node = JSON.objectNode();
        ArrayNode array = node.putArray("rows");
        rows.forEach(row -> array.add(row(row)));
        return node.put("next", next);
    }

    private static ObjectNode row(ImportRow row) {
        ObjectNode node = JSON.objectNode()
                .put("position", row.position())
                .put("place", row.place())
                .put("code", row.code());
        putOutcome(node, row);
        node.set("entry", row.facts());
        return node;
    }

    private static void putOutcome(ObjectNode node, ImportRow row) {
        node.put("outcome", row.outcome().name());
        ArrayNode changes = node.putArray("changes");
        row.changes().forEach(change -> {
            ObjectNode field = changes.addObject().put("field", change.field());
            field.set("from", change.from());
            field.set("to", change.to());
        });
        putTexts(node, "reasons", row.reasons());
    }

    public static ObjectNode page(DirectoryIndex.Page page) {
        ObjectNode node = JSON.objectNode();
        ArrayNode array = node.putArray("entries");
        page.entries().forEach(entry -> array.add(entry(entry)));
        return node.put("next", page.next().orElse(null));
    }

    private static ObjectNode entry(DirectoryRow row) {
        List<String> hindrances = row.hindrances();
        ObjectNode node = JSON.objectNode()
                .put("code", row.code())
                .put("source", row.source())
                .put("released", hindrances.isEmpty())
                .put("absentSince", text(row.absentSince()))
                .put("firstSeenAt", row.firstSeenAt().toString())
                .put("changedAt", row.changedAt().toString());
        putTexts(node, "notReleased", hindrances);
        node.set("facts", row.facts());
        return node;
    }

    public static ObjectNode detail(DirectoryRow row, List<DirectoryIndex.Step> history) {
        ObjectNode node = entry(row);
        ArrayNode steps = node.putArray("history");
        history.forEach(step -> putOutcome(
                steps.addObject()
                        .put("importId", step.importId())
                        .put("at", step.at().toString())
                        .put("who", step.who())
                        .put("why", step.why()),
                step.row()));
        return node;
    }

    private static void putTexts(ObjectNode node, String field, List<String> texts) {
        ArrayNode array = node.putArray(field);
        texts.forEach(array::add);
    }

    private static String text(Instant time) {
        return time == null ? null : time.toString();
    }
}
