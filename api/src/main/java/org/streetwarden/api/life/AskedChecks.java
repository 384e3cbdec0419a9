package org.streetwarden.api.life;

import java.sql.ResultSet;
import java.sql.SQLException;
import java.time.Clock;
import java.time.Duration;
import java.time.Instant;
import java.time.temporal.ChronoUnit;
import java.util.List;
import java.util.Map;
import java.util.Optional;
import org.jdbi.v3.core.Handle;
import org.streetwarden.api.cases.Announcement;
import org.streetwarden.api.cases.CaseLife;
import org.streetwarden.api.cases.CaseLife.Move;
import org.streetwarden.api.cases.CaseLife.Standing;
import org.streetwarden.api.cases.CaseStatus;
import org.streetwarden.api.cases.Database;
import org.streetwarden.api.life.GoneCheck.Proposal;
import org.streetwarden.api.life.GoneCheck.Sample;
import org.streetwarden.casefile.AskedLook;
import org.streetwarden.casefile.WorkerRecord.LookTaken;
import org.streetwarden.geometry.Box;
import org.streetwarden.incident.Presence.Finding;
import org.streetwarden.proof.SigningKey;
import org.streetwarden.zone.Kind;

/**
 * The checks that workers are asked for: opened for handled cases, fed with looks, judged once. All of it stands in the database,
 * so that any api goes on with it. Thread-safe; blocks on the database.
 */
public final class AskedChecks {

    /** Who ends a check that nobody has looked for. */
    private static final String NOBODY = "check";

    private final Database database;
    private final Map<Kind, CheckRule> rules;
    private final SigningKey key;
    private final Clock clock;
    private final Runnable afterCheck;

    /**
     * Opens nothing yet.
     *
     * @param key that seals what a check rests on; null: it stays unsigned and says so
     * @param afterCheck called after each commit that people should see, on the caller's thread
     */
    public AskedChecks(
            Database database, Map<Kind, CheckRule> rules, SigningKey key, Clock clock, Runnable afterCheck) {
        this.database = database;
        this.rules = Map.copyOf(rules);
        this.key = key;
        this.clock = clock;
        this.afterCheck = afterCheck;
    }

    /**
     * A check at work.
     *
     * @param since when the case was handled
     */
    public record Open(
            long id,
            String caseNo,
            Instant openedAt,
            String because,
            Instant since,
            int looks,
            Duration apart,
            Instant deadlineAt) {

        CheckRule rule() {
            return new CheckRule(true, looks, apart, Duration.between(openedAt, deadlineAt), Duration.ZERO);
        }
    }

    /** What a round did. */
    public record Round(int opened, int left, List<Proposal> judged) {}

    /** Opens, ends and judges what is due. */
    public Round round() {
        Instant now = now();
        int left = database.write(handle -> leave(handle, now));
        int opened = rules.entrySet().stream()
                .filter(rule -> rule.getValue().asked())
                .mapToInt(rule -> database.write(handle -> open(handle, rule.getKey(), rule.getValue(), now)))
                .sum();
        List<Proposal> judged = database.read(handle -> due(handle, now)).stream()
                .flatMap(each -> database.write(handle -> judge(handle, each)).stream())
                .toList();
        if (!judged.isEmpty()) {
            afterCheck.run();
        }
        return new Round(opened, left, judged);
    }

    private Instant now() {
        return clock.instant().truncatedTo(ChronoUnit.MICROS);
    }

    /** Ends the checks of cases that are no longer to be checked. */
    private static int leave(Handle handle, Instant now) {
        return handle.createUpdate("""
                        UPDATE asked_checks a SET ended_at = :now, ended_as = 'LEFT'
                        WHERE a.ended_at IS NULL AND NOT EXISTS (
                            SELECT 1 FROM cases c WHERE c.id = a.case_id AND c.status IN ('HANDLED', 'VERIFYING')
                                AND NOT EXISTS (SELECT 1 FROM case_history h
                                    WHERE h.case_id = c.id AND h.to_status = 'HANDLED' AND h.at > a.since))""").bind("now", now).execute();
    }

    private static int open(Handle handle, Kind kind, CheckRule rule, Instant now) {
        return handle.createUpdate("""
                        INSERT INTO asked_checks (case_id, opened_at, because, since, looks, apart_ms, deadline_at)
                        SELECT c.id, :now, CASE WHEN asked.count = 0 THEN 'HANDLED' ELSE 'SCHEDULE' END, handled.at, :looks,
                            :apart, :deadline
                        FROM cases c,
                            LATERAL (SELECT max(at) AS at FROM case_history
                                WHERE case_id = c.id AND to_status = 'HANDLED') handled,
                            LATERAL (SELECT count(*) AS count, max(ended_at) AS ended,
                                    bool_or(ended_at IS NULL) AS open FROM asked_checks
                                WHERE case_id = c.id AND since = handled.at) asked
                        WHERE c.status IN ('HANDLED', 'VERIFYING') AND c.kind = :kind AND handled.at IS NOT NULL
                            AND (asked.count = 0 OR (NOT asked.open AND asked.count < :most AND asked.ended <= :again))
                            AND NOT EXISTS (SELECT 1 FROM case_checks k
                                WHERE k.case_id = c.id AND k.proposal = 'GONE' AND k.at >= handled.at)
                        ORDER BY c.status_since
                        LIMIT greatest(0, :room - (SELECT count(*) FROM asked_checks WHERE ended_at IS NULL))
                        ON CONFLICT DO NOTHING""")
                .bind("now", now)
                .bind("looks", rule.looks())
                .bind("apart", rule.apart().toMillis())
                .bind("deadline", now.plus(rule.within()))
                .bind("kind", kind.id())
                .bind("most", CheckRule.MOST_CHECKS)
                .bind("again", now.minus(rule.again()))
                .bind("room", AskedLook.MOST_CHECKS)
                .execute();
    }

    private static List<String> due(Handle handle, Instant now) {
        return handle.createQuery("""
                        SELECT c.case_no FROM asked_checks a JOIN cases c ON c.id = a.case_id
                        WHERE a.ended_at IS NULL AND (a.deadline_at <= :now
                            OR EXISTS (SELECT 1 FROM check_looks l WHERE l.asked_id = a.id))
                        ORDER BY a.id""").bind("now", now).mapTo(String.class).list();
    }

    /** Ends a check that is decided, or whose time is over; the case is locked before anything is read. */
    private Optional<Proposal> judge(Handle handle, String caseNo) {
        Standing standing = CaseLife.lock(handle, caseNo).orElseThrow();
        Open open = open(handle, standing.id()).orElse(null);
        if (open == null || (standing.status() != CaseStatus.HANDLED && standing.status() != CaseStatus.VERIFYING)) {
            return Optional.empty();
        }
        Instant now = now();
        List<Sample> samples = LookRows.of(handle, open.id());
        GoneCheck check = GoneCheck.of(samples, who(samples), open.since(), now, open.rule());
        boolean over = !now.isBefore(open.deadlineAt()) || !CheckRule.mayLookAgain(samples.size());
        if (check.proposal() == Proposal.UNSURE && !over) {
            return Optional.empty();
        }
        GoneCheck said = samples.isEmpty()
                ? check.saying(
                        "No worker looked before " + open.deadlineAt() + "; its camera may be gone or out of reach.")
                : check;
        CheckLedger.keep(handle, standing, CheckManifest.of(handle, standing, open, said, key));
        handle.createUpdate("UPDATE asked_checks SET ended_at = :now, ended_as = 'JUDGED' WHERE id = :id")
                .bind("now", now)
                .bind("id", open.id())
                .execute();
        return Optional.of(check.proposal());
    }

    private static String who(List<Sample> samples) {
        List<String> workers = samples.stream()
                .map(sample -> "worker:" + sample.shot().workerId())
                .distinct()
                .limit(5)
                .toList();
        return workers.isEmpty() ? NOBODY : String.join(", ", workers);
    }

    static Optional<Open> open(Handle handle, long caseId) {
        return handle.createQuery("""
                        SELECT a.*, c.case_no FROM asked_checks a JOIN cases c ON c.id = a.case_id
                        WHERE a.case_id = :case AND a.ended_at IS NULL""")
                .bind("case", caseId)
                .map((row, context) -> open(row))
                .findOne();
    }

    private static Open open(ResultSet row) throws SQLException {
        return new Open(
                row.getLong("id"),
                row.getString("case_no"),
                row.getTimestamp("opened_at").toInstant(),
                row.getString("because"),
                row.getTimestamp("since").toInstant(),
                row.getInt("looks"),
                Duration.ofMillis(row.getLong("apart_ms")),
                row.getTimestamp("deadline_at").toInstant());
    }

    /**
     * Writes down what a worker saw. The same look again, one that nobody asked for any more and one of another camera change
     * nothing.
     *
     * @return whether it counted
     */
    public boolean add(LookTaken look) {
        return database.write(handle -> handle.createQuery("""
                        SELECT c.case_no FROM asked_checks a JOIN cases c ON c.id = a.case_id
                        WHERE a.id = :id AND a.ended_at IS NULL AND c.camera_id = :camera""")
                .bind("id", Long.parseLong(look.checkId()))
                .bind("camera", look.cameraId())
                .mapTo(String.class)
                .findOne()
                .map(caseNo -> add(handle, CaseLife.lock(handle, caseNo).orElseThrow(), look))
                .orElse(false));
    }

    private boolean add(Handle handle, Standing standing, LookTaken look) {
        Open open = open(handle, standing.id()).orElse(null);
        boolean checked = standing.status() == CaseStatus.HANDLED || standing.status() == CaseStatus.VERIFYING;
        if (!checked || open == null || open.id() != Long.parseLong(look.checkId())) {
            return false;
        }
        boolean next = look.number() == LookRows.of(handle, open.id()).size() + 1;
        Instant now = now();
        if (!next || !LookRows.insert(handle, look, now)) {
            return false;
        }
        if (standing.status() == CaseStatus.HANDLED && look.picture() != null) {
            String why = "A worker looks whether it is done.";
            CaseLife.move(
                    handle,
                    standing,
                    new Move(CaseStatus.VERIFYING, now, now, "worker:" + look.workerId(), CaseLife.MOVED, why));
        }
        Announcement.write(handle, "case-checked", standing.caseNo(), now);
        return true;
    }

    /** The next look of every open check. */
    public List<AskedLook> wanted() {
        return database.read(handle -> handle.createQuery("""
                        SELECT a.*, c.case_no, c.camera_id, c.zone_id, c.kind, c.box_left, c.box_top, c.box_right, c.box_bottom,
                            (SELECT count(*) FROM check_looks WHERE asked_id = a.id) AS taken, l.taken_at, l.finding
                        FROM asked_checks a JOIN cases c ON c.id = a.case_id
                            LEFT JOIN LATERAL (SELECT * FROM check_looks WHERE asked_id = a.id
                                ORDER BY number DESC LIMIT 1) l ON true
                        WHERE a.ended_at IS NULL AND c.status IN ('HANDLED', 'VERIFYING') ORDER BY a.id LIMIT :most""")
                .bind("most", AskedLook.MOST_CHECKS)
                .map((row, context) -> wanted(row))
                .list());
    }

    private static AskedLook wanted(ResultSet row) throws SQLException {
        Open open = open(row);
        Instant notBefore = open.since();
        if (row.getTimestamp("taken_at") != null) {
            boolean told = Finding.valueOf(row.getString("finding")) != Finding.UNTOLD;
            notBefore =
                    row.getTimestamp("taken_at").toInstant().plus(open.rule().pause(told));
        }
        return new AskedLook(
                Long.toString(open.id()),
                Math.min(AskedLook.MOST_LOOKS, row.getInt("taken") + 1),
                row.getString("camera_id"),
                row.getString("zone_id"),
                Kind.of(row.getString("kind")).orElseThrow(),
                new Box(
                        row.getDouble("box_left"),
                        row.getDouble("box_top"),
                        row.getDouble("box_right"),
                        row.getDouble("box_bottom")),
                notBefore,
                open.deadlineAt());
    }
}
