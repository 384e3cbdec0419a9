package org.streetwarden.api.life;

import java.sql.ResultSet;
import java.sql.SQLException;
import java.sql.Timestamp;
import java.time.Instant;
import java.util.List;
import java.util.Optional;
import org.jdbi.v3.core.Handle;
import org.streetwarden.api.cases.CaseLife;
import org.streetwarden.api.cases.CaseLife.Standing;
import org.streetwarden.api.cases.CaseStatus;
import org.streetwarden.api.cases.StepRefused;
import org.streetwarden.api.life.Callback.Outcome;

/** Call-backs to rows and back. */
final class CallbackRows {

    private CallbackRows() {}

    private record Numbered(String caseNo, boolean joined) {}

    /**
     * The case that a call-back is about, locked; several where a person joined all of them to the platform's one.
     *
     * @throws StepRefused where the platform's number alone does not say which
     */
    static List<Standing> lock(Handle handle, Callback callback) {
        if (callback.caseNo() != null) {
            return CaseLife.lock(handle, callback.caseNo()).stream().toList();
        }
        List<Numbered> cases = handle.createQuery("""
                        SELECT case_no, EXISTS (
                            SELECT 1 FROM nearby_answers a JOIN push_deliveries d ON d.id = a.delivery_id
                            WHERE d.case_id = cases.id AND a.joined_no = :number) AS joined
                        FROM cases WHERE id IN (
                            SELECT id FROM cases WHERE platform_case_no = :number
                            UNION SELECT case_id FROM case_callbacks WHERE platform_case_no = :number
                            UNION SELECT d.case_id FROM nearby_answers a JOIN push_deliveries d ON d.id = a.delivery_id
                            WHERE a.joined_no = :number)
                        ORDER BY id""")
                .bind("number", callback.platformCaseNo())
                .map((row, context) -> new Numbered(row.getString("case_no"), row.getBoolean("joined")))
                .list();
        if (cases.size() > 1 && !cases.stream().allMatch(Numbered::joined)) {
            throw StepRefused.ambiguous(
                    callback.platformCaseNo(),
                    cases.stream().map(Numbered::caseNo).toList());
        }
        return cases.stream()
                .flatMap(each -> CaseLife.lock(handle, each.caseNo()).stream())
                .toList();
    }

    /** What came of the same call-back before. */
    static Optional<Outcome> earlier(Handle handle, long caseId, Callback callback) {
        return handle.createQuery("""
                        SELECT outcome FROM case_callbacks
                        WHERE case_id = :case AND CASE WHEN :delivery::text IS NULL
                            THEN delivery_id IS NULL AND platform_status = :status AND at = :at
                            ELSE delivery_id = :delivery END""")
                .bind("case", caseId)
                .bind("delivery", callback.deliveryId())
                .bind("status", callback.status())
                .bind("at", callback.at())
                .mapTo(String.class)
                .findOne()
                .map(Outcome::valueOf);
    }

    /** @param status null where the word is unknown */
    static void insert(Handle handle, long caseId, Callback callback, CaseStatus status, Outcome outcome, Instant now) {
        handle.createUpdate("""
                        INSERT INTO case_callbacks (case_id, received_at, delivery_id, platform_status, status, at,
                            platform_case_no, org, opinion, not_pass_reason, deadline, attachments, outcome)
                        VALUES (:case, :now, :delivery, :word, :status, :at, :number, :org, :opinion, :reason, :deadline,
                            :attachments, :outcome)""")
                .bind("case", caseId)
                .bind("now", now)
                .bind("delivery", callback.deliveryId())
                .bind("word", callback.status())
                .bind("status", status == null ? null : status.name())
                .bind("at", callback.at())
                .bind("number", callback.platformCaseNo())
                .bind("org", callback.org())
                .bind("opinion", callback.opinion())
                .bind("reason", callback.notPassReason())
                .bind("deadline", callback.deadline())
                .bind("attachments", callback.attachments().toArray(String[]::new))
                .bind("outcome", outcome.name())
                .execute();
    }

    /** The platform's number, of which the newest counts, and the time that later call-backs are held against. */
    static void remember(Handle handle, long caseId, Callback callback, Outcome outcome, Instant since) {
        boolean late = outcome == Outcome.LATE;
        boolean counts = outcome == Outcome.MOVED || outcome == Outcome.STANDS;
        handle.createUpdate("""
                        UPDATE cases SET platform_at = CASE WHEN :counts THEN :since ELSE platform_at END,
                            platform_case_no = CASE WHEN :late THEN coalesce(platform_case_no, :number)
                                ELSE coalesce(:number, platform_case_no) END
                        WHERE id = :case""")
                .bind("counts", counts)
                .bind("since", since)
                .bind("late", late)
                .bind("number", callback.platformCaseNo())
                .bind("case", caseId)
                .execute();
    }

    /** Oldest first; the newest {@code limit}. */
    static List<CallbackRow> of(Handle handle, long caseId, int limit) {
        return handle.createQuery("""
                        SELECT b.*, c.case_no FROM case_callbacks b JOIN cases c ON c.id = b.case_id
                        WHERE b.case_id = :case ORDER BY b.id DESC LIMIT :limit""")
                .bind("case", caseId)
                .bind("limit", limit)
                .map((row, context) -> row(row))
                .list()
                .reversed();
    }

    private static CallbackRow row(ResultSet row) throws SQLException {
        return new CallbackRow(
                row.getTimestamp("received_at").toInstant(),
                new Callback(
                        row.getString("case_no"),
                        row.getString("platform_case_no"),
                        row.getString("platform_status"),
                        row.getTimestamp("at").toInstant(),
                        row.getString("delivery_id"),
                        row.getString("org"),
                        row.getString("opinion"),
                        row.getString("not_pass_reason"),
                        instant(row.getTimestamp("deadline")),
                        List.of((String[]) row.getArray("attachments").getArray())),
                CaseStatus.of(row.getString("status")).orElse(null),
                Outcome.valueOf(row.getString("outcome")));
    }

    private static Instant instant(Timestamp time) {
        return time == null ? null : time.toInstant();
    }
}
