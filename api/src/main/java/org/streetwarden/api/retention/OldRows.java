package org.streetwarden.api.retention;

import java.nio.charset.StandardCharsets;
import java.time.Instant;
import java.util.List;
import java.util.Locale;
import java.util.Map;
import org.jdbi.v3.core.Handle;
import org.streetwarden.api.proof.Act;
import org.streetwarden.api.proof.EvidenceLog;
import org.streetwarden.proof.HashAlgorithm;

/** Rows whose time is over: deleted together with the log's entry, which holds the digest of what they said. */
final class OldRows {

    static final String ACTION = "DELETE_ROWS";

    private static final String DELIVERY_LOG = """
            WITH tries AS (
                DELETE FROM push_attempts WHERE id IN (
                    SELECT a.id FROM push_attempts a JOIN push_deliveries d ON d.id = a.delivery_id
                    WHERE a.at < :before AND d.state NOT IN ('WAITING', 'HELD')
                        AND NOT EXISTS (SELECT 1 FROM legal_holds h WHERE h.case_id = d.case_id AND h.lifted_at IS NULL)
                    ORDER BY a.at LIMIT :most)
                RETURNING to_jsonb(push_attempts)::text AS said
            ), answers AS (
                DELETE FROM nearby_answers WHERE delivery_id IN (
                    SELECT a.delivery_id FROM nearby_answers a JOIN push_deliveries d ON d.id = a.delivery_id
                    WHERE a.asked_at < :before AND d.state NOT IN ('WAITING', 'HELD') AND a.joined_no IS NULL
                        AND NOT EXISTS (SELECT 1 FROM legal_holds h WHERE h.case_id = d.case_id AND h.lifted_at IS NULL)
                    ORDER BY a.asked_at LIMIT :most)
                RETURNING to_jsonb(nearby_answers)::text AS said
            )
            SELECT said FROM tries UNION ALL SELECT said FROM answers""";
    private static final String DATASET_EXPORTS = """
            DELETE FROM dataset_exports WHERE id IN (SELECT id FROM dataset_exports WHERE at < :before ORDER BY id LIMIT :most)
            RETURNING to_jsonb(dataset_exports)::text""";
    private static final String REFUSED_RECORDS = """
            DELETE FROM rejected_records WHERE stream_id IN (
                SELECT stream_id FROM rejected_records WHERE rejected_at < :before ORDER BY rejected_at LIMIT :most)
            RETURNING to_jsonb(rejected_records)::text""";
    private static final String INCIDENT_ROWS = """
            WITH old AS (
                SELECT i.incident_id FROM incidents i
                WHERE i.outcome = 'SUPPRESS' AND i.case_no IS NULL AND i.taken_at < :before
                    AND EXISTS (SELECT 1 FROM deletions d
                        WHERE d.case_id IS NULL AND d.subject = i.incident_id AND d.deleted_at IS NOT NULL)
                    AND NOT EXISTS (SELECT 1 FROM incident_decisions n WHERE n.incident_id = i.incident_id AND n.at >= :before)
                ORDER BY i.taken_at LIMIT :most FOR UPDATE OF i SKIP LOCKED
            ), decisions AS (
                DELETE FROM incident_decisions n USING old WHERE n.incident_id = old.incident_id RETURNING to_jsonb(n)::text AS said
            ), gone AS (
                DELETE FROM incidents i USING old WHERE i.incident_id = old.incident_id RETURNING to_jsonb(i)::text AS said
            )
            SELECT said FROM decisions UNION ALL SELECT said FROM gone""";

    static final Map<MaterialClass, String> STATEMENTS = Map.of(
            MaterialClass.DELIVERY_LOG, DELIVERY_LOG,
            MaterialClass.DATASET_EXPORTS, DATASET_EXPORTS,
            MaterialClass.REFUSED_RECORDS, REFUSED_RECORDS,
            MaterialClass.INCIDENT_ROWS, INCIDENT_ROWS);

    private OldRows() {}

    /** @return how many rows went */
    static int delete(Handle handle, MaterialClass material, int days, Instant before, Instant now, int most) {
        List<String> said = handle
                .createQuery(STATEMENTS.get(material))
                .bind("before", before)
                .bind("most", most)
                .mapTo(String.class)
                .stream()
                .sorted()
                .toList();
        if (!said.isEmpty()) {
            String digest = HashAlgorithm.SHA_256.hex(String.join("\n", said).getBytes(StandardCharsets.UTF_8));
            String what = String.format(
                    Locale.ROOT,
                    "%s kept %dd: %d rows from before %s, SHA-256 %s",
                    material.id(),
                    days,
                    said.size(),
                    before,
                    digest);
            EvidenceLog.addAct(handle, new Act(now, ACTION, Deletions.WHO, "", null, what));
        }
        return said.size();
    }
}
