package org.streetwarden.api.life;

import java.time.Instant;
import java.util.List;
import java.util.Optional;
import org.jdbi.v3.core.Handle;
import org.streetwarden.api.cases.Announcement;
import org.streetwarden.api.cases.CaseLife;
import org.streetwarden.api.cases.CaseLife.Standing;
import org.streetwarden.api.cases.CaseStatus;

/** What a flight over the place of a case proposes for it. Closes and opens nothing. */
public final class FlightChecks {

    private FlightChecks() {}

    /**
     * Something that a person may do.
     *
     * @param act CLOSE or REOPEN
     */
    public record Proposal(String act, String caseNo) {}

    /**
     * Writes down what follows for the case of a place: a check where it is said to be handled, else a line in its history.
     *
     * @param seenAt when the flight saw the place, by the aircraft's clock
     * @param before the incident that was seen there before; null where none was
     * @param incidentId of what lies there now; null where nothing does
     * @return empty where nothing follows
     */
    public static Optional<Proposal> propose(
            Handle handle, String flightId, Instant seenAt, String before, String incidentId, Instant now) {
        Optional<Standing> about = caseOf(handle, incidentId == null ? before : incidentId);
        return incidentId == null
                ? about.flatMap(standing -> gone(handle, standing, flightId, seenAt, now))
                : about.flatMap(standing -> there(handle, standing, flightId, seenAt, now))
                        .or(() -> caseOf(handle, before)
                                .filter(old -> old.status() == CaseStatus.CLOSED)
                                .map(old -> new Proposal("REOPEN", old.caseNo())));
    }

    private static Optional<Standing> caseOf(Handle handle, String incidentId) {
        return handle.createQuery("SELECT case_no FROM incidents WHERE incident_id = :incident AND case_no IS NOT NULL")
                .bind("incident", incidentId)
                .mapTo(String.class)
                .findOne()
                .flatMap(caseNo -> CaseLife.lock(handle, caseNo));
    }

    private static Optional<Proposal> gone(
            Handle handle, Standing standing, String flightId, Instant seenAt, Instant now) {
        String why = "Flight %s saw the place at %s and found nothing of the kind there.".formatted(flightId, seenAt);
        if (handled(standing) && !since(handle, standing, seenAt)) {
            return Optional.empty();
        }
        if (handled(standing)) {
            check(handle, standing, flightId, GoneCheck.Proposal.GONE, why, now);
            return Optional.of(new Proposal("CLOSE", standing.caseNo()));
        }
        boolean open = handle.createQuery("SELECT open FROM case_statuses WHERE status = :status")
                .bind("status", standing.status().name())
                .mapTo(Boolean.class)
                .one();
        if (!open) {
            return Optional.empty();
        }
        CaseLife.note(handle, standing.id(), now, "flight:" + flightId, "CHECKED", "GONE: " + why);
        Announcement.write(handle, "case-moved", standing.caseNo(), now);
        return Optional.of(new Proposal("CLOSE", standing.caseNo()));
    }

    private static Optional<Proposal> there(
            Handle handle, Standing standing, String flightId, Instant seenAt, Instant now) {
        if (handled(standing) && since(handle, standing, seenAt)) {
            String why = "Flight %s saw it there at %s.".formatted(flightId, seenAt);
            check(handle, standing, flightId, GoneCheck.Proposal.STILL, why, now);
        }
        return standing.status() == CaseStatus.CLOSED
                ? Optional.of(new Proposal("REOPEN", standing.caseNo()))
                : Optional.empty();
    }

    private static boolean handled(Standing standing) {
        return standing.status() == CaseStatus.HANDLED || standing.status() == CaseStatus.VERIFYING;
    }

    /** A flight from before the case was said to be handled says nothing of that. */
    private static boolean since(Handle handle, Standing standing, Instant seenAt) {
        return handle.createQuery("""
                        SELECT coalesce(max(at) < :seen, false) FROM case_history
                        WHERE case_id = :case AND to_status = 'HANDLED'""")
                .bind("seen", seenAt)
                .bind("case", standing.id())
                .mapTo(Boolean.class)
                .one();
    }

    private static void check(
            Handle handle, Standing standing, String flightId, GoneCheck.Proposal proposal, String why, Instant now) {
        GoneCheck check = new GoneCheck(now, "flight:" + flightId, proposal, why, List.of(), null);
        CheckLedger.keep(handle, standing, CheckManifest.none(check));
    }
}
