package org.streetwarden.api.verdicts;

import java.time.Clock;
import java.time.Instant;
import java.time.temporal.ChronoUnit;
import java.util.List;
import java.util.Optional;
import org.jdbi.v3.core.Handle;
import org.streetwarden.api.cases.Announcement;
import org.streetwarden.api.cases.CaseLife;
import org.streetwarden.api.cases.CaseLife.Move;
import org.streetwarden.api.cases.CaseLife.Standing;
import org.streetwarden.api.cases.CaseStatus;
import org.streetwarden.api.cases.CaseStep;
import org.streetwarden.api.cases.Database;
import org.streetwarden.api.cases.Recurrence;
import org.streetwarden.api.cases.StepRefused;
import org.streetwarden.api.proof.Act;
import org.streetwarden.api.proof.EvidenceLog;

/** Takes and shows verdicts. Thread-safe; blocks on the database. */
public final class VerdictLedger {

    private static final int MAX_SHOWN = 500;
    private static final String JUDGED = "JUDGED";

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

    /**
     * Writes a verdict down and moves the case by it.
     *
     * @param unjudged whether it is meant only for a case that nobody else has judged
     * @return empty where there is no such case
     * @throws StepRefused where the case has gone too far for it, or somebody else was first
     */
    public Optional<Given> give(String caseNo, Opinion opinion, boolean unjudged) {
        Optional<Given> given = database.write(
                handle -> CaseLife.lock(handle, caseNo).map(standing -> give(handle, standing, opinion, unjudged)));
        given.filter(Given::added).ifPresent(added -> afterVerdict.run());
        return given;
    }

    private Given give(Handle handle, Standing standing, Opinion opinion, boolean unjudged) {
        Optional<Verdict> newest = VerdictRows.newest(handle, standing.caseNo());
        newest.map(Verdict::opinion)
                .filter(each -> unjudged && !each.who().equals(opinion.who()))
                .ifPresent(each -> {
                    throw StepRefused.judged(standing.caseNo(), each.who(), each.id());
                });
        if (newest.isPresent() && newest.get().opinion().equals(opinion)) {
            return new Given(newest.get(), false);
        }
        Instant now = clock.instant().truncatedTo(ChronoUnit.MICROS);
        VerdictRows.insert(handle, standing.id(), opinion, now);
        if (agrees(standing.status(), opinion.confirmed())) {
            CaseLife.note(handle, standing.id(), now, opinion.who(), JUDGED, why(opinion));
        } else {
            CaseLife.move(handle, standing, move(handle, standing, opinion, now));
        }
        String said = opinion.confirmed() ? Opinion.CONFIRMED : opinion.reason().id();
        EvidenceLog.addAct(handle, new Act(now, "VERDICT", opinion.who(), "", standing.caseNo(), said));
        Announcement.write(handle, "case-judged", standing.caseNo(), now);
        return new Given(VerdictRows.newest(handle, standing.caseNo()).orElseThrow(), true);
    }

    /** Whether a case stands already as the verdict would have it. */
    private static boolean agrees(CaseStatus status, boolean confirmed) {
        return switch (status) {
            case PENDING_REVIEW, REMINDING -> false;
            case REJECTED, VOID -> !confirmed;
            default -> confirmed;
        };
    }

    private static Move move(Handle handle, Standing standing, Opinion opinion, Instant now) {
        CaseStep step = CaseLife.require(handle, standing, opinion.confirmed() ? "approve" : "reject");
        boolean mayEnd = CaseLife.allows(handle, standing.status(), CaseStatus.VOID);
        Optional<String> reopened = opinion.confirmed() && mayEnd
                ? Recurrence.reopenFor(handle, standing.id(), opinion.who(), now)
                : Optional.empty();
        return reopened.map(caseNo -> new Move(
                        CaseStatus.VOID,
                        now,
                        now,
                        opinion.who(),
                        JUDGED,
                        "Confirmed; belongs to %s, which is open again.".formatted(caseNo)))
                .orElseGet(() -> new Move(step.to(), now, now, opinion.who(), JUDGED, why(opinion)));
    }

    private static String why(Opinion opinion) {
        return opinion.confirmed() ? "Confirmed." : opinion.reason().english() + ".";
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
