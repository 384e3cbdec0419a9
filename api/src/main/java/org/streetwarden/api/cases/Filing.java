package org.streetwarden.api.cases;

import java.time.Clock;
import java.time.Instant;
import java.time.LocalDate;
import java.util.ArrayDeque;
import java.util.ArrayList;
import java.util.Comparator;
import java.util.Deque;
import java.util.HashMap;
import java.util.HashSet;
import java.util.List;
import java.util.Map;
import java.util.Optional;
import java.util.Set;
import org.jdbi.v3.core.Handle;
import org.streetwarden.api.batch.Gathering;
import org.streetwarden.api.cases.CaseLife.Move;
import org.streetwarden.api.cases.CaseLife.Standing;
import org.streetwarden.api.proof.EvidenceLog;
import org.streetwarden.casefile.EvidencePart;
import org.streetwarden.casefile.WorkerRecord.IncidentFiled;
import org.streetwarden.proof.ManifestEntry;
import org.streetwarden.rule.Judgement;
import org.streetwarden.rule.Outcome;

/**
 * Makes cases of incidents within one transaction. Several incidents are asked about together and written together where none of them
 * can be the thing of another; one that can comes after all before it are written. Used by one thread.
 */
final class Filing {

    private final Handle handle;
    private final Terms terms;
    private final Deque<Long> ids = new ArrayDeque<>();
    private final Map<LocalDate, Integer> numbers = new HashMap<>();
    private final Set<IncidentFiled> together = new HashSet<>();
    private final List<Runnable> approvals = new ArrayList<>();

    /**
     * By what incidents become cases.
     *
     * @param district six digits, part of every case number
     * @param gate which cases wait for a reviewer
     */
    record Terms(String district, ReviewGate gate, Placing placing, Judging judging, Clock clock) {}

    /** On a handle that gathers, {@link #settle} must be the last thing done. */
    Filing(Handle handle, Terms terms) {
        this.handle = handle;
        this.terms = terms;
    }

    /** Locks and looks up what {@link #take} needs of incidents that were not taken in before. */
    void prepare(List<IncidentFiled> several) {
        several.stream()
                .sorted(Comparator.comparing(IncidentFiled::kind))
                .forEach(filed -> SameThing.lockKind(handle, filed));
        CameraPosition.foresee(handle, several);
        for (int i = 0; i < several.size(); i++) {
            IncidentFiled filed = several.get(i);
            if (several.subList(0, i).stream().noneMatch(before -> SameThing.mayMeet(handle, before, filed))) {
                together.add(filed);
            }
        }
        List<IncidentFiled> foreseen = List.copyOf(together);
        terms.judging().foresee(handle, foreseen, terms.clock().instant());
        SameThing.foresee(handle, foreseen);
        Recurrence.foresee(handle, foreseen);
    }

    /** Decides about an incident and does it. */
    void take(IncidentFiled filed) {
        if (!together.contains(filed)) {
            settle();
        }
        Instant now = terms.clock().instant();
        follow(filed, terms.judging().take(handle, filed, now), now);
    }

    /** Does what was decided, in the transaction of the decision. */
    void follow(IncidentFiled filed, Judgement judgement, Instant now) {
        if (judgement.outcome() != Outcome.FILE && judgement.outcome() != Outcome.REMIND) {
            return;
        }
        Optional<String> known = SameThing.join(handle, filed, now)
                .or(() -> letsThrough(filed, judgement.review()).flatMap(why -> Recurrence.reopen(handle, filed, now)));
        String caseNo = known.orElseGet(() -> nextNumber(CaseNumber.day(now)));
        if (known.isPresent()) {
            log(caseNo, filed, now);
        } else {
            open(caseNo, filed, judgement, now);
        }
        terms.judging().became(handle, filed.incidentId(), caseNo, known.isPresent());
    }

    private void open(String caseNo, IncidentFiled filed, Judgement judgement, Instant now) {
        boolean reminds = judgement.outcome() == Outcome.REMIND;
        CaseStatus status = reminds ? CaseStatus.REMINDING : CaseStatus.PENDING_REVIEW;
        long caseId = nextId();
        CaseInsert.write(handle, caseId, caseNo, status, filed, now);
        writeParts(caseId, filed);
        GroundSights.insert(handle, caseId, filed);
        terms.placing().place(handle, caseId, filed, now);
        CaseLife.note(handle, caseId, now, "worker:" + filed.workerId(), "FILED", filed.why());
        log(caseNo, filed, now);
        Recurrence.link(handle, caseId, filed);
        Announcement.write(handle, "case-filed", caseNo, now);
        if (reminds) {
            Reminders.begin(handle, caseId, now.plus(judgement.remindFor()), judgement.review());
            CaseLife.note(handle, caseId, now, Reminders.ACTOR, "REMINDED", Reminders.said(judgement.remindFor()));
        } else {
            approveUnreviewed(new Standing(caseId, caseNo, status, null), filed, judgement.review(), now);
        }
    }

    private Optional<String> letsThrough(IncidentFiled filed, boolean review) {
        return review ? Optional.empty() : terms.gate().letsThrough(filed);
    }

    private void log(String caseNo, IncidentFiled filed, Instant now) {
        EvidenceLog.addManifest(handle, new ManifestEntry(caseNo, filed.incidentId(), filed.manifestSha256(), now));
    }

    /** Now, or on a handle that gathers with the next {@link #settle}. */
    void approveUnreviewed(Standing standing, IncidentFiled filed, boolean review, Instant now) {
        letsThrough(filed, review).ifPresent(why -> {
            Move move = new Move(CaseStatus.APPROVED, now, now, ReviewGate.ACTOR, CaseLife.MOVED, why);
            if (Gathering.on(handle)) {
                approvals.add(() -> CaseLife.move(handle, standing, move));
            } else {
                CaseLife.move(handle, standing, move);
            }
        });
    }

    private long nextId() {
        if (ids.isEmpty()) {
            ids.addAll(handle.createQuery("""
                            SELECT nextval(pg_get_serial_sequence('cases', 'id')) FROM generate_series(1, :cases)""")
                    .bind("cases", Math.max(1, together.size()))
                    .mapTo(Long.class)
                    .list());
        }
        return ids.remove();
    }

    /** The first of a transaction locks its day; what follows is counted here and written by {@link #settle}. */
    private String nextNumber(LocalDate day) {
        int seq = numbers.merge(day, 1, (last, one) -> last + one);
        if (seq == 1 || !Gathering.on(handle)) {
            seq = handle.createQuery("""
                            INSERT INTO case_numbers VALUES (:district, :day, 1)
                            ON CONFLICT (district, day) DO UPDATE SET last_seq = case_numbers.last_seq + 1
                            RETURNING last_seq""")
                    .bind("district", terms.district())
                    .bind("day", day)
                    .mapTo(Integer.class)
                    .one();
            numbers.put(day, seq);
        }
        return CaseNumber.of(terms.district(), day, seq);
    }

    private void writeParts(long caseId, IncidentFiled filed) {
        int position = 0;
        for (EvidencePart part : filed.parts()) {
            Gathering.write(
                    handle,
                    "INSERT INTO case_evidence VALUES (:case, :position, :name, :mime, :bytes, :sha)",
                    Map.of(
                            "case",
                            caseId,
                            "position",
                            position++,
                            "name",
                            part.name(),
                            "mime",
                            part.mime(),
                            "bytes",
                            part.bytes(),
                            "sha",
                            part.sha256()));
        }
    }

    /** Writes all that was gathered, and approves what need not wait. */
    void settle() {
        numbers.forEach((day, seq) -> handle.createUpdate("""
                        UPDATE case_numbers SET last_seq = :seq
                        WHERE district = :district AND day = :day AND last_seq < :seq""")
                .bind("seq", seq)
                .bind("district", terms.district())
                .bind("day", day)
                .execute());
        Gathering.flush(handle);
        approvals.forEach(Runnable::run);
        approvals.clear();
        Gathering.flush(handle);
    }
}
