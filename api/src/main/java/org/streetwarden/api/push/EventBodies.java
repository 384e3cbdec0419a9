package org.streetwarden.api.push;

import com.fasterxml.jackson.databind.JsonNode;
import com.fasterxml.jackson.databind.node.ArrayNode;
import com.fasterxml.jackson.databind.node.JsonNodeFactory;
import com.fasterxml.jackson.databind.node.ObjectNode;
import java.time.Duration;
import java.time.Instant;
import java.time.ZoneId;
import java.time.format.DateTimeFormatter;
import java.util.List;
import java.util.Locale;
import java.util.Optional;
import java.util.stream.StreamSupport;
import org.streetwarden.api.cases.CaseDetail;
import org.streetwarden.api.cases.CaseIndex;
import org.streetwarden.api.cases.CaseStatus;
import org.streetwarden.api.cases.CaseSummary;
import org.streetwarden.api.cases.Database;
import org.streetwarden.api.wire.CaseJson;
import org.streetwarden.api.wire.KindName;
import org.streetwarden.casefile.EvidencePart;

/**
 * Writes what a platform gets: CloudEvents 1.0 in JSON, once for every event, so that push, retries and the feed carry the same
 * bytes. Thread-safe; blocks on the database.
 */
final class EventBodies {

    private static final int BATCH = 100;
    private static final String PICTURE = "raised.jpg";
    private static final ZoneId CITY = ZoneId.of("Asia/Shanghai");
    private static final DateTimeFormatter MINUTE = DateTimeFormatter.ofPattern("yyyy-MM-dd HH:mm", Locale.ROOT);

    /** What goes out as the API shows it, where it does. */
    private static final List<String> AS_SHOWN = List.of(
            "incidentId",
            "kind",
            "label",
            "score",
            "experimental",
            "firstSeenAt",
            "lastSeenAt",
            "clearedAt",
            "presentMs",
            "codes",
            "place",
            "model",
            "verifier",
            "ruleVersion",
            "zoneVersion",
            "basis",
            "recurrenceOf",
            "platformCaseNo");

    private final Database database;
    private final CaseIndex index;
    private final String source;
    private final String links;
    private final PictureLinks pictures;

    /**
     * @param district part of the events' source
     * @param pictures makes the links that need no credential
     * @param links what stands before the paths of evidence: the api's address as platforms reach it, or nothing
     */
    EventBodies(Database database, CaseIndex index, String district, String links, PictureLinks pictures) {
        this.database = database;
        this.index = index;
        this.source = "/streetwarden/" + district;
        this.links = links;
        this.pictures = pictures;
    }

    private record Row(long id, String eventId, String caseNo, String op, Instant at, CaseStatus status, String why) {}

    /** Gives a body to every event that has none yet; another api may do the same, and the first one stands. */
    void write() {
        List<Row> rows;
        do {
            rows = database.read(handle -> handle.createQuery("""
                            SELECT e.*, c.case_no FROM platform_events e JOIN cases c ON c.id = e.case_id
                            WHERE e.body IS NULL ORDER BY e.id LIMIT :limit""")
                    .bind("limit", BATCH)
                    .map((row, context) -> new Row(
                            row.getLong("id"),
                            row.getString("event_id"),
                            row.getString("case_no"),
                            row.getString("op"),
                            row.getTimestamp("at").toInstant(),
                            CaseStatus.valueOf(row.getString("status")),
                            row.getString("why")))
                    .list());
            rows.forEach(this::write);
        } while (rows.size() == BATCH);
    }

    private void write(Row row) {
        CaseDetail detail = index.find(row.caseNo()).orElseThrow();
        String body = event(row, detail).toString();
        database.write(
                handle -> handle.createUpdate("UPDATE platform_events SET body = :body WHERE id = :id AND body IS NULL")
                        .bind("body", body)
                        .bind("id", row.id())
                        .execute());
    }

    /** What such an event of a case would say now; empty where there is no such case. */
    Optional<ObjectNode> preview(String eventId, String caseNo, String op) {
        return index.find(caseNo).map(detail -> {
            CaseSummary summary = detail.summary();
            return event(
                    new Row(0, eventId, caseNo, op, summary.filedAt(), summary.status(), "Tried out; nothing is sent."),
                    detail);
        });
    }

    private ObjectNode event(Row row, CaseDetail detail) {
        ObjectNode event = JsonNodeFactory.instance
                .objectNode()
                .put("specversion", "1.0")
                .put("id", row.eventId())
                .put("source", source)
                .put(
                        "type",
                        "org.streetwarden.case."
                                + row.op().toLowerCase(Locale.ROOT).replace('_', '-'))
                .put("subject", row.caseNo())
                .put("time", row.at().toString())
                .put("sequence", "%020d".formatted(row.id()))
                .put("datacontenttype", "application/json");
        event.set("data", data(row, detail));
        return event;
    }

    private ObjectNode data(Row row, CaseDetail detail) {
        ObjectNode shown = CaseJson.detail(detail);
        CaseSummary summary = detail.summary();
        ObjectNode data = JsonNodeFactory.instance
                .objectNode()
                .put("schemaVersion", 1)
                .put("eventId", row.eventId())
                .put("caseNo", row.caseNo())
                .put("op", row.op())
                .put("status", row.status().name())
                .put("why", row.why())
                .put("description", description(summary))
                .put("occurredAt", summary.raisedAt().toString());
        AS_SHOWN.stream().filter(shown::has).forEach(name -> data.set(name, shown.get(name)));
        data.putObject("source")
                .put("type", "VIDEO")
                .put("cameraId", summary.cameraId())
                .put("cameraName", summary.cameraName())
                .put("zoneId", summary.zoneId());
        review(data, detail);
        data.set("evidence", evidence(summary.caseNo(), shown.get("evidence")));
        return data;
    }

    /** The newest step that let it through. */
    private static void review(ObjectNode data, CaseDetail detail) {
        detail.history().stream()
                .filter(entry -> entry.to() == CaseStatus.APPROVED)
                .reduce((earlier, later) -> later)
                .ifPresent(entry -> data.putObject("review")
                        .put("by", entry.actor())
                        .put("at", entry.at().toString())
                        .put("why", entry.why()));
    }

    /**
     * References only to what may leave: pictures masked, whose digest is the tag they come with, and the clip's masked copy; where
     * there is none, only the clip's digest. They need a credential; a link to one masked picture needs none.
     */
    private ObjectNode evidence(String caseNo, JsonNode shown) {
        ObjectNode evidence = shown.deepCopy();
        evidence.findParents("href").forEach(part -> refer((ObjectNode) part));
        if (evidence.get("parts") instanceof ArrayNode parts) {
            referToClip(parts);
        }
        boolean pictured = evidence.path("parts").findValuesAsText("name").contains(PICTURE);
        Optional<PictureLinks.Link> link = pictured ? pictures.to(caseNo) : Optional.empty();
        link.ifPresent(found -> evidence.putObject("picture")
                .put("name", PICTURE)
                .put("href", found.href())
                .put("expiresAt", found.until().toString())
                .put("masked", true));
        return evidence;
    }

    private void refer(ObjectNode part) {
        String mime = part.path("mime").asText("application/json");
        String href = links + part.get("href").asText();
        if (part.path("name").asText().equals(EvidencePart.MASKED_CLIP)) {
            part.put("href", href.replace(EvidencePart.MASKED_CLIP, EvidencePart.CLIP) + "?view=masked");
        } else if (mime.equals("image/jpeg")) {
            part.put("href", href + "?view=masked").put("masked", true);
            part.set("parentSha256", part.remove("sha256"));
            part.remove("bytes");
        } else if (mime.equals("application/json")) {
            part.put("href", href).put("masked", false);
        } else {
            part.remove("href");
            part.put("masked", false).put("withheld", "no masked copy");
        }
    }

    /** The copy stands for its clip: one reference, under the clip's name. */
    private void referToClip(ArrayNode parts) {
        Optional<JsonNode> clip = named(parts, EvidencePart.CLIP);
        Optional<JsonNode> copy = named(parts, EvidencePart.MASKED_CLIP);
        if (clip.isEmpty() || copy.isEmpty()) {
            return;
        }
        ObjectNode reference = (ObjectNode) clip.get();
        reference.remove("withheld");
        reference.set("parentSha256", reference.get("sha256"));
        reference.put("masked", true).put("href", copy.get().get("href").asText());
        reference.set("sha256", copy.get().get("sha256"));
        reference.set("bytes", copy.get().get("bytes"));
        parts.removeIf(part -> part.path("name").asText().equals(EvidencePart.MASKED_CLIP));
    }

    private static Optional<JsonNode> named(ArrayNode parts, String name) {
        return StreamSupport.stream(parts.spliterator(), false)
                .filter(part -> part.path("name").asText().equals(name))
                .findFirst();
    }

    private static String description(CaseSummary summary) {
        Duration present = Duration.ofMillis(summary.presentMs());
        return "%s发现%s：%s首次发现，%s仍在，已持续%s。"
                .formatted(
                        summary.cameraName(),
                        KindName.of(summary.kind()),
                        MINUTE.format(summary.firstSeenAt().atZone(CITY)),
                        MINUTE.format(summary.raisedAt().atZone(CITY)),
                        present.toMinutes() > 0 ? present.toMinutes() + "分钟" : present.toSeconds() + "秒");
    }
}
