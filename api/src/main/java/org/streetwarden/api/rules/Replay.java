package org.streetwarden.api.rules;

import java.sql.ResultSet;
import java.sql.SQLException;
import java.time.Clock;
import java.time.Duration;
import java.time.Instant;
import java.time.temporal.ChronoUnit;
import java.util.List;
import java.util.Map;
import org.streetwarden.api.cases.Database;
import org.streetwarden.api.rules.IncidentRows.Decided;
import org.streetwarden.casefile.WorkerRecord.IncidentFiled;
import org.streetwarden.rule.Finding;
import org.streetwarden.rule.Judgement;
import org.streetwarden.rule.Outcome;
import org.streetwarden.rule.RuleBook;
import org.streetwarden.rule.Surroundings;

/** Tries rules on the incidents that were stored, and compares with what was decided. Thread-safe; blocks on the database. */
public final class Replay {

    /** Of one try; the newest are taken. */
    public static final int MOST_INCIDENTS = 50_000;

    private static final int PAGE = 500;
    private static final int MOST_STEPS = 200;

    private final Database database;
    private final Clock clock;

    public Replay(Database database, Clock clock) {
        this.database = database;
        this.clock = clock;
    }

    /**
     * One incident as it was and as it would have been.
     *
     * @param caseNo case that it opened or joined; null where there is none
     * @param joined whether that case was there before it
     * @param openCase case that was open at its place when it was first judged; null where none was
     * @param again how many of its decisions were made by these very rules and are made again here
     * @param unlike how many of those come out otherwise; none should
     */
    public record Compared(
            IncidentFiled filed,
            String caseNo,
            boolean joined,
            String openCase,
            Judgement was,
            Judgement wouldBe,
            int again,
            int unlike) {}

    /** A stored incident with all its decisions. */
    record Stored(IncidentFiled filed, String caseNo, boolean joined, Instant lastSeenAt, List<Decided> decisions) {}

    /** Compares the newest incidents that were raised within some days. */
    public Tally run(RuleBook book, int days) {
        Instant now = clock.instant();
        Tally tally = new Tally(book.timeZone());
        Instant since = now.minus(Duration.ofDays(days));
        Instant before = Instant.parse("9999-12-31T00:00:00Z");
        String beforeId = "";
        List<Stored> page;
        do {
            page = page(since, before, beforeId);
            page.forEach(stored -> tally.add(compare(book, stored, now)));
            if (!page.isEmpty()) {
                before = page.getLast().filed().raisedAt().truncatedTo(ChronoUnit.MICROS);
                beforeId = page.getLast().filed().incidentId();
            }
        } while (page.size() == PAGE && tally.incidents() < MOST_INCIDENTS);
        return tally;
    }

    private List<Stored> page(Instant since, Instant before, String beforeId) {
        return database.read(handle -> {
            List<Stored> stored = handle.createQuery("""
                            SELECT * FROM incidents WHERE raised_at >= :since AND (raised_at, incident_id) < (:before, :id)
                            ORDER BY raised_at DESC, incident_id DESC LIMIT :page""")
                    .bind("since", since)
                    .bind("before", before)
                    .bind("id", beforeId)
                    .bind("page", PAGE)
                    .map((row, context) -> stored(row))
                    .list();
            Map<String, List<Decided>> decisions = IncidentRows.decisions(
                    handle,
                    stored.stream().map(each -> each.filed().incidentId()).toList());
            return stored.stream()
                    .map(each -> new Stored(
                            each.filed(),
                            each.caseNo(),
                            each.joined(),
                            each.lastSeenAt(),
                            decisions.get(each.filed().incidentId())))
                    .toList();
        });
    }

    private static Stored stored(ResultSet row) throws SQLException {
        return new Stored(
                IncidentRows.record(row.getString("record")),
                row.getString("case_no"),
                row.getBoolean("joined"),
                IncidentRows.instant(row, "last_seen_at"),
                List.of());
    }

    static Compared compare(RuleBook book, Stored stored, Instant now) {
        Decided first = stored.decisions().getFirst();
        List<Decided> own = stored.decisions().stream()
                .filter(each -> each.rules().equals(book.version()))
                .toList();
        Finding finding = IncidentRows.finding(stored.filed());
        long unlike = own.stream()
                .filter(each -> !book.judge(finding, each.around(), each.asOf(), each.goneAt())
                        .equals(each.judgement()))
                .count();
        return new Compared(
                stored.filed(),
                stored.caseNo(),
                stored.joined(),
                first.around().openCase(),
                stored.decisions().getLast().judgement(),
                wouldBe(book, stored, now),
                own.size(),
                (int) unlike);
    }

    /** What it would have come to by now: judged again and again as the rules would have held it. */
    private static Judgement wouldBe(RuleBook book, Stored stored, Instant now) {
        Instant at = stored.decisions().getFirst().asOf();
        Judgement judgement = judge(book, stored, at);
        for (int i = 0; i < MOST_STEPS && judgement.outcome() == Outcome.WAIT; i++) {
            Instant seen = stored.lastSeenAt();
            boolean ended = seen != null && !judgement.until().isBefore(seen);
            if (!ended && judgement.until().isAfter(now)) {
                return judgement;
            }
            Instant next = ended && seen.isAfter(at) ? seen : ended ? at : judgement.until();
            judgement = ended
                    ? book.judge(IncidentRows.finding(stored.filed()), around(stored, next), next, seen)
                    : judge(book, stored, next);
            at = next;
        }
        return judgement;
    }

    private static Judgement judge(RuleBook book, Stored stored, Instant at) {
        return book.judge(IncidentRows.finding(stored.filed()), around(stored, at), at, null);
    }

    /** What was known at a moment: of the last decision that was made as of then or before. */
    private static Surroundings around(Stored stored, Instant at) {
        Decided known = stored.decisions().getFirst();
        for (Decided each : stored.decisions()) {
            known = each.asOf().isAfter(at) ? known : each;
        }
        return known.around();
    }
}
