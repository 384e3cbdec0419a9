package org.streetwarden.api.events;

import com.fasterxml.jackson.databind.node.ObjectNode;
import java.time.Instant;
import java.util.ArrayList;
import java.util.List;
import java.util.Map;
import java.util.function.Function;
import java.util.stream.Collectors;
import org.jdbi.v3.core.Handle;
import org.streetwarden.api.cases.CameraRow;
import org.streetwarden.api.cases.CaseIndex;
import org.streetwarden.api.cases.CaseSummary;
import org.streetwarden.api.cases.Database;
import org.streetwarden.api.cases.Scope;
import org.streetwarden.api.coverage.CoverageIndex;
import org.streetwarden.api.coverage.CoverageWindow;
import org.streetwarden.api.models.ModelEntry;
import org.streetwarden.api.models.ModelRegistry;
import org.streetwarden.api.wire.CaseJson;
import org.streetwarden.api.wire.CoverageJson;
import org.streetwarden.api.wire.ModelJson;

/** The stored events, each shown with the present facts of its subject. Thread-safe; blocks on the database. */
public final class EventLog {

    private final Database database;
    private final CaseIndex index;
    private final ModelRegistry models;
    private final CoverageIndex coverage;

    public EventLog(Database database, CaseIndex index, ModelRegistry models, CoverageIndex coverage) {
        this.database = database;
        this.index = index;
        this.models = models;
        this.coverage = coverage;
    }

    private record Row(long id, String type, String subject) {}

    /**
     * @param upTo what was looked at, whether or not its subject is still there
     */
    public record Batch(List<Event> events, long upTo, boolean more) {}

    /**
     * Events in order.
     *
     * @param afterId exclusive
     * @param limit at most so many
     * @param scope of cases and cameras; a limited one hears of nothing else
     */
    public Batch after(long afterId, int limit, Scope scope) {
        return database.read(handle -> {
            long newest = newest(handle, afterId);
            List<Row> rows = rows(handle, afterId, newest, limit, scope);
            boolean more = rows.size() == limit;
            return new Batch(render(handle, rows), more ? rows.getLast().id() : newest, more);
        });
    }

    /** What is written later has a greater id. */
    private static long newest(Handle handle, long afterId) {
        return handle.createQuery("SELECT greatest(max(id), :after) FROM events")
                .bind("after", afterId)
                .mapTo(Long.class)
                .one();
    }

    private static List<Row> rows(Handle handle, long afterId, long upTo, int limit, Scope scope) {
        String within = scope.limited() ? within(scope) : "true";
        return handle.createQuery("SELECT id, type, subject FROM events e WHERE id > :after AND id <= :upTo AND "
                        + within + " ORDER BY id LIMIT :limit")
                .bind("after", afterId)
                .bind("upTo", upTo)
                .bind("limit", limit)
                .bindMap(scope.values())
                .map((row, context) -> new Row(row.getLong(1), row.getString(2), row.getString(3)))
                .list();
    }

    private static String within(Scope scope) {
        return """
                (type LIKE 'case-%%' AND EXISTS (SELECT 1 FROM cases c WHERE c.case_no = e.subject AND %s)
                OR type LIKE 'camera-%%' AND EXISTS (SELECT 1 FROM cameras m WHERE m.camera_id = e.subject
                    AND %s))""".formatted(scope.condition(), scope.cameraCondition());
    }

    private List<Event> render(Handle handle, List<Row> rows) {
        Map<String, CaseSummary> cases = index.byNumber(handle, subjects(rows, "case-"));
        Map<String, CameraRow> cameras = index.camerasById(handle, subjects(rows, "camera-"));
        Map<String, ModelEntry> changed = models.some(handle, subjects(rows, "model-")).stream()
                .collect(Collectors.toMap(ModelEntry::sha256, Function.identity()));
        Map<String, CoverageWindow> windows = coverage.bySubject(handle, subjects(rows, "coverage-"));
        List<Event> events = new ArrayList<>();
        for (Row row : rows) {
            ObjectNode facts = null;
            if (cases.containsKey(row.subject())) {
                facts = CaseJson.summary(cases.get(row.subject()));
            } else if (cameras.containsKey(row.subject())) {
                facts = CaseJson.camera(cameras.get(row.subject()));
            } else if (changed.containsKey(row.subject())) {
                facts = ModelJson.summary(changed.get(row.subject()));
            } else if (windows.containsKey(row.subject())) {
                facts = CoverageJson.window(windows.get(row.subject()));
            }
            if (facts != null) {
                events.add(new Event(row.id(), row.type(), facts.toString()));
            }
        }
        return events;
    }

    private static List<String> subjects(List<Row> rows, String typePrefix) {
        return rows.stream()
                .filter(row -> row.type().startsWith(typePrefix))
                .map(Row::subject)
                .distinct()
                .toList();
    }

    /**
     * What the log still holds.
     *
     * @param newestId 0 where it is empty
     * @param resumableFrom the smallest Last-Event-ID after which nothing is missing
     */
    public record Extent(long newestId, long resumableFrom) {}

    /** The newest id outlives the removal of old events, because the sequence does. */
    public Extent extent() {
        return database.read(handle -> handle.createQuery("""
                        SELECT coalesce(pg_sequence_last_value(pg_get_serial_sequence('events', 'id')::regclass), 0),
                               (SELECT min(id) FROM events), (SELECT max(id) FROM events)""")
                .map((row, context) -> {
                    long newest = row.getLong(3) > 0 ? row.getLong(3) : row.getLong(1);
                    return new Extent(newest, row.getLong(2) > 0 ? row.getLong(2) - 1 : newest);
                })
                .one());
    }

    /** @return how many were removed */
    public int removeBefore(Instant time) {
        return database.write(handle -> handle.createUpdate("DELETE FROM events WHERE at < :time")
                .bind("time", time)
                .execute());
    }
}
