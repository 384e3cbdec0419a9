package org.streetwarden.api.push;

import java.sql.ResultSet;
import java.sql.SQLException;
import java.time.Clock;
import java.time.Duration;
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
import org.streetwarden.api.cases.Database;
import org.streetwarden.api.proof.EvidenceLog;

/**
 * Deliveries that wait, and what comes of them. Several apis may share it: what one has claimed no other gets before the claim
 * is given up for lost. Thread-safe; blocks on the database.
 */
final class Outbox {

    /** A try that has not ended by then never will; longer than {@link TargetClient#PATIENCE} and the database's together. */
    static final Duration LEASE = Duration.ofSeconds(90);

    /** Failures in a row after which a target is left alone for a while and then asked by one delivery at a time. */
    static final int UNWELL_FROM = 5;

    private static final Duration FIRST_PAUSE = Duration.ofSeconds(30);
    private static final Duration LONGEST_PAUSE = Duration.ofMinutes(5);
    private static final Duration MOST_ASKED_PAUSE = Duration.ofHours(1);

    private static final String DUE = """
            SELECT d.id FROM push_deliveries d JOIN platform_events e ON e.id = d.platform_event
            WHERE d.target_id = :target AND d.state = 'WAITING' AND d.next_at <= :now AND e.body IS NOT NULL
                AND NOT EXISTS (
                    SELECT 1 FROM push_deliveries o
                    WHERE o.case_id = d.case_id AND o.target_id = d.target_id AND o.platform_event < d.platform_event
                        AND o.state IN ('WAITING', 'HELD', 'DEAD'))
            ORDER BY d.next_at, d.id LIMIT :limit
            FOR UPDATE OF d SKIP LOCKED""";
    private static final String CLAIM = """
            UPDATE push_deliveries d SET tries = d.tries + 1, next_at = :lost, tried_at = coalesce(d.tried_at, :now)
            FROM platform_events e, cases c
            WHERE d.id = ANY(:ids) AND e.id = d.platform_event AND c.id = d.case_id
            RETURNING d.id, d.tries, d.target_id, c.case_no, e.event_id::text AS event_id, e.op, e.body,
                d.tried_at < :now AS again""";

    private final Database database;
    private final RetrySchedule schedule;
    private final Clock clock;

    Outbox(Database database, RetrySchedule schedule, Clock clock) {
        this.database = database;
        this.schedule = schedule;
        this.clock = clock;
    }

    /**
     * A delivery that is to be tried now, by whoever claimed it.
     *
     * @param tries with this one
     * @param again whether it was tried before and may have arrived, in this schedule or an earlier one
     */
    record Claimed(
            long id,
            int tries,
            String targetId,
            String caseNo,
            String eventId,
            String op,
            String body,
            boolean again) {}

    /** Whether its tables are there. */
    boolean ready() {
        return database.migrated();
    }

    private Instant now() {
        return clock.instant().truncatedTo(ChronoUnit.MICROS);
    }

    /**
     * Says which targets there are; others get nothing from now on. A new one is given the cases that still wait for their
     * hand-over, after everybody has committed who did not know of it.
     */
    void declare(List<String> targetIds) {
        database.write(handle -> {
            handle.createUpdate(
                            "UPDATE push_targets SET configured = false WHERE configured AND target_id <> ALL(:ids)")
                    .bind("ids", targetIds.toArray(String[]::new))
                    .execute();
            targetIds.forEach(id ->
                    handle.createUpdate("""
                            INSERT INTO push_targets (target_id, configured, added_at) VALUES (:id, true, :now)
                            ON CONFLICT (target_id) DO UPDATE SET configured = true""").bind("id", id).bind("now", now()).execute());
            return null;
        });
        database.write(handle -> {
            EvidenceLog.lockOrder(handle);
            return null;
        });
        targetIds.forEach(this::give);
    }

    private void give(String targetId) {
        database.write(handle ->
                handle.createUpdate("""
                        INSERT INTO push_deliveries (platform_event, case_id, target_id, state, next_at)
                        SELECT max(e.id), c.id, :id, 'WAITING', :now
                        FROM cases c JOIN platform_events e ON e.case_id = c.id AND e.op = 'CREATE'
                        WHERE c.status = 'APPROVED' GROUP BY c.id ORDER BY 1
                        ON CONFLICT DO NOTHING""").bind("id", targetId).bind("now", now()).execute());
    }

    /** @return at most {@code limit}, no two of one case; one alone while the target is unwell, none while it is left alone */
    List<Claimed> claim(String targetId, int limit) {
        Instant now = now();
        return database.write(handle -> {
            int most = Math.min(limit, most(handle, targetId, now));
            List<Long> ids = handle.createQuery(DUE)
                    .bind("target", targetId)
                    .bind("now", now)
                    .bind("limit", most)
                    .mapTo(Long.class)
                    .list();
            return ids.isEmpty() ? List.of() : claim(handle, targetId, ids, now);
        });
    }

    private static List<Claimed> claim(Handle handle, String targetId, List<Long> ids, Instant now) {
        handle.createUpdate(
                        "UPDATE push_targets SET paused_until = :lost WHERE target_id = :id AND failures >= :unwell")
                .bind("lost", now.plus(LEASE))
                .bind("id", targetId)
                .bind("unwell", UNWELL_FROM)
                .execute();
        return handle.createQuery(CLAIM)
                .bind("lost", now.plus(LEASE))
                .bind("now", now)
                .bind("ids", ids.toArray(Long[]::new))
                .map((row, context) -> claimed(row))
                .list();
    }

    private static Claimed claimed(ResultSet row) throws SQLException {
        return new Claimed(
                row.getLong("id"),
                row.getInt("tries"),
                row.getString("target_id"),
                row.getString("case_no"),
                row.getString("event_id"),
                row.getString("op"),
                row.getString("body"),
                row.getBoolean("again"));
    }

    /** How many it may be sent at once; its row stays locked, so that two apis do not both ask an unwell one. */
    private static int most(Handle handle, String targetId, Instant now) {
        return handle.createQuery("""
                        SELECT CASE WHEN NOT configured OR disabled_at IS NOT NULL OR paused_until > :now THEN 0
                            WHEN failures >= :unwell THEN 1 ELSE 1000 END
                        FROM push_targets WHERE target_id = :id FOR NO KEY UPDATE""")
                .bind("now", now)
                .bind("unwell", UNWELL_FROM)
                .bind("id", targetId)
                .mapTo(Integer.class)
                .findOne()
                .orElse(0);
    }

    /** Writes down what came of a try; a case that was handed over takes its step in the same transaction. */
    void conclude(Claimed claimed, Attempt attempt) {
        conclude(claimed, attempt, true);
    }

    /** Writes down that the target was asked in vain and that nothing was sent; it is asked again. */
    void askAgain(Claimed claimed, Attempt attempt) {
        conclude(claimed, attempt, false);
    }

    private void conclude(Claimed claimed, Attempt attempt, boolean sent) {
        Instant now = now();
        database.write(handle -> {
            Optional<Standing> standing = CaseLife.lock(handle, claimed.caseNo());
            boolean delivered =
                    switch (attempt.outcome()) {
                        case DELIVERED, REFUSED -> delivered(handle, claimed, attempt, now);
                        case FAILED -> failed(handle, claimed, attempt, now);
                        case GONE -> later(handle, claimed, Optional.of(now), now);
                        case HELD -> throw new IllegalArgumentException("held without what for");
                    };
            note(handle, claimed, attempt, now);
            if (delivered) {
                standing.ifPresent(each -> handedOver(handle, each, claimed, attempt, now));
            }
            if (!sent) {
                untried(handle, claimed);
            }
            judge(handle, claimed.targetId(), attempt, now);
            return null;
        });
    }

    /** Writes down what a person has to decide before anything is sent; a case that has ended meanwhile needs nobody. */
    void hold(Claimed claimed, Attempt attempt, NearbyLedger.Held held) {
        Instant now = now();
        database.write(handle -> {
            Standing standing = CaseLife.lock(handle, claimed.caseNo()).orElseThrow();
            untried(handle, claimed);
            if (standing.status().open()) {
                hold(handle, standing, claimed, attempt, held, now);
            } else if (claimed.again()) {
                later(handle, claimed, Optional.of(now), now);
            } else {
                NearbyLedger.skip(handle, standing.id(), claimed.targetId());
            }
            note(handle, claimed, attempt, now);
            judge(handle, claimed.targetId(), attempt, now);
            return null;
        });
    }

    private static void hold(
            Handle handle, Standing standing, Claimed claimed, Attempt attempt, NearbyLedger.Held held, Instant now) {
        boolean waits = handle.createUpdate("""
                        UPDATE push_deliveries SET state = 'HELD', next_at = :now
                        WHERE id = :id AND state = 'WAITING' AND tries = :tries""")
                        .bind("now", now)
                        .bind("id", claimed.id())
                        .bind("tries", claimed.tries())
                        .execute()
                > 0;
        if (waits) {
            NearbyLedger.write(handle, claimed.id(), now, held);
            CaseLife.note(handle, standing.id(), now, "push:" + claimed.targetId(), "HELD", attempt.detail());
            Announcement.write(handle, "case-moved", claimed.caseNo(), now);
        }
    }

    /** By this try nothing has reached the target. */
    private static void untried(Handle handle, Claimed claimed) {
        if (!claimed.again()) {
            handle.createUpdate("UPDATE push_deliveries SET tried_at = NULL WHERE id = :id AND tries = :tries")
                    .bind("id", claimed.id())
                    .bind("tries", claimed.tries())
                    .execute();
        }
    }

    private static boolean delivered(Handle handle, Claimed claimed, Attempt attempt, Instant now) {
        return handle.createUpdate("""
                        UPDATE push_deliveries SET state = 'DELIVERED', delivered_at = :now,
                            platform_case_no = coalesce(:number, platform_case_no)
                        WHERE id = :id AND state = 'WAITING'""")
                        .bind("now", now)
                        .bind("number", attempt.platformCaseNo())
                        .bind("id", claimed.id())
                        .execute()
                > 0;
    }

    private boolean failed(Handle handle, Claimed claimed, Attempt attempt, Instant now) {
        return later(
                handle,
                claimed,
                schedule.after(claimed.tries(), attempt.retryAfter()).map(now::plus),
                now);
    }

    /** @param at empty where it was the last try */
    private static boolean later(Handle handle, Claimed claimed, Optional<Instant> at, Instant now) {
        handle.createUpdate("""
                        UPDATE push_deliveries SET next_at = :at, state = :state
                        WHERE id = :id AND state = 'WAITING' AND tries = :tries""")
                .bind("at", at.orElse(now))
                .bind("state", at.isPresent() ? "WAITING" : "DEAD")
                .bind("id", claimed.id())
                .bind("tries", claimed.tries())
                .execute();
        return false;
    }

    private static void note(Handle handle, Claimed claimed, Attempt attempt, Instant now) {
        handle.createUpdate("""
                        INSERT INTO push_attempts (delivery_id, at, outcome, status, detail)
                        VALUES (:id, :now, :outcome, nullif(:status, 0), :detail)""")
                .bind("id", claimed.id())
                .bind("now", now)
                .bind("outcome", attempt.outcome().name())
                .bind("status", attempt.status())
                .bind("detail", attempt.detail())
                .execute();
    }

    /** The platform's word counts only where nothing newer is known, and leaves the time of its call-backs alone. */
    static void handedOver(Handle handle, Standing standing, Claimed claimed, Attempt attempt, Instant now) {
        Standing stands = standing;
        boolean first = stands.status() == CaseStatus.APPROVED && claimed.op().equals("CREATE");
        if (first) {
            String why = "Delivered as " + claimed.eventId() + ".";
            CaseLife.move(handle, stands, move(CaseStatus.PUSHED, now, "push:" + claimed.targetId(), why));
            stands = stands.at(CaseStatus.PUSHED);
        }
        number(handle, stands, attempt.platformCaseNo(), first);
        if (stands.status() == CaseStatus.PUSHED
                && attempt.said() != null
                && CaseLife.allows(handle, stands.status(), attempt.said())) {
            String actor = "platform:" + claimed.targetId();
            CaseLife.move(handle, stands, move(attempt.said(), now, actor, attempt.detail()));
        }
    }

    private static Move move(CaseStatus to, Instant now, String actor, String why) {
        return new Move(to, now, now, actor, CaseLife.MOVED, why);
    }

    /** @param replaces whether it counts against one that is known already */
    static void number(Handle handle, Standing standing, String number, boolean replaces) {
        if (number != null) {
            handle.createUpdate("""
                            UPDATE cases SET platform_case_no = :number
                            WHERE id = :case AND (:replaces OR platform_case_no IS NULL)""")
                    .bind("number", number)
                    .bind("replaces", replaces)
                    .bind("case", standing.id())
                    .execute();
        }
    }

    private static void judge(Handle handle, String targetId, Attempt attempt, Instant now) {
        if (attempt.outcome() == Attempt.Outcome.GONE) {
            handle.createUpdate("""
                            UPDATE push_targets SET disabled_at = :now, disabled_why = :why
                            WHERE target_id = :id AND disabled_at IS NULL""")
                    .bind("now", now)
                    .bind("why", attempt.detail())
                    .bind("id", targetId)
                    .execute();
        } else if (attempt.unwell()) {
            unwell(handle, targetId, attempt.retryAfter(), now);
        } else {
            handle.createUpdate("""
                            UPDATE push_targets SET failures = 0, paused_until = NULL
                            WHERE target_id = :id AND (failures > 0 OR paused_until IS NOT NULL)""").bind("id", targetId).execute();
        }
    }

    private static void unwell(Handle handle, String targetId, Duration asked, Instant now) {
        int failures = handle.createQuery(
                        "UPDATE push_targets SET failures = failures + 1 WHERE target_id = :id RETURNING failures")
                .bind("id", targetId)
                .mapTo(Integer.class)
                .one();
        Duration pause = pause(failures, asked);
        if (!pause.isZero()) {
            handle.createUpdate("UPDATE push_targets SET paused_until = :until WHERE target_id = :id")
                    .bind("until", now.plus(pause))
                    .bind("id", targetId)
                    .execute();
        }
    }

    private static Duration pause(int failures, Duration asked) {
        Duration pause = Duration.ZERO;
        if (failures >= UNWELL_FROM) {
            Duration doubled = FIRST_PAUSE.multipliedBy(1L << Math.min(failures - UNWELL_FROM, 10));
            pause = doubled.compareTo(LONGEST_PAUSE) > 0 ? LONGEST_PAUSE : doubled;
        }
        if (asked == null || asked.compareTo(pause) <= 0) {
            return pause;
        }
        return asked.compareTo(MOST_ASKED_PAUSE) > 0 ? MOST_ASKED_PAUSE : asked;
    }
}
