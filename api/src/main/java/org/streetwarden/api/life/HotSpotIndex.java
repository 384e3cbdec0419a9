package org.streetwarden.api.life;

import java.time.Clock;
import java.time.Duration;
import java.util.List;
import org.streetwarden.api.cases.Database;
import org.streetwarden.zone.Kind;

/** Finds places where the same kind comes again and again. Thread-safe; blocks on the database. */
public final class HotSpotIndex {

    private static final String SQL = """
            WITH hot AS (
                SELECT camera_id, zone_id, kind, count(*) AS times, min(raised_at) AS first_at, max(raised_at) AS last_at
                FROM (
                    SELECT c.camera_id, c.zone_id, c.kind, c.raised_at FROM cases c
                    WHERE c.raised_at >= :from AND c.status <> 'REJECTED' AND (c.status <> 'VOID'
                        OR (SELECT h.action FROM case_history h WHERE h.id = c.moved_by) = 'JUDGED')
                    UNION ALL
                    SELECT i.camera_id, i.zone_id, c.kind, i.raised_at
                    FROM case_incidents i JOIN cases c ON c.id = i.case_id
                    WHERE i.raised_at >= :from AND i.joined_as = 'REOPENED' AND c.status NOT IN ('REJECTED', 'VOID')) seen
                GROUP BY camera_id, zone_id, kind
                HAVING count(*) >= :least
                ORDER BY times DESC, last_at DESC, camera_id, zone_id, kind
                LIMIT :limit)
            SELECT hot.*, newest.case_no AS newest, newest.camera_name
            FROM hot CROSS JOIN LATERAL (
                SELECT case_no, camera_name FROM cases c
                WHERE c.camera_id = hot.camera_id AND c.raised_at = hot.last_at AND c.zone_id = hot.zone_id
                    AND c.kind = hot.kind
                UNION ALL
                SELECT c.case_no, c.camera_name FROM case_incidents i JOIN cases c ON c.id = i.case_id
                WHERE i.camera_id = hot.camera_id AND i.zone_id = hot.zone_id AND i.raised_at = hot.last_at
                    AND c.kind = hot.kind
                LIMIT 1) newest
            ORDER BY times DESC, last_at DESC, hot.camera_id, hot.zone_id, hot.kind""";

    private final Database database;
    private final Clock clock;

    public HotSpotIndex(Database database, Clock clock) {
        this.database = database;
        this.clock = clock;
    }

    /**
     * Hottest first. What was found to be no case does not count.
     *
     * @param within how far back
     * @param least how often at least
     * @param limit at most so many
     */
    public List<HotSpot> list(Duration within, int least, int limit) {
        return database.read(handle -> handle.createQuery(SQL)
                .bind("from", clock.instant().minus(within))
                .bind("least", least)
                .bind("limit", limit)
                .map((row, context) -> new HotSpot(
                        row.getString("camera_id"),
                        row.getString("camera_name"),
                        row.getString("zone_id"),
                        Kind.of(row.getString("kind")).orElseThrow(),
                        row.getInt("times"),
                        row.getTimestamp("first_at").toInstant(),
                        row.getTimestamp("last_at").toInstant(),
                        row.getString("newest")))
                .list());
    }
}
