package org.streetwarden.api.cases;

import java.time.Instant;
import java.time.temporal.ChronoUnit;
import org.jdbi.v3.core.Handle;
import org.jdbi.v3.core.statement.Query;
import org.streetwarden.casefile.WorkerRecord.IncidentFiled;
import org.streetwarden.detect.Verification;

/** The one row of a new case. */
final class CaseInsert {

    private static final String SQL = """
            INSERT INTO cases (case_no, incident_id, kind, status, camera_id, camera_name, zone_id, label, score,
                box_left, box_top, box_right, box_bottom, experimental, first_seen_at, threshold_at, raised_at, filed_at,
                present_ms, observed_ms, longest_gap_ms, model_name, model_version, model_sha256, rule_version,
                zone_version, why, worker_id, evidence_prefix, manifest_sha256, basis, verifier_verdict, verifier_name,
                verifier_version, verifier_sha256, verifier_score, verifier_detail)
            VALUES (:caseNo, :incidentId, :kind, :status, :cameraId, :cameraName, :zoneId, :label, :score,
                :left, :top, :right, :bottom, :experimental, :first, :threshold, :raised, :filed,
                :present, :observed, :gap, :modelName, :modelVersion, :modelSha256, :ruleVersion,
                :zoneVersion, :why, :workerId, :prefix, :manifest, :basis, :verdict, :verifierName,
                :verifierVersion, :verifierSha256, :verifierScore, :verifierDetail)
            RETURNING id""";

    private CaseInsert() {}

    /** @return the row's id */
    static long insert(Handle handle, String caseNo, CaseStatus status, IncidentFiled filed, Instant now) {
        Query query = handle.createQuery(SQL)
                .bind("caseNo", caseNo)
                .bind("status", status.name())
                .bind("filed", now.truncatedTo(ChronoUnit.MICROS));
        bindSubject(query, filed);
        bindTimes(query, filed);
        bindOrigin(query, filed);
        bindVerification(query, filed.verification());
        return query.mapTo(Long.class).one();
    }

    private static void bindSubject(Query query, IncidentFiled filed) {
        query.bind("incidentId", filed.incidentId())
                .bind("kind", filed.kind().id())
                .bind("cameraId", filed.cameraId())
                .bind("cameraName", filed.cameraName())
                .bind("zoneId", filed.zoneId())
                .bind("label", filed.label())
                .bind("score", filed.score())
                .bind("left", filed.box().left())
                .bind("top", filed.box().top())
                .bind("right", filed.box().right())
                .bind("bottom", filed.box().bottom())
                .bind("experimental", filed.experimental());
    }

    private static void bindTimes(Query query, IncidentFiled filed) {
        query.bind("first", filed.firstSeenAt().truncatedTo(ChronoUnit.MICROS))
                .bind("threshold", filed.thresholdAt().truncatedTo(ChronoUnit.MICROS))
                .bind("raised", filed.raisedAt().truncatedTo(ChronoUnit.MICROS))
                .bind("present", filed.present().toMillis())
                .bind("observed", filed.observed().toMillis())
                .bind("gap", filed.longestGap().toMillis());
    }

    private static void bindOrigin(Query query, IncidentFiled filed) {
        query.bind("modelName", filed.model().name())
                .bind("modelVersion", filed.model().version())
                .bind("modelSha256", filed.model().sha256())
                .bind("ruleVersion", filed.ruleVersion())
                .bind("zoneVersion", filed.zoneVersion())
                .bind("why", filed.why())
                .bind("workerId", filed.workerId())
                .bind("prefix", filed.evidencePrefix())
                .bind("manifest", filed.manifestSha256())
                .bind("basis", filed.basis().id());
    }

    /** @param verification null where no verifier was configured */
    private static void bindVerification(Query query, Verification verification) {
        boolean asked = verification != null;
        query.bind("verdict", asked ? verification.verdict().id() : null)
                .bind("verifierName", asked ? verification.verifier().name() : null)
                .bind("verifierVersion", asked ? verification.verifier().version() : null)
                .bind("verifierSha256", asked ? verification.verifier().sha256() : null)
                .bind("verifierScore", asked ? verification.score() : null)
                .bind("verifierDetail", asked ? verification.detail() : null);
    }
}
