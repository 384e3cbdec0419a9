package org.streetwarden.api.models;

import java.nio.charset.StandardCharsets;
import java.time.Instant;
import java.util.Optional;
import org.jdbi.v3.core.Handle;

/** Gate reports, of which the newest counts. */
final class GateRows {

    private GateRows() {}

    static void add(Handle handle, GateReport report, String json, String who, Instant now) {
        handle.createUpdate("""
                        INSERT INTO model_gates (sha256, received_at, who, made_at, passed, baseline_sha256, golden_name,
                            report)
                        VALUES (:sha256, :now, :who, :made, :passed, :baseline, :golden, :report)""")
                .bind("sha256", report.candidate())
                .bind("now", now)
                .bind("who", who)
                .bind("made", report.madeAt())
                .bind("passed", report.passed())
                .bind("baseline", report.baseline())
                .bind("golden", report.golden())
                .bind("report", json)
                .execute();
    }

    static Optional<ModelDetail.Gate> newest(Handle handle, String sha256) {
        return handle.createQuery("SELECT * FROM model_gates WHERE sha256 = :sha256 ORDER BY id DESC LIMIT 1")
                .bind("sha256", sha256)
                .map((row, context) -> new ModelDetail.Gate(
                        ModelRows.instant(row, "received_at"), row.getString("who"), row.getString("report")))
                .findOne();
    }

    /**
     * The newest report that compares with this baseline.
     *
     * @param baseline null to take any
     */
    static Optional<GateReport> against(Handle handle, String sha256, String baseline) {
        return handle.createQuery("""
                        SELECT report FROM model_gates
                        WHERE sha256 = :sha256
                            AND (CAST(:baseline AS text) IS NULL OR baseline_sha256 = CAST(:baseline AS text))
                        ORDER BY id DESC LIMIT 1""")
                .bind("sha256", sha256)
                .bind("baseline", baseline)
                .mapTo(String.class)
                .findOne()
                .map(json -> GateReport.parse(json.getBytes(StandardCharsets.UTF_8)));
    }
}
