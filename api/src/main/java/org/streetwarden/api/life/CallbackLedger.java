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
import org.streetwarden.api.cases.Database;
import org.streetwarden.api.life.Callback.Outcome;

/**
 * Takes the platform's call-backs: each is kept once, in whatever order they come, and moves its case where that is a step of
 * the table. Thread-safe; blocks on the database.
 */
public final class CallbackLedger {

    private static final int MAX_SHOWN = 500;

    private final Database database;
    private final StatusMap map;
    private final Clock clock;
    private final Runnable afterCallback;

    /** @param afterCallback called after each new call-back's commit, on the caller's thread */
    public CallbackLedger(Database database, StatusMap map, Clock clock, Runnable afterCallback) {
        this.database = database;
        this.map = map;
        this.clock = clock;
        this.afterCallback = afterCallback;
    }

    /**
     * What came of a call-back.
     *
     * @param status where the case stands now
     * @param repeated whether it was here before and has changed nothing this time
     */
    public record Taken(String caseNo, CaseStatus status, Outcome outcome, boolean repeated) {}

    /** @return of the first of several that were joined to the platform's one; empty where no case has the number that it names */
    public Optional<Taken> take(Callback callback) {
        List<Taken> taken = database.write(handle -> CallbackRows.lock(handle, callback).stream()
                .map(standing -> take(handle, standing, callback))
                .toList());
        if (!taken.stream().allMatch(Taken::repeated)) {
            afterCallback.run();
        }
        return taken.stream().findFirst();
    }

    private Taken take(Handle handle, Standing standing, Callback callback) {
        Optional<Outcome> before = CallbackRows.earlier(handle, standing.id(), callback);
        if (before.isPresent()) {
            return new Taken(standing.caseNo(), standing.status(), before.get(), true);
        }
        Instant now = clock.instant().truncatedTo(ChronoUnit.MICROS);
        Instant since = callback.at().isAfter(now) ? now : callback.at();
        CaseStatus target = map.of(callback.status()).orElse(null);
        Outcome outcome = outcome(handle, standing, target, since);
        CallbackRows.insert(handle, standing.id(), callback, target, outcome, now);
        CallbackRows.remember(handle, standing.id(), callback, outcome, since);
        CaseStatus status = standing.status();
        if (outcome == Outcome.MOVED) {
            move(handle, standing, new Move(target, since, now, actor(callback), CaseLife.MOVED, said(callback)));
            status = target;
        } else {
            CaseLife.note(handle, standing.id(), now, actor(callback), "CALLED_BACK", remark(outcome) + said(callback));
        }
        return new Taken(standing.caseNo(), status, outcome, false);
    }

    private static Outcome outcome(Handle handle, Standing standing, CaseStatus target, Instant since) {
        if (target == null) {
            return Outcome.UNKNOWN;
        }
        if (standing.platformAt() != null && since.isBefore(standing.platformAt())) {
            return Outcome.LATE;
        }
        CaseStatus status = standing.status();
        if (status == target || (status == CaseStatus.VERIFYING && target == CaseStatus.HANDLED)) {
            return Outcome.STANDS;
        }
        boolean possible = CaseLife.allows(handle, status, target) || unknownToBePushed(handle, status, target);
        return possible ? Outcome.MOVED : Outcome.NOT_ALLOWED;
    }

    /** The platform has it, whether or not its answer to the hand-over has reached us. */
    private static boolean unknownToBePushed(Handle handle, CaseStatus status, CaseStatus target) {
        return status == CaseStatus.APPROVED && CaseLife.allows(handle, CaseStatus.PUSHED, target);
    }

    private static void move(Handle handle, Standing standing, Move move) {
        Standing from = standing;
        if (!CaseLife.allows(handle, from.status(), move.to())) {
            CaseLife.move(
                    handle,
                    from,
                    new Move(
                            CaseStatus.PUSHED,
                            move.since(),
                            move.at(),
                            move.actor(),
                            CaseLife.MOVED,
                            "The platform speaks of it, so it has it."));
            from = from.at(CaseStatus.PUSHED);
        }
        CaseLife.move(handle, from, move);
    }

    private static String actor(Callback callback) {
        return callback.org() == null ? "platform" : "platform:" + callback.org();
    }

    private static String remark(Outcome outcome) {
        return switch (outcome) {
            case MOVED -> "";
            case STANDS -> "It stands so already. ";
            case LATE -> "Something newer is known. ";
            case UNKNOWN -> "No such word in the status map. ";
            case NOT_ALLOWED -> "Not possible from where the case stands. ";
        };
    }

    private static String said(Callback callback) {
        String reason = callback.notPassReason() == null ? callback.opinion() : callback.notPassReason();
        return "The platform says " + callback.status() + (reason == null ? "." : ": " + reason);
    }

    /**
     * The call-backs of a case, oldest first.
     *
     * @return empty where there is no such case
     */
    public Optional<List<CallbackRow>> of(String caseNo) {
        return database.read(handle -> handle.createQuery("SELECT id FROM cases WHERE case_no = :caseNo")
                .bind("caseNo", caseNo)
                .mapTo(Long.class)
                .findOne()
                .map(id -> CallbackRows.of(handle, id, MAX_SHOWN)));
    }
}
