package org.streetwarden.api.life;

import java.time.Clock;
import java.time.Instant;
import java.time.temporal.ChronoUnit;
import java.util.List;
import java.util.Optional;
import org.jdbi.v3.core.Handle;
import org.streetwarden.api.cases.CaseLife;
import org.streetwarden.api.cases.CaseLife.Move;
import org.streetwarden.api.cases.CaseLife.Standing;
import org.streetwarden.api.cases.CaseStatus;
import org.streetwarden.api.cases.CaseStep;
import org.streetwarden.api.cases.Database;
import org.streetwarden.api.cases.StepRefused;

/** Steps that people take with a case. Thread-safe; blocks on the database. */
public final class CaseSteps {

    private final Database database;
    private final Clock clock;
    private final Runnable afterStep;

    /** @param afterStep called after each step's commit, on the caller's thread */
    public CaseSteps(Database database, Clock clock, Runnable afterStep) {
        this.database = database;
        this.clock = clock;
        this.afterStep = afterStep;
    }

    /**
     * Takes one step.
     *
     * @return whether there is such a case
     * @throws StepRefused where it cannot be taken from where the case stands, or is a reviewer's to take
     */
    public boolean take(String caseNo, StepOrder order) {
        boolean found = database.write(handle -> {
            Optional<Standing> standing = CaseLife.lock(handle, caseNo);
            standing.ifPresent(each -> take(handle, each, order));
            return standing.isPresent();
        });
        if (found) {
            afterStep.run();
        }
        return found;
    }

    private void take(Handle handle, Standing standing, StepOrder order) {
        if (order.from() != null && order.from() != standing.status()) {
            throw StepRefused.moved(standing, order.from());
        }
        CaseStep step = CaseLife.require(handle, standing, order.action());
        if (step.byVerdict()) {
            throw StepRefused.byVerdict(standing, order.action());
        }
        if (step.to() == CaseStatus.PUSHED) {
            refuseHeld(handle, standing, order.action());
        }
        Instant now = clock.instant().truncatedTo(ChronoUnit.MICROS);
        CaseLife.move(handle, standing, new Move(step.to(), now, now, order.who(), CaseLife.MOVED, order.why()));
        if (order.platformCaseNo() != null) {
            handle.createUpdate("UPDATE cases SET platform_case_no = :number WHERE id = :case")
                    .bind("number", order.platformCaseNo())
                    .bind("case", standing.id())
                    .execute();
        }
    }

    /** Both a person and the outbox would hand it over. */
    private static void refuseHeld(Handle handle, Standing standing, String action) {
        List<String> held = CaseLife.held(handle, standing.id());
        if (!held.isEmpty()) {
            throw StepRefused.held(standing, action, String.join(", ", held));
        }
    }
}
