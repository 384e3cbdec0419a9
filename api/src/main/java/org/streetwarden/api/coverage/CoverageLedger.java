package org.streetwarden.api.coverage;

import com.fasterxml.jackson.databind.node.ArrayNode;
import com.fasterxml.jackson.databind.node.JsonNodeFactory;
import com.fasterxml.jackson.databind.node.ObjectNode;
import java.time.Clock;
import java.time.Duration;
import java.time.Instant;
import org.jdbi.v3.core.Handle;
import org.streetwarden.api.cases.Database;
import org.streetwarden.casefile.WorkerRecord.CameraCoverage;
import org.streetwarden.casefile.WorkerRecord.CoverageReport;

/** The only writer of what workers say of coverage; three statements a report, however many cameras. Thread-safe. */
public final class CoverageLedger {

    /** How long a report may come again; an older one is not counted, so that none is counted twice. */
    static final Duration KEEP_REPORTS = Duration.ofDays(1);

    private static final Duration CLOCK_ERROR = Duration.ofHours(1);

    private static final String NEWEST = """
            INSERT INTO camera_coverage AS c (camera_id, worker_id, first_reported_at, reported_at, last_seen_at,
                visits, looks, reason, view)
            SELECT id, :worker, :to, :to, seen, visits, looks, reason, view
            FROM jsonb_to_recordset(:cameras::jsonb)
                AS r (id text, seen timestamptz, visits bigint, looks bigint, reason text, view text)
            ORDER BY id
            ON CONFLICT (camera_id) DO UPDATE SET
                worker_id = CASE WHEN excluded.reported_at >= c.reported_at THEN excluded.worker_id ELSE c.worker_id END,
                reason = CASE WHEN excluded.reported_at >= c.reported_at THEN excluded.reason ELSE c.reason END,
                view = CASE WHEN excluded.reported_at >= c.reported_at THEN excluded.view ELSE c.view END,
                first_reported_at = CASE WHEN excluded.reported_at - c.reported_at > interval '1 day'
                    THEN excluded.reported_at ELSE least(c.first_reported_at, excluded.first_reported_at) END,
                reported_at = greatest(c.reported_at, excluded.reported_at),
                last_seen_at = greatest(c.last_seen_at, excluded.last_seen_at),
                visits = c.visits + excluded.visits, looks = c.looks + excluded.looks""";

    private static final String SEEN = """
            INSERT INTO camera_days AS d (day, camera_id, window_minutes, seen)
            SELECT day, id, :minutes, set_bit(repeat('0', :slots)::varbit, slot, 1)
            FROM jsonb_to_recordset(:cameras::jsonb) AS r (id text, day date, slot integer)
            WHERE slot IS NOT NULL ORDER BY id
            ON CONFLICT (day, camera_id, window_minutes) DO UPDATE SET seen = d.seen | excluded.seen
            WHERE d.seen & excluded.seen <> excluded.seen""";

    private static final String BLIND = """
            INSERT INTO camera_days AS d (day, camera_id, window_minutes, seen, longest_blind_ms, reason)
            SELECT :today, id, :minutes, repeat('0', :slots)::varbit, blind, reason
            FROM jsonb_to_recordset(:cameras::jsonb) AS r (id text, blind bigint, reason text)
            WHERE blind IS NOT NULL ORDER BY id
            ON CONFLICT (day, camera_id, window_minutes) DO UPDATE SET
                longest_blind_ms = excluded.longest_blind_ms,
                reason = CASE excluded.reason WHEN 'NONE' THEN d.reason ELSE excluded.reason END
            WHERE d.longest_blind_ms < excluded.longest_blind_ms""";

    private final Database database;
    private final CoveragePromise promise;
    private final Clock clock;

    public CoverageLedger(Database database, CoveragePromise promise, Clock clock) {
        this.database = database;
        this.promise = promise;
        this.clock = clock;
    }

    /** @return whether the report was added up, for the first time */
    public boolean add(CoverageReport report) {
        Instant now = clock.instant();
        boolean timely =
                report.to().isAfter(now.minus(KEEP_REPORTS)) && report.to().isBefore(now.plus(CLOCK_ERROR));
        return timely && database.write(handle -> addOnce(handle, report, now));
    }

    private boolean addOnce(Handle handle, CoverageReport report, Instant now) {
        boolean fresh = handle.createUpdate("INSERT INTO coverage_reports VALUES (:id, :now) ON CONFLICT DO NOTHING")
                        .bind("id", report.reportId())
                        .bind("now", now)
                        .execute()
                > 0;
        if (fresh) {
            String cameras = cameras(report, now);
            handle.createUpdate(NEWEST)
                    .bind("worker", report.workerId())
                    .bind("to", report.to())
                    .bind("cameras", cameras)
                    .execute();
            for (String days : new String[] {SEEN, BLIND}) {
                handle.createUpdate(days)
                        .bind("minutes", promise.minutes())
                        .bind("slots", promise.slots())
                        .bind("today", CoveragePromise.day(report.to()))
                        .bind("cameras", cameras)
                        .execute();
            }
        }
        return fresh;
    }

    private String cameras(CoverageReport report, Instant now) {
        ArrayNode rows = JsonNodeFactory.instance.arrayNode();
        report.cameras().forEach(camera -> rows.add(row(camera, report.to(), now)));
        return rows.toString();
    }

    /** Nothing is seen after the report's end; a window too old to be kept is not opened again. */
    private ObjectNode row(CameraCoverage camera, Instant to, Instant now) {
        ObjectNode row = JsonNodeFactory.instance
                .objectNode()
                .put("id", camera.cameraId())
                .put("visits", camera.visits())
                .put("looks", camera.looks())
                .put("reason", camera.reason().name())
                .put("view", camera.view().name());
        if (camera.lastSeenAt() != null) {
            Instant seen = camera.lastSeenAt().isAfter(to) ? to : camera.lastSeenAt();
            row.put("seen", seen.toString());
            if (seen.isAfter(now.minus(KEEP_REPORTS))) {
                row.put("day", CoveragePromise.day(seen).toString()).put("slot", promise.slot(seen));
            }
        }
        if (camera.longestBlind().compareTo(promise.every()) > 0) {
            row.put("blind", camera.longestBlind().toMillis());
        }
        return row;
    }
}
