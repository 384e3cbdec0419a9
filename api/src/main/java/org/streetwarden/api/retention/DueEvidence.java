package org.streetwarden.api.retention;

import java.sql.ResultSet;
import java.sql.SQLException;
import java.time.Instant;
import java.util.ArrayList;
import java.util.HashMap;
import java.util.List;
import java.util.Map;
import org.jdbi.v3.core.Handle;
import org.streetwarden.casefile.EvidencePart;
import org.streetwarden.casefile.MalformedRecord;
import org.streetwarden.casefile.RecordCodec;
import org.streetwarden.casefile.WorkerRecord.IncidentFiled;

/**
 * Finds evidence whose time is over. A case's is everything but the manifests: its own parts, those of incidents that joined it,
 * and pictures of checks. An incident's, where it made no case, is all of it.
 */
final class DueEvidence {

    static final Map<MaterialClass, List<String>> ENDS = Map.of(
            MaterialClass.CLOSED_CASES, List.of("CLOSED", "CORRECTED"),
            MaterialClass.REJECTED_CASES, List.of("REJECTED", "REFUSED", "VOID"));

    /** Every object of a case, as JSON; a case may have thousands. */
    private static final String OBJECTS = """
            (SELECT coalesce(jsonb_agg(jsonb_build_object('key', o.key, 'sha256', o.sha256, 'bytes', o.bytes) ORDER BY o.key), '[]') FROM (
                SELECT c.evidence_prefix || e.name AS key, e.sha256, e.bytes FROM case_evidence e WHERE e.case_id = c.id
                UNION
                SELECT i.evidence_prefix || (p.part ->> 'name'), p.part ->> 'sha256', (p.part ->> 'bytes')::bigint
                FROM case_incidents i, jsonb_array_elements(i.parts) p (part) WHERE i.case_id = c.id
                UNION
                SELECT l.picture_key, l.picture_sha256, l.picture_bytes
                FROM check_looks l JOIN asked_checks a ON a.id = l.asked_id WHERE a.case_id = c.id AND l.picture_key IS NOT NULL) o)""";

    private DueEvidence() {}

    /**
     * Cases that ended before a moment and are not held, oldest first.
     *
     * @param lock whether they stay as they are until the transaction ends; those that somebody else works on are left out
     */
    static List<Due> cases(Handle handle, MaterialClass material, Instant before, int most, boolean lock) {
        return handle.createQuery("""
                        SELECT c.id, c.case_no, c.status_since, %s AS objects FROM cases c
                        WHERE c.evidence_deletion IS NULL AND c.status = ANY(:ends)
                            AND c.status IN ('CLOSED', 'CORRECTED', 'REJECTED', 'REFUSED', 'VOID') AND c.status_since < :before
                            AND NOT EXISTS (SELECT 1 FROM legal_holds h WHERE h.case_id = c.id AND h.lifted_at IS NULL)
                            AND NOT EXISTS (SELECT 1 FROM deletions d WHERE d.case_id = c.id AND d.deleted_at IS NULL)
                        ORDER BY c.status_since LIMIT :most %s""".formatted(OBJECTS, lock ? "FOR UPDATE OF c SKIP LOCKED" : ""))
                .bind("ends", ENDS.get(material).toArray(String[]::new))
                .bind("before", before)
                .bind("most", most)
                .map((row, context) -> new Due(
                        material,
                        row.getLong("id"),
                        row.getString("case_no"),
                        instant(row, "status_since"),
                        NamedObject.parse(row.getString("objects"))))
                .list();
    }

    /** Every object of a case, manifests included, by key. */
    static List<String> keysOf(Handle handle, long caseId) {
        return handle.createQuery("""
                        SELECT jsonb_array_elements(%s) ->> 'key' FROM cases c WHERE c.id = :case
                        UNION SELECT evidence_prefix || 'manifest.json' FROM cases WHERE id = :case
                        UNION SELECT evidence_prefix || 'manifest.json' FROM case_incidents WHERE case_id = :case
                        ORDER BY 1""".formatted(OBJECTS))
                .bind("case", caseId)
                .mapTo(String.class)
                .list();
    }

    /** The same of incidents that made no case. */
    static List<Due> incidents(Handle handle, Instant before, int most, boolean lock) {
        return handle.createQuery("""
                        SELECT i.incident_id, i.taken_at, i.record FROM incidents i
                        WHERE i.outcome = 'SUPPRESS' AND i.case_no IS NULL AND i.taken_at < :before
                            AND NOT EXISTS (SELECT 1 FROM deletions d WHERE d.case_id IS NULL AND d.subject = i.incident_id)
                        ORDER BY i.taken_at LIMIT :most %s""".formatted(lock ? "FOR UPDATE OF i SKIP LOCKED" : ""))
                .bind("before", before)
                .bind("most", most)
                .map((row, context) -> new Due(
                        MaterialClass.INCIDENTS,
                        null,
                        row.getString("incident_id"),
                        instant(row, "taken_at"),
                        objects(row.getString("record"))))
                .list();
    }

    /** With the manifest, of which no size was kept. */
    private static List<NamedObject> objects(String record) {
        IncidentFiled filed = filed(record);
        List<NamedObject> objects = new ArrayList<>();
        for (EvidencePart part : filed.parts()) {
            objects.add(new NamedObject(filed.evidencePrefix() + part.name(), part.sha256(), part.bytes()));
        }
        objects.add(new NamedObject(filed.evidencePrefix() + "manifest.json", filed.manifestSha256(), 0));
        return objects;
    }

    private static IncidentFiled filed(String record) {
        Map<String, String> fields = new HashMap<>();
        NamedObject.tree(record)
                .properties()
                .forEach(each -> fields.put(each.getKey(), each.getValue().asText()));
        try {
            return (IncidentFiled) RecordCodec.decode(fields);
        } catch (MalformedRecord impossible) {
            throw new IllegalStateException("what was read once is readable", impossible);
        }
    }

    static Instant instant(ResultSet row, String column) throws SQLException {
        return row.getTimestamp(column) == null
                ? null
                : row.getTimestamp(column).toInstant();
    }
}
