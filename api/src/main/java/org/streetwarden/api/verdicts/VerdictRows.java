package org.streetwarden.api.verdicts;

import java.sql.ResultSet;
import java.sql.SQLException;
import java.time.Instant;
import java.util.List;
import java.util.Optional;
import org.jdbi.v3.core.Handle;
import org.jdbi.v3.core.statement.PreparedBatch;
import org.streetwarden.geometry.Box;

/** Verdicts to rows and back. */
final class VerdictRows {

    private static final String SELECT = "SELECT v.*, c.case_no FROM verdicts v JOIN cases c ON c.id = v.case_id";

    private VerdictRows() {}

    /** Oldest first; the newest {@code limit}. */
    static List<Verdict> of(Handle handle, String caseNo, int limit) {
        return handle.createQuery(SELECT + " WHERE c.case_no = :caseNo ORDER BY v.id DESC LIMIT :limit")
                .bind("caseNo", caseNo)
                .bind("limit", limit)
                .map((row, context) -> verdict(handle, row))
                .list()
                .reversed();
    }

    static Optional<Verdict> newest(Handle handle, String caseNo) {
        return of(handle, caseNo, 1).stream().findFirst();
    }

    /** Copies what the opinion is bound to from the case. */
    static void insert(Handle handle, long caseId, Opinion opinion, Instant at) {
        long id = handle.createQuery("""
                        INSERT INTO verdicts (case_id, at, who, confirmed, reason, other_label, note, camera_id, zone_id,
                            model_sha256, verifier_sha256, rule_version, zone_version, manifest_sha256)
                        SELECT id, :at, :who, :confirmed, :reason, :other, :note, camera_id, zone_id,
                            model_sha256, verifier_sha256, rule_version, zone_version, manifest_sha256
                        FROM cases WHERE id = :case
                        RETURNING id""")
                .bind("case", caseId)
                .bind("at", at)
                .bind("who", opinion.who())
                .bind("confirmed", opinion.confirmed())
                .bind("reason", opinion.confirmed() ? null : opinion.reason().id())
                .bind("other", opinion.otherLabel())
                .bind("note", opinion.note())
                .mapTo(Long.class)
                .one();
        insertBoxes(handle, id, opinion.boxes());
    }

    private static void insertBoxes(Handle handle, long verdictId, List<LabelledBox> boxes) {
        if (boxes.isEmpty()) {
            return;
        }
        PreparedBatch batch = handle.prepareBatch(
                "INSERT INTO verdict_boxes VALUES (:verdict, :position, :label, :left, :top, :right, :bottom)");
        int position = 0;
        for (LabelledBox each : boxes) {
            batch.bind("verdict", verdictId)
                    .bind("position", position++)
                    .bind("label", each.label())
                    .bind("left", each.box().left())
                    .bind("top", each.box().top())
                    .bind("right", each.box().right())
                    .bind("bottom", each.box().bottom())
                    .add();
        }
        batch.execute();
    }

    /** @param row of {@code verdicts} with {@code case_no} */
    static Verdict verdict(Handle handle, ResultSet row) throws SQLException {
        long id = row.getLong("id");
        return new Verdict(
                id,
                row.getString("case_no"),
                row.getTimestamp("at").toInstant(),
                new Opinion(
                        row.getString("who"),
                        VerdictReason.of(row.getString("reason")).orElse(null),
                        row.getString("other_label"),
                        boxes(handle, id),
                        row.getString("note")),
                new Verdict.Origin(
                        row.getString("camera_id"),
                        row.getString("zone_id"),
                        row.getString("model_sha256"),
                        row.getString("verifier_sha256"),
                        row.getString("rule_version"),
                        row.getString("zone_version"),
                        row.getString("manifest_sha256")));
    }

    private static List<LabelledBox> boxes(Handle handle, long verdictId) {
        return handle.createQuery("SELECT * FROM verdict_boxes WHERE verdict_id = :verdict ORDER BY position")
                .bind("verdict", verdictId)
                .map((row, context) -> new LabelledBox(
                        row.getString("label"),
                        new Box(
                                row.getDouble("box_left"),
                                row.getDouble("box_top"),
                                row.getDouble("box_right"),
                                row.getDouble("box_bottom"))))
                .list();
    }
}
