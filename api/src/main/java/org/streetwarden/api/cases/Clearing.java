package org.streetwarden.api.cases;

import java.util.Optional;
import org.jdbi.v3.core.Handle;
import org.streetwarden.casefile.WorkerRecord.IncidentCleared;

/**
 * One incident's thing is gone; a case is cleared when the things of all its incidents are, but for those of flights, which
 * nobody watches. In one that was opened again, what
 * came before that has ended with the closing.
 */
final class Clearing {

    private static final String LOCK = """
            SELECT c.id, c.case_no, c.incident_id = :incident AS first FROM cases c
            WHERE c.id = (SELECT id FROM cases WHERE incident_id = :incident
                UNION ALL SELECT case_id FROM case_incidents WHERE incident_id = :incident)
            FOR UPDATE""";
    private static final String CLEAR_FIRST = """
            UPDATE cases SET first_last_seen_at = :seen, first_cleared_at = :cleared
            WHERE incident_id = :incident AND first_cleared_at IS NULL
            RETURNING worker_id""";
    private static final String CLEAR_JOINED = """
            UPDATE case_incidents SET last_seen_at = :seen, cleared_at = :cleared
            WHERE incident_id = :incident AND cleared_at IS NULL
            RETURNING worker_id""";
    private static final String LEFT = """
            WITH again AS (
                SELECT max(joined_at) AS at FROM case_incidents WHERE case_id = :case AND joined_as = 'REOPENED')
            SELECT (SELECT count(*) FROM cases, again WHERE id = :case AND first_cleared_at IS NULL AND again.at IS NULL
                    AND NOT starts_with(camera_id, 'flight:'))
                + (SELECT count(*) FROM case_incidents, again WHERE case_id = :case AND cleared_at IS NULL
                    AND NOT starts_with(camera_id, 'flight:')
                    AND joined_at >= coalesce(again.at, joined_at))""";
    private static final String CLEAR_CASE = """
            UPDATE cases c SET
                last_seen_at = greatest(c.first_last_seen_at,
                    (SELECT max(last_seen_at) FROM case_incidents WHERE case_id = c.id)),
                cleared_at = greatest(c.first_cleared_at,
                    (SELECT max(cleared_at) FROM case_incidents WHERE case_id = c.id))
            WHERE c.id = :case""";

    private Clearing() {}

    /**
     * What came of it.
     *
     * @param left how many incidents of the case are still there
     */
    record Step(long caseId, String caseNo, String workerId, int left) {}

    private record Owner(long caseId, String caseNo, boolean first) {}

    /** Empty where the incident was cleared before. The caller holds the incident's lock and knows that it is filed. */
    static Optional<Step> of(Handle handle, IncidentCleared cleared) {
        Owner owner = handle.createQuery(LOCK)
                .bind("incident", cleared.incidentId())
                .map((row, context) -> new Owner(row.getLong("id"), row.getString("case_no"), row.getBoolean("first")))
                .one();
        return handle.createQuery(owner.first() ? CLEAR_FIRST : CLEAR_JOINED)
                .bind("seen", cleared.lastSeenAt())
                .bind("cleared", cleared.clearedAt())
                .bind("incident", cleared.incidentId())
                .mapTo(String.class)
                .findOne()
                .map(workerId -> step(handle, owner, workerId));
    }

    private static Step step(Handle handle, Owner owner, String workerId) {
        int left = handle.createQuery(LEFT)
                .bind("case", owner.caseId())
                .mapTo(Integer.class)
                .one();
        if (left == 0) {
            handle.createUpdate(CLEAR_CASE).bind("case", owner.caseId()).execute();
        }
        return new Step(owner.caseId(), owner.caseNo(), workerId, left);
    }
}
