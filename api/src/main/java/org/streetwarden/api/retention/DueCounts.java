package org.streetwarden.api.retention;

import java.time.Instant;
import java.util.List;
import org.jdbi.v3.core.Handle;

/** Counts what falls due before a moment, held cases left out; stops counting at {@value #MOST}. */
final class DueCounts {

    static final int MOST = 100_000;

    private DueCounts() {}

    static long of(Handle handle, MaterialClass material, Instant before) {
        String rows =
                switch (material) {
                    case CLOSED_CASES, REJECTED_CASES -> """
                    SELECT 1 FROM cases c WHERE c.evidence_deletion IS NULL AND c.status = ANY(:ends)
                        AND c.status IN ('CLOSED', 'CORRECTED', 'REJECTED', 'REFUSED', 'VOID') AND c.status_since < :before
                        AND NOT EXISTS (SELECT 1 FROM legal_holds h WHERE h.case_id = c.id AND h.lifted_at IS NULL)""";
                    case INCIDENTS -> """
                    SELECT 1 FROM incidents i WHERE i.outcome = 'SUPPRESS' AND i.case_no IS NULL AND i.taken_at < :before
                        AND NOT EXISTS (SELECT 1 FROM deletions d WHERE d.case_id IS NULL AND d.subject = i.incident_id)""";
                    case INCIDENT_ROWS ->
                        "SELECT 1 FROM incidents WHERE outcome = 'SUPPRESS' AND case_no IS NULL AND taken_at < :before";
                    case DELIVERY_LOG -> """
                    SELECT 1 FROM push_attempts WHERE at < :before
                    UNION ALL SELECT 1 FROM nearby_answers WHERE asked_at < :before AND joined_no IS NULL""";
                    case DATASET_EXPORTS -> "SELECT 1 FROM dataset_exports WHERE at < :before";
                    case REFUSED_RECORDS -> "SELECT 1 FROM rejected_records WHERE rejected_at < :before";
                };
        var query = handle.createQuery("SELECT count(*) FROM (" + rows + " LIMIT :most) counted")
                .bind("before", before)
                .bind("most", MOST);
        List<String> ends = DueEvidence.ENDS.get(material);
        if (ends != null) {
            query.bind("ends", ends.toArray(String[]::new));
        }
        return query.mapTo(Long.class).one();
    }
}
