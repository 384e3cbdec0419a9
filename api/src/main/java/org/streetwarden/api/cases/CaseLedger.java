package org.streetwarden.api.cases;

import java.time.Clock;
import java.time.Instant;
import java.util.ArrayList;
import java.util.HashSet;
import java.util.List;
import java.util.Optional;
import java.util.Set;
import java.util.stream.IntStream;
import org.jdbi.v3.core.Handle;
import org.jdbi.v3.core.HandleCallback;
import org.streetwarden.api.batch.Gathering;
import org.streetwarden.casefile.WorkerRecord.CameraState;
import org.streetwarden.casefile.WorkerRecord.IncidentCleared;
import org.streetwarden.casefile.WorkerRecord.IncidentFiled;
import org.streetwarden.rule.Judgement;
import org.streetwarden.rule.Outcome;

/** The only writer of cases: one transaction per record, and a record written twice changes nothing. Thread-safe. */
public final class CaseLedger {

    private static final int GIVES_WAY_MS = 250;

    /** Looking for the same thing is planned longer than it takes; its plan is the same wherever it stands. */
    private static final String PLANS_ONCE = "SET LOCAL plan_cache_mode = force_generic_plan";

    private final Database database;
    private final Judging judging;
    private final Clock clock;
    private final Filing.Terms terms;

    /** Every incident becomes a case, and cases get no place. */
    public CaseLedger(Database database, String district, ReviewGate gate, Clock clock) {
        this(database, district, gate, (handle, caseId, filed, filedAt) -> {}, Judging.FILES_ALL, clock);
    }

    /**
     * @param district six digits, part of every case number
     * @param gate which cases wait for a reviewer
     */
    public CaseLedger(
            Database database, String district, ReviewGate gate, Placing placing, Judging judging, Clock clock) {
        this.database = database;
        this.judging = judging;
        this.clock = clock;
        terms = new Filing.Terms(district, gate, placing, judging, clock);
    }

    /** @return whether the record changed anything */
    public boolean file(IncidentFiled filed) {
        return database.write(handle -> file(handle, List.of(filed))).getFirst();
    }

    /**
     * Files several in one transaction, so that they wait once for the order of events and once for the disk.
     *
     * @return for each of them whether it changed anything
     * @throws RuntimeException where any of them cannot be filed, or somebody else is at the same things; none is filed then
     */
    public List<Boolean> fileAll(List<IncidentFiled> several) {
        return database.write(handle -> {
            // Whoever holds what one of them needs may wait for what this holds: give way before the server takes
            // sides.
            handle.execute("SET LOCAL lock_timeout = '" + GIVES_WAY_MS + "ms'");
            return file(handle, several);
        });
    }

    /** @return whether the record changed anything */
    public boolean clear(IncidentCleared cleared) {
        return database.write(handle -> clear(handle, cleared));
    }

    /** @return whether the record changed anything */
    public boolean report(CameraState state) {
        return database.write(handle -> report(handle, state));
    }

    /**
     * Keeps a record that cannot become anything.
     *
     * @param fields ASCII
     */
    public void reject(String streamId, String fields, String reason) {
        database.write(handle -> handle.createUpdate(
                        "INSERT INTO rejected_records VALUES (:id, :fields, :reason, :now) ON CONFLICT DO NOTHING")
                .bind("id", streamId)
                .bind("fields", fields)
                .bind("reason", reason)
                .bind("now", clock.instant())
                .execute());
    }

    private List<Boolean> file(Handle handle, List<IncidentFiled> several) {
        handle.execute(PLANS_ONCE);
        Gathering.begin(handle);
        List<String> ids = several.stream().map(IncidentFiled::incidentId).toList();
        lockIncidents(handle, ids);
        Set<String> known = known(handle, ids);
        Set<String> early = clearedEarly(handle, ids);
        List<Boolean> news =
                several.stream().map(filed -> known.add(filed.incidentId())).toList();
        List<IncidentFiled> fresh = IntStream.range(0, several.size())
                .filter(news::get)
                .mapToObj(several::get)
                .toList();
        Filing filing = new Filing(handle, terms);
        filing.prepare(fresh);
        for (IncidentFiled filed : fresh) {
            filing.take(filed);
            if (early.contains(filed.incidentId())) {
                filing.settle();
                applyEarlyClearing(handle, filed);
            }
        }
        filing.settle();
        return news;
    }

    /**
     * Judges again what was held and is due, and sends on what stands in spite of a reminder, each in a transaction of its own.
     *
     * @param most of either at a time
     * @return how many there were
     * @throws RuntimeException the first failure, after all others were tried
     */
    public int judgeDue(int most) {
        Instant now = clock.instant();
        List<String> incidents = database.read(handle -> judging.due(handle, now, most));
        List<String> cases = database.read(handle -> Reminders.due(handle, now, most));
        List<RuntimeException> failures = new ArrayList<>();
        incidents.forEach(incidentId -> alone(failures, handle -> judgeAgain(handle, incidentId)));
        cases.forEach(caseNo -> alone(failures, handle -> persist(handle, caseNo)));
        if (!failures.isEmpty()) {
            throw failures.getFirst();
        }
        return incidents.size() + cases.size();
    }

    /** One that fails holds up no other. */
    private void alone(List<RuntimeException> failures, HandleCallback<Boolean, RuntimeException> work) {
        try {
            database.write(work);
        } catch (RuntimeException failure) {
            failures.add(failure);
        }
    }

    private boolean judgeAgain(Handle handle, String incidentId) {
        lockIncidents(handle, List.of(incidentId));
        Instant now = clock.instant();
        Optional<Judging.Held> held =
                judging.held(handle, incidentId).filter(each -> !each.due().isAfter(now));
        held.ifPresent(each -> {
            SameThing.lockKind(handle, each.filed());
            new Filing(handle, terms).follow(each.filed(), judging.again(handle, each, each.due(), null, now), now);
        });
        return held.isPresent();
    }

    private boolean persist(Handle handle, String caseNo) {
        Instant now = clock.instant();
        Optional<Reminders.Persisting> persisting = Reminders.end(handle, caseNo, now);
        persisting.ifPresent(each -> judging.opened(handle, caseNo).ifPresent(filed -> new Filing(handle, terms)
                .approveUnreviewed(each.standing(), filed, each.review(), now)));
        return persisting.isPresent();
    }

    private static String actor(String workerId) {
        return "worker:" + workerId;
    }

    /** Two records of one incident never interleave, whichever process reads them; all lock several in one order. */
    private static void lockIncidents(Handle handle, List<String> incidentIds) {
        handle.createQuery("""
                        SELECT count(pg_advisory_xact_lock(hashtextextended(incident, 0)))
                        FROM (SELECT DISTINCT incident FROM unnest(:incidents) AS incident ORDER BY incident) sorted""")
                .bind("incidents", incidentIds.toArray(String[]::new))
                .mapTo(Long.class)
                .one();
    }

    /** Which of them were taken in before. */
    private Set<String> known(Handle handle, List<String> incidentIds) {
        Set<String> known = new HashSet<>(judging.known(handle, incidentIds));
        handle.createQuery("""
                        SELECT incident_id FROM cases WHERE incident_id = ANY(:incidents)
                        UNION ALL SELECT incident_id FROM case_incidents WHERE incident_id = ANY(:incidents)""")
                .bind("incidents", incidentIds.toArray(String[]::new))
                .mapTo(String.class)
                .forEach(known::add);
        return known;
    }

    private static boolean isFiled(Handle handle, String incidentId) {
        return handle.createQuery("""
                        SELECT EXISTS (SELECT 1 FROM cases WHERE incident_id = :incident)
                            OR EXISTS (SELECT 1 FROM case_incidents WHERE incident_id = :incident)""")
                .bind("incident", incidentId)
                .mapTo(Boolean.class)
                .one();
    }

    private static Set<String> clearedEarly(Handle handle, List<String> incidentIds) {
        return handle.createQuery("SELECT incident_id FROM early_clearings WHERE incident_id = ANY(:incidents)")
                .bind("incidents", incidentIds.toArray(String[]::new))
                .mapTo(String.class)
                .set();
    }

    private void applyEarlyClearing(Handle handle, IncidentFiled filed) {
        handle.createQuery("""
                        DELETE FROM early_clearings WHERE incident_id = :incident
                        RETURNING last_seen_at, cleared_at""")
                .bind("incident", filed.incidentId())
                .map((row, context) -> new IncidentCleared(
                        filed.incidentId(),
                        row.getTimestamp("last_seen_at").toInstant(),
                        row.getTimestamp("cleared_at").toInstant()))
                .findOne()
                .ifPresent(cleared -> clear(handle, cleared));
    }

    private boolean clear(Handle handle, IncidentCleared cleared) {
        lockIncidents(handle, List.of(cleared.incidentId()));
        judging.held(handle, cleared.incidentId()).ifPresent(held -> settle(handle, held, cleared));
        boolean news = judging.cleared(handle, cleared);
        if (!isFiled(handle, cleared.incidentId())) {
            return news
                    || (judging.known(handle, List.of(cleared.incidentId())).isEmpty()
                            && keepForLater(handle, cleared));
        }
        return Clearing.of(handle, cleared)
                .map(step -> noteCleared(handle, step, cleared))
                .orElse(false);
    }

    /** What was held ends with its thing: as often as it was due while that stood, then as of its last sight. */
    private void settle(Handle handle, Judging.Held held, IncidentCleared cleared) {
        SameThing.lockKind(handle, held.filed());
        Instant now = clock.instant();
        Instant seen = cleared.lastSeenAt().isAfter(held.asOf()) ? cleared.lastSeenAt() : held.asOf();
        Judging.Held waiting = held;
        Judgement judgement;
        do {
            Instant at = waiting.due().isBefore(seen) ? waiting.due() : seen;
            judgement = judging.again(handle, waiting, at, seen, now);
            waiting = new Judging.Held(held.filed(), at, judgement.until());
        } while (judgement.outcome() == Outcome.WAIT);
        new Filing(handle, terms).follow(held.filed(), judgement, now);
    }

    private boolean noteCleared(Handle handle, Clearing.Step step, IncidentCleared cleared) {
        Instant now = clock.instant();
        String gone = "Not seen since " + cleared.lastSeenAt() + ".";
        if (step.left() > 0) {
            String others = " %d of the case's incidents are still there.".formatted(step.left());
            CaseLife.note(handle, step.caseId(), now, actor(step.workerId()), "SIGHTING_CLEARED", gone + others);
            Announcement.write(handle, "case-moved", step.caseNo(), now);
        } else {
            CaseLife.note(handle, step.caseId(), now, actor(step.workerId()), "CLEARED", gone);
            Announcement.write(handle, "case-cleared", step.caseNo(), now);
            Reminders.gone(handle, step.caseNo(), now);
        }
        return true;
    }

    private boolean keepForLater(Handle handle, IncidentCleared cleared) {
        return handle.createUpdate("""
                        INSERT INTO early_clearings VALUES (:incident, :seen, :cleared, :now)
                        ON CONFLICT DO NOTHING""")
                        .bind("incident", cleared.incidentId())
                        .bind("seen", cleared.lastSeenAt())
                        .bind("cleared", cleared.clearedAt())
                        .bind("now", clock.instant())
                        .execute()
                > 0;
    }

    private boolean report(Handle handle, CameraState state) {
        boolean changed = CameraUpsert.changes(handle, state);
        boolean written = CameraUpsert.upsert(handle, state);
        if (written && changed) {
            Announcement.write(handle, "camera-changed", state.cameraId(), clock.instant());
        }
        return written;
    }
}
