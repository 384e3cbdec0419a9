package org.streetwarden.api.cases;

import java.sql.ResultSet;
import java.sql.SQLException;
import java.time.Instant;
import java.util.Comparator;
import java.util.List;
import java.util.Map;
import java.util.Optional;
import org.jdbi.v3.core.Handle;
import org.jdbi.v3.core.statement.StatementContext;
import org.streetwarden.api.batch.Gathering;
import org.streetwarden.api.proof.Act;
import org.streetwarden.api.proof.EvidenceLog;

/** Moves cases and writes their history. Which steps there are stands in the database, which refuses all others. */
public final class CaseLife {

    /** Action of a row of history that a step was taken by. */
    public static final String MOVED = "MOVED";

    private CaseLife() {}

    /**
     * A case that is locked until the transaction ends, so that its steps never interleave.
     *
     * @param platformAt time of the newest call-back that counted; null before the first
     */
    public record Standing(long id, String caseNo, CaseStatus status, Instant platformAt) {

        public Standing at(CaseStatus next) {
            return new Standing(id, caseNo, next, platformAt);
        }
    }

    /**
     * One step with who, when and why.
     *
     * @param since from when on it stands so
     * @param at when this is written, api's clock
     * @param action {@link #MOVED}, or what else happened to the case at the same time
     */
    public record Move(CaseStatus to, Instant since, Instant at, String actor, String action, String why) {}

    public static Optional<Standing> lock(Handle handle, String caseNo) {
        return handle.createQuery(
                        "SELECT id, case_no, status, platform_at FROM cases WHERE case_no = :caseNo FOR UPDATE")
                .bind("caseNo", caseNo)
                .map(CaseLife::standing)
                .findOne();
    }

    static Standing standing(ResultSet row, StatementContext context) throws SQLException {
        return new Standing(
                row.getLong("id"),
                row.getString("case_no"),
                CaseStatus.valueOf(row.getString("status")),
                CaseRows.instant(row, "platform_at"));
    }

    /** Every step that is possible from there, in the order of the states. */
    public static List<CaseStep> steps(Handle handle, CaseStatus from) {
        return handle
                .createQuery("SELECT * FROM case_transitions WHERE from_status = :from")
                .bind("from", from.name())
                .map((row, context) -> new CaseStep(
                        from,
                        CaseStatus.valueOf(row.getString("to_status")),
                        row.getString("action"),
                        row.getBoolean("by_verdict"),
                        row.getString("meaning")))
                .stream()
                .sorted(Comparator.comparing(CaseStep::to))
                .toList();
    }

    /** Deliveries of a case that wait for a person's decision; while there is one, nobody hands the case over by hand. */
    public static List<String> held(Handle handle, long caseId) {
        return handle.createQuery("""
                        SELECT 'delivery ' || id || ' to ' || target_id FROM push_deliveries
                        WHERE case_id = :case AND state = 'HELD' ORDER BY id""").bind("case", caseId).mapTo(String.class).list();
    }

    /** @throws StepRefused where there is no such step from where the case stands */
    public static CaseStep require(Handle handle, Standing standing, String action) {
        List<CaseStep> possible = steps(handle, standing.status());
        return possible.stream()
                .filter(step -> step.action().equals(action))
                .findFirst()
                .orElseThrow(() -> StepRefused.of(standing, action, possible));
    }

    public static boolean allows(Handle handle, CaseStatus from, CaseStatus to) {
        return steps(handle, from).stream().anyMatch(step -> step.to() == to);
    }

    /** The case must be locked; the database refuses a step that it does not know. */
    public static void move(Handle handle, Standing standing, Move move) {
        Gathering.flush(handle);
        long row = handle.createQuery("""
                        INSERT INTO case_history (case_id, at, actor, action, why, from_status, to_status)
                        VALUES (:case, :at, :actor, :action, :why, :from, :to)
                        RETURNING id""")
                .bind("case", standing.id())
                .bind("at", move.at())
                .bind("actor", move.actor())
                .bind("action", move.action())
                .bind("why", move.why())
                .bind("from", standing.status().name())
                .bind("to", move.to().name())
                .mapTo(Long.class)
                .one();
        handle.createUpdate("UPDATE cases SET status = :to, moved_by = :row, status_since = :since WHERE id = :case")
                .bind("to", move.to().name())
                .bind("row", row)
                .bind("since", move.since())
                .bind("case", standing.id())
                .execute();
        String said = "%s to %s: %s".formatted(standing.status(), move.to(), move.why());
        EvidenceLog.addAct(handle, new Act(move.at(), "STEP", move.actor(), "", standing.caseNo(), said));
        Announcement.write(handle, "case-moved", standing.caseNo(), move.at());
    }

    /** Writes down what moves nothing. */
    public static void note(Handle handle, long caseId, Instant at, String actor, String action, String why) {
        Gathering.write(handle, """
                INSERT INTO case_history (case_id, at, actor, action, why)
                VALUES (:case, :at, :actor, :action, :why)""", Map.of("case", caseId, "at", at, "actor", actor, "action", action, "why", why));
    }
}
