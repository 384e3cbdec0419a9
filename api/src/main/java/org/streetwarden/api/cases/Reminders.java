package org.streetwarden.api.cases;

import java.time.Duration;
import java.time.Instant;
import java.util.List;
import java.util.Map;
import java.util.Optional;
import org.jdbi.v3.core.Handle;
import org.streetwarden.api.batch.Gathering;
import org.streetwarden.api.cases.CaseLife.Move;
import org.streetwarden.api.cases.CaseLife.Standing;

/** Cases that begin with a reminder: what still stands when its time is over goes on to a reviewer, what went is corrected. */
final class Reminders {

    /** How a rule calls itself in the history. */
    static final String ACTOR = "rules";

    private Reminders() {}

    static void begin(Handle handle, long caseId, Instant until, boolean review) {
        Gathering.write(
                handle,
                "INSERT INTO case_reminders VALUES (:case, :until, :review)",
                Map.of("case", caseId, "until", until, "review", review));
    }

    static List<String> due(Handle handle, Instant now, int most) {
        return handle.createQuery("""
                        SELECT c.case_no FROM case_reminders r JOIN cases c ON c.id = r.case_id
                        WHERE c.status = 'REMINDING' AND r.until <= :now ORDER BY r.until LIMIT :most""")
                .bind("now", now)
                .bind("most", most)
                .mapTo(String.class)
                .list();
    }

    /**
     * Sends a case on to the reviewers where it is still due.
     *
     * @return it as it stands then, with whether it must wait for a reviewer whatever its score; empty where nothing was due
     */
    static Optional<Persisting> end(Handle handle, String caseNo, Instant now) {
        Optional<Standing> standing =
                CaseLife.lock(handle, caseNo).filter(each -> each.status() == CaseStatus.REMINDING);
        standing.ifPresent(each -> CaseLife.move(
                handle,
                each,
                new Move(
                        CaseStatus.PENDING_REVIEW,
                        now,
                        now,
                        ACTOR,
                        CaseLife.MOVED,
                        "Still there after the reminder.")));
        return standing.map(each -> new Persisting(each.at(CaseStatus.PENDING_REVIEW), review(handle, each.id())));
    }

    /** A case whose thing stayed in spite of a reminder. */
    record Persisting(Standing standing, boolean review) {}

    private static boolean review(Handle handle, long caseId) {
        return handle.createQuery("SELECT review FROM case_reminders WHERE case_id = :case")
                .bind("case", caseId)
                .mapTo(Boolean.class)
                .one();
    }

    /** The thing of a case is gone; where the case was a reminder, that ends it. */
    static void gone(Handle handle, String caseNo, Instant now) {
        CaseLife.lock(handle, caseNo)
                .filter(each -> each.status() == CaseStatus.REMINDING)
                .ifPresent(each -> CaseLife.move(
                        handle,
                        each,
                        new Move(
                                CaseStatus.CORRECTED, now, now, ACTOR, CaseLife.MOVED, "It went after the reminder.")));
    }

    static String said(Duration time) {
        return "Somebody is to be reminded; it may still stand for %d s.".formatted(time.toSeconds());
    }
}
