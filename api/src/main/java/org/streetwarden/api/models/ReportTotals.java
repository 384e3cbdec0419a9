package org.streetwarden.api.models;

import java.time.LocalDate;
import java.util.Map;
import java.util.TreeSet;
import org.jdbi.v3.core.Handle;
import org.jdbi.v3.core.statement.PreparedBatch;
import org.jdbi.v3.core.statement.SqlStatement;
import org.streetwarden.casefile.WorkerRecord.Agreement;
import org.streetwarden.casefile.WorkerRecord.ModelReport;

/** Adds one report to the totals of its day. */
final class ReportTotals {

    private static final Agreement NONE = new Agreement(0, 0, 0);

    private ReportTotals() {}

    static void add(Handle handle, ModelReport report, LocalDate day) {
        keyed(handle.createUpdate("""
                        INSERT INTO model_totals AS t
                        VALUES (:sha256, :group, :role, :day, :looks, :failures, :total, :max, :raises)
                        ON CONFLICT (sha256, group_name, role, day) DO UPDATE SET looks = t.looks + excluded.looks,
                            failures = t.failures + excluded.failures, total_us = t.total_us + excluded.total_us,
                            max_us = greatest(t.max_us, excluded.max_us), raises = t.raises + excluded.raises"""), report, day)
                .bind("looks", report.looks())
                .bind("failures", report.failures())
                .bind("total", (double) report.meanUs() * report.looks())
                .bind("max", report.maxUs())
                .bind("raises", report.raises())
                .execute();
        addLabels(handle, report, day);
    }

    private static void addLabels(Handle handle, ModelReport report, LocalDate day) {
        TreeSet<String> labels = new TreeSet<>(report.detections().keySet());
        labels.addAll(report.agreement().keySet());
        if (labels.isEmpty()) {
            return;
        }
        PreparedBatch batch = handle.prepareBatch("""
                INSERT INTO model_label_totals AS t
                VALUES (:sha256, :group, :role, :day, :label, :detections, :both, :active, :shadow)
                ON CONFLICT (sha256, group_name, role, day, label) DO UPDATE SET
                    detections = t.detections + excluded.detections, agreed = t.agreed + excluded.agreed,
                    only_active = t.only_active + excluded.only_active, only_shadow = t.only_shadow + excluded.only_shadow""");
        for (String label : labels) {
            Agreement agreement = report.agreement().getOrDefault(label, NONE);
            keyed(batch, report, day)
                    .bind("label", label)
                    .bind("detections", report.detections().getOrDefault(label, 0L))
                    .bind("both", agreement.both())
                    .bind("active", agreement.onlyActive())
                    .bind("shadow", agreement.onlyShadow());
            batch.add();
        }
        batch.execute();
    }

    private static <S extends SqlStatement<S>> S keyed(S statement, ModelReport report, LocalDate day) {
        return statement.bindMap(Map.of(
                "sha256", report.model().sha256(),
                "group", report.group(),
                "role", report.role().name(),
                "day", day));
    }
}
