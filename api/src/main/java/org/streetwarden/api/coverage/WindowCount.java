package org.streetwarden.api.coverage;

import java.time.Instant;
import org.jdbi.v3.core.Handle;

/** Counts one window anew. */
final class WindowCount {

    /**
     * While the window is young it is replaced whole; afterwards late reports can only raise it, because a camera's reason of
     * today says nothing of then.
     */
    private static final String SQL = """
            INSERT INTO coverage_windows AS w (start_at, window_minutes, cameras, living, seen)
            SELECT :start, :minutes, count(*),
                   count(*) FILTER (WHERE was_seen OR reason NOT IN ('DEAD', 'REFUSED', 'VIEW_INVALID')),
                   count(*) FILTER (WHERE was_seen)
            FROM (SELECT c.reason, c.first_reported_at, coalesce(get_bit(d.seen, :slot) = 1, false) AS was_seen
                  FROM camera_coverage c LEFT JOIN camera_days d
                    ON d.day = :day AND d.camera_id = c.camera_id AND d.window_minutes = :minutes) AS s
            WHERE was_seen OR first_reported_at <= :start
            HAVING count(*) > 0
            ON CONFLICT (start_at, window_minutes) DO UPDATE SET
                seen = CASE WHEN :young THEN excluded.seen ELSE greatest(w.seen, excluded.seen) END,
                living = CASE WHEN :young THEN excluded.living ELSE greatest(w.living, excluded.seen) END,
                cameras = CASE WHEN :young THEN excluded.cameras ELSE greatest(w.cameras, excluded.seen) END
            WHERE :young OR excluded.seen > w.seen""";

    private WindowCount() {}

    /** @return rows written */
    static int write(Handle handle, CoveragePromise promise, Instant start, Instant now) {
        Instant settled = start.plus(promise.every()).plus(CoveragePromise.SLACK);
        return handle.createUpdate(SQL)
                .bind("start", start)
                .bind("minutes", promise.minutes())
                .bind("slot", promise.slot(start))
                .bind("day", CoveragePromise.day(start))
                .bind("young", now.isBefore(settled))
                .execute();
    }
}
