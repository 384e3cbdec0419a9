package org.streetwarden.api.verdicts;

import java.time.Clock;
import java.time.Instant;
import java.time.temporal.ChronoUnit;
import java.util.List;
import java.util.Optional;
import org.jdbi.v3.core.Handle;
import org.streetwarden.api.cases.Announcement;
import org.streetwarden.api.cases.Database;
import org.streetwarden.api.proof.Act;
import org.streetwarden.api.proof.EvidenceLog;

/** Takes and shows verdicts. Thread-safe; blocks on the database. */
public final class VerdictLedger {

    private static final int MAX_SHOWN = 500;

    private final Database database;
    private final Clock clock;
    private final Runnable afterVerdict;

    /** @param afterVerdict called after each new verdict's commit, on the caller's thread */
    public VerdictLedger(Database database, Clock clock, Runnable afterVerdict) {
        this.database = database;
        this.clock = clock;
        this.afterVerdict = afterVerdict;
    }

    /** @param added false where the case's newest verdict says the same already */
    public record Given(Verdict verdict, boolean added) {}

    /** @return empty where there is no such case */
    public Optional<Given> give(String caseNo, Opinion opinion) {
        Optional<Given> given =
                database.write(handle -> lock(handle, caseNo).map(caseId -> give(handle, caseId, caseNo, opinion)));
        given.filter(Given::added).ifPresent(added -> afterVerdict.run());
        return given;
    }

    /** Two verdicts on one case never interleave. */
    private static Optional<Long> lock(Handle handle, String caseNo) {
        return handle.createQuery("SELECT id FROM cases WHERE case_no = :caseNo FOR UPDATE")
                .bind("caseNo", caseNo)
                .mapTo(Long.class)
                .findOne();
    }

    private Given give(Handle handle, long caseId, String caseNo, Opinion opinion) {
        Optional<Verdict> newest = VerdictRows.newest(handle, caseNo);
        if (newest.isPresent() && newest.get().opinion().equals(opinion)) {
            return new Given(newest.get(), false);
        }
        Instant now = clock.instant().truncatedTo(ChronoUnit.MICROS);
        VerdictRows.insert(handle, caseId, opinion, now);
        note(handle, caseId, opinion, now);
        String said = opinion.confirmed() ? Opinion.CONFIRMED : opinion.reason().id();
        EvidenceLog.addAct(handle, new Act(now, "VERDICT", opinion.who(), "", caseNo, said));
        Announcement.write(handle, "case-judged", caseNo, now);
        return new Given(VerdictRows.newest(handle, caseNo).orElseThrow(), true);
    }

    private static void note(Handle handle, long caseId, Opinion opinion, Instant now) {
        handle.createUpdate("""
                        INSERT INTO case_history (case_id, at, actor, action, why)
                        VALUES (:case, :at, :actor, 'JUDGED', :why)""")
                .bind("case", caseId)
                .bind("at", now)
                .bind("actor", opinion.who())
                .bind(
                        "why",
                        opinion.confirmed() ? "Confirmed." : opinion.reason().english() + ".")
                .execute();
    }

    /**
     * The verdicts on a case, oldest first.
     *
     * @return empty where there is no such case
     */
    public Optional<List<Verdict>> of(String caseNo) {
        return database.read(handle -> handle.createQuery("SELECT EXISTS (SELECT 1 FROM cases WHERE case_no = :caseNo)")
                        .bind("caseNo", caseNo)
                        .mapTo(Boolean.class)
                        .one()
                ? Optional.of(VerdictRows.of(handle, caseNo, MAX_SHOWN))
                : Optional.empty());
    }
}
