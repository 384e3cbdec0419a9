package org.streetwarden.api.cases;

import java.time.Instant;
import java.time.temporal.ChronoUnit;
import java.util.HashMap;
import java.util.Map;
import org.jdbi.v3.core.Handle;
import org.streetwarden.api.batch.Gathering;
import org.streetwarden.casefile.WorkerRecord.IncidentFiled;
import org.streetwarden.detect.Verification;

/** The one row of a new case. */
final class CaseInsert {

    private static final String SQL = """
            INSERT INTO cases (id, case_no, incident_id, kind, status, camera_id, camera_name, zone_id, label, score,
                box_left, box_top, box_right, box_bottom, experimental, first_seen_at, threshold_at, raised_at, filed_at,
                present_ms, observed_ms, longest_gap_ms, model_name, model_version, model_sha256, rule_version,
                zone_version, why, worker_id, evidence_prefix, manifest_sha256, basis, verifier_verdict, verifier_name,
                verifier_version, verifier_sha256, verifier_score, verifier_detail)
            OVERRIDING SYSTEM VALUE
            VALUES (:id, :caseNo, :incidentId, :kind, :status, :cameraId, :cameraName, :zoneId, :label, :score,
                :left, :top, :right, :bottom, :experimental, :first, :threshold, :raised, :filed,
                :present, :observed, :gap, :modelName, :modelVersion, :modelSha256, :ruleVersion,
                :zoneVersion, :why, :workerId, :prefix, :manifest, :basis, :verdict, :verifierName,
                :verifierVersion, :verifierSha256, :verifierScore, :verifierDetail)""";

    private CaseInsert() {}

    static void write(Handle handle, long id, String caseNo, CaseStatus status, IncidentFiled filed, Instant now) {
        Map<String, Object> row = new HashMap<>();
        row.put("id", id);
        row.put("caseNo", caseNo);
        row.put("status", status.name());
        row.put("filed", now.truncatedTo(ChronoUnit.MICROS));
        putSubject(row, filed);
        putTimes(row, filed);
        putOrigin(row, filed);
        putVerification(row, filed.verification());
        Gathering.writeAhead(handle, SQL, row);
    }

    private static void putSubject(Map<String, Object> row, IncidentFiled filed) {
        row.put("incidentId", filed.incidentId());
        row.put("kind", filed.kind().id());
        row.put("cameraId", filed.cameraId());
        row.put("cameraName", filed.cameraName());
        row.put("zoneId", filed.zoneId());
        row.put("label", filed.label());
        row.put("score", filed.score());
        row.put("left", filed.box().left());
        row.put("top", filed.box().top());
        row.put("right", filed.box().right());
        row.put("bottom", filed.box().bottom());
        row.put("experimental", filed.experimental());
    }

    private static void putTimes(Map<String, Object> row, IncidentFiled filed) {
        row.put("first", filed.firstSeenAt().truncatedTo(ChronoUnit.MICROS));
        row.put("threshold", filed.thresholdAt().truncatedTo(ChronoUnit.MICROS));
        row.put("raised", filed.raisedAt().truncatedTo(ChronoUnit.MICROS));
        row.put("present", filed.present().toMillis());
        row.put("observed", filed.observed().toMillis());
        row.put("gap", filed.longestGap().toMillis());
    }

    private static void putOrigin(Map<String, Object> row, IncidentFiled filed) {
        row.put("modelName", filed.model().name());
        row.put("modelVersion", filed.model().version());
        row.put("modelSha256", filed.model().sha256());
        row.put("ruleVersion", filed.ruleVersion());
        row.put("zoneVersion", filed.zoneVersion());
        row.put("why", filed.why());
        row.put("workerId", filed.workerId());
        row.put("prefix", filed.evidencePrefix());
        row.put("manifest", filed.manifestSha256());
        row.put("basis", filed.basis().id());
    }

    /** @param verification null where no verifier was configured */
    private static void putVerification(Map<String, Object> row, Verification verification) {
        boolean asked = verification != null;
        row.put("verdict", asked ? verification.verdict().id() : null);
        row.put("verifierName", asked ? verification.verifier().name() : null);
        row.put("verifierVersion", asked ? verification.verifier().version() : null);
        row.put("verifierSha256", asked ? verification.verifier().sha256() : null);
        row.put("verifierScore", asked ? verification.score() : null);
        row.put("verifierDetail", asked ? verification.detail() : null);
    }
}
