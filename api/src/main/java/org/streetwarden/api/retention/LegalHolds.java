package org.streetwarden.api.retention;

import java.sql.ResultSet;
import java.sql.SQLException;
import java.time.Clock;
import java.time.Instant;
import java.time.temporal.ChronoUnit;
import java.util.List;
import java.util.Optional;
import org.jdbi.v3.core.Handle;
import org.streetwarden.api.cases.CaseLife;
import org.streetwarden.api.cases.CaseLife.Standing;
import org.streetwarden.api.cases.Database;
import org.streetwarden.api.models.Refusal;
import org.streetwarden.api.proof.Act;
import org.streetwarden.api.proof.EvidenceLog;

/** Sets and lifts legal holds: one auditor sets, another lifts, and both stand in the log and in the case's history. */
public final class LegalHolds {

    private static final int MOST_SHOWN = 1000;

    private final Database database;
    private final Clock clock;

    public LegalHolds(Database database, Clock clock) {
        this.database = database;
        this.clock = clock;
    }

    /**
     * One that stands.
     *
     * @param store PENDING: the evidence store is not told yet; HELD: it holds the objects too; NONE: it has no Object Lock
     */
    public record Hold(String caseNo, Instant at, String who, String why, String store) {}

    /** @throws Refusal where one stands, or the evidence is gone or going; empty where there is no such case */
    public Optional<Hold> set(String caseNo, String who, String why) {
        return database.write(handle -> CaseLife.lock(handle, caseNo).map(standing -> {
            refuse(standing(handle, caseNo).isPresent(), "Case " + caseNo + " is under legal hold already.");
            refuse(isGoing(handle, standing.id()), "The evidence of case " + caseNo + " is deleted, or on its way.");
            Instant now = clock.instant().truncatedTo(ChronoUnit.MICROS);
            handle.createUpdate(
                            "INSERT INTO legal_holds (case_id, set_at, set_by, why) VALUES (:case, :now, :who, :why)")
                    .bind("case", standing.id())
                    .bind("now", now)
                    .bind("who", who)
                    .bind("why", why)
                    .execute();
            tell(handle, standing, now, "HOLD", who, why);
            return standing(handle, caseNo).orElseThrow();
        }));
    }

    private static boolean isGoing(Handle handle, long caseId) {
        return handle.createQuery(
                        "SELECT evidence_deletion IS NOT NULL OR EXISTS ("
                                + "SELECT 1 FROM deletions WHERE case_id = :case AND deleted_at IS NULL) FROM cases WHERE id = :case")
                .bind("case", caseId)
                .mapTo(Boolean.class)
                .one();
    }

    /** @throws Refusal where none stands, or who lifts it set it; empty where there is no such case */
    public Optional<Hold> lift(String caseNo, String who, String why) {
        return database.write(handle -> CaseLife.lock(handle, caseNo).map(standing -> {
            Hold hold = standing(handle, caseNo)
                    .orElseThrow(() -> Refusal.conflict("Case " + caseNo + " is not under legal hold."));
            refuse(hold.who().equals(who), "Whoever set a legal hold cannot lift it; another auditor can.");
            Instant now = clock.instant().truncatedTo(ChronoUnit.MICROS);
            handle.createUpdate("""
                            UPDATE legal_holds SET lifted_at = :now, lifted_by = :who, lift_why = :why
                            WHERE case_id = :case AND lifted_at IS NULL""")
                    .bind("case", standing.id())
                    .bind("now", now)
                    .bind("who", who)
                    .bind("why", why)
                    .execute();
            tell(handle, standing, now, "HOLD_LIFTED", who, why);
            return hold;
        }));
    }

    private static void refuse(boolean conflict, String problem) {
        if (conflict) {
            throw Refusal.conflict(problem);
        }
    }

    private static void tell(Handle handle, Standing standing, Instant now, String action, String who, String why) {
        CaseLife.note(handle, standing.id(), now, who, action, why);
        EvidenceLog.addAct(handle, new Act(now, action, who, "", standing.caseNo(), why));
    }

    static Optional<Hold> standing(Handle handle, String caseNo) {
        return handle.createQuery("""
                        SELECT c.case_no, h.* FROM legal_holds h JOIN cases c ON c.id = h.case_id
                        WHERE c.case_no = :caseNo AND h.lifted_at IS NULL""")
                .bind("caseNo", caseNo)
                .map((row, context) -> hold(row))
                .findOne();
    }

    /** Newest first, 1,000 at most. */
    public List<Hold> standing() {
        return database.read(handle -> handle.createQuery("""
                        SELECT c.case_no, h.* FROM legal_holds h JOIN cases c ON c.id = h.case_id
                        WHERE h.lifted_at IS NULL ORDER BY h.id DESC LIMIT :most""")
                .bind("most", MOST_SHOWN)
                .map((row, context) -> hold(row))
                .list());
    }

    private static Hold hold(ResultSet row) throws SQLException {
        return new Hold(
                row.getString("case_no"),
                DueEvidence.instant(row, "set_at"),
                row.getString("set_by"),
                row.getString("why"),
                row.getString("store"));
    }
}
