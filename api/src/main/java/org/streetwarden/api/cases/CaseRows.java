package org.streetwarden.api.cases;

import java.sql.ResultSet;
import java.sql.SQLException;
import java.sql.Timestamp;
import java.time.Instant;
import java.util.List;
import org.jdbi.v3.core.Handle;
import org.jdbi.v3.core.statement.StatementContext;
import org.streetwarden.api.cases.CaseIndex.EvidenceObject;
import org.streetwarden.casefile.EvidencePart;
import org.streetwarden.detect.ModelIdentity;
import org.streetwarden.detect.Verification;
import org.streetwarden.geometry.Box;
import org.streetwarden.incident.Basis;
import org.streetwarden.zone.Kind;

/** Rows to records. */
final class CaseRows {

    private CaseRows() {}

    static CaseSummary summary(ResultSet row, StatementContext context) throws SQLException {
        return summary(row);
    }

    private static CaseSummary summary(ResultSet row) throws SQLException {
        return new CaseSummary(
                row.getLong("id"),
                row.getString("case_no"),
                row.getString("incident_id"),
                Kind.of(row.getString("kind")).orElseThrow(),
                CaseStatus.valueOf(row.getString("status")),
                row.getString("camera_id"),
                row.getString("camera_name"),
                row.getString("zone_id"),
                row.getString("label"),
                row.getDouble("score"),
                row.getBoolean("experimental"),
                instant(row, "first_seen_at"),
                instant(row, "threshold_at"),
                instant(row, "raised_at"),
                instant(row, "last_seen_at"),
                instant(row, "cleared_at"),
                instant(row, "filed_at"),
                row.getLong("present_ms"),
                row.getLong("observed_ms"),
                row.getLong("longest_gap_ms"),
                row.getBoolean("pictured"));
    }

    static CaseDetail detail(Handle handle, ResultSet row) throws SQLException {
        List<EvidencePart> parts = parts(handle, row);
        return new CaseDetail(
                summary(row),
                new Box(
                        row.getDouble("box_left"),
                        row.getDouble("box_top"),
                        row.getDouble("box_right"),
                        row.getDouble("box_bottom")),
                new ModelIdentity(
                        row.getString("model_name"), row.getString("model_version"), row.getString("model_sha256")),
                row.getString("rule_version"),
                row.getString("zone_version"),
                row.getString("why"),
                row.getString("worker_id"),
                Basis.of(row.getString("basis")).orElseThrow(),
                verification(row),
                row.getString("manifest_sha256"),
                parts,
                history(handle, row),
                life(handle, row),
                PlaceColumns.place(handle, row),
                PlaceColumns.sightings(handle, row, parts),
                GroundSights.surest(handle, row.getLong("id")).orElse(null));
    }

    /** @return null where no verifier was configured */
    private static Verification verification(ResultSet row) throws SQLException {
        String verdict = row.getString("verifier_verdict");
        return verdict == null
                ? null
                : new Verification(
                        Verification.Verdict.of(verdict).orElseThrow(),
                        new ModelIdentity(
                                row.getString("verifier_name"),
                                row.getString("verifier_version"),
                                row.getString("verifier_sha256")),
                        row.getDouble("verifier_score"),
                        row.getString("verifier_detail"));
    }

    private static List<EvidencePart> parts(Handle handle, ResultSet caseRow) throws SQLException {
        return handle.createQuery("SELECT * FROM case_evidence WHERE case_id = :id ORDER BY position")
                .bind("id", caseRow.getLong("id"))
                .map((row, context) -> part(row))
                .list();
    }

    private static List<CaseDetail.Entry> history(Handle handle, ResultSet caseRow) throws SQLException {
        return handle.createQuery("SELECT * FROM case_history WHERE case_id = :id ORDER BY id")
                .bind("id", caseRow.getLong("id"))
                .map((row, context) -> new CaseDetail.Entry(
                        instant(row, "at"),
                        row.getString("actor"),
                        row.getString("action"),
                        row.getString("why"),
                        CaseStatus.of(row.getString("from_status")).orElse(null),
                        CaseStatus.of(row.getString("to_status")).orElse(null)))
                .list();
    }

    private static CaseDetail.Life life(Handle handle, ResultSet caseRow) throws SQLException {
        long id = caseRow.getLong("id");
        return new CaseDetail.Life(
                possible(handle, id, CaseStatus.valueOf(caseRow.getString("status"))),
                instant(caseRow, "status_since"),
                caseRow.getString("platform_case_no"),
                handle.createQuery("""
                                SELECT o.case_no FROM cases c JOIN cases o ON o.id = c.recurrence_of WHERE c.id = :id""")
                        .bind("id", id)
                        .mapTo(String.class)
                        .findOne()
                        .orElse(null));
    }

    private static List<CaseStep> possible(Handle handle, long caseId, CaseStatus status) {
        List<CaseStep> steps = CaseLife.steps(handle, status);
        boolean held = steps.stream().anyMatch(step -> step.to() == CaseStatus.PUSHED)
                && !CaseLife.held(handle, caseId).isEmpty();
        return held
                ? steps.stream().filter(step -> step.to() != CaseStatus.PUSHED).toList()
                : steps;
    }

    static EvidenceObject evidence(ResultSet row, StatementContext context) throws SQLException {
        String prefix = row.getString("evidence_prefix");
        if (row.getString("name") == null) {
            return new EvidenceObject(prefix + "manifest.json", row.getString("manifest_sha256"), null);
        }
        EvidencePart part = part(row);
        return new EvidenceObject(prefix + part.name(), part.sha256(), part);
    }

    static CameraRow camera(ResultSet row, StatementContext context) throws SQLException {
        return new CameraRow(
                row.getString("camera_id"),
                row.getString("name"),
                row.getString("state"),
                row.getString("reason"),
                row.getString("detail"),
                row.getString("worker_id"),
                instant(row, "reported_at"),
                instant(row, "changed_at"),
                instant(row, "last_frame_at"),
                row.getLong("frames_judged"),
                row.getLong("cases"));
    }

    private static EvidencePart part(ResultSet row) throws SQLException {
        return new EvidencePart(
                row.getString("name"), row.getString("mime"), row.getLong("bytes"), row.getString("sha256"));
    }

    static Instant instant(ResultSet row, String column) throws SQLException {
        Timestamp time = row.getTimestamp(column);
        return time == null ? null : time.toInstant();
    }
}
