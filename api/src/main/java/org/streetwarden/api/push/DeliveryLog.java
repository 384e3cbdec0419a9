package org.streetwarden.api.push;

import java.sql.ResultSet;
import java.sql.SQLException;
import java.sql.Timestamp;
import java.time.Clock;
import java.time.Instant;
import java.time.temporal.ChronoUnit;
import java.util.List;
import java.util.Map;
import java.util.Optional;
import java.util.function.Function;
import java.util.stream.Collectors;
import org.jdbi.v3.core.Handle;
import org.streetwarden.api.cases.Database;
import org.streetwarden.api.proof.Act;
import org.streetwarden.api.proof.EvidenceLog;

/** Shows what became of deliveries, and lets people send one again or serve a target again. Thread-safe; blocks. */
public final class DeliveryLog {

    private static final int MOST_TRIES_SHOWN = 20;

    private static final String TARGETS = """
            SELECT t.*, count(d.id) FILTER (WHERE d.state = 'WAITING') AS waiting,
                count(d.id) FILTER (WHERE d.state = 'DEAD') AS dead,
                count(d.id) FILTER (WHERE d.state = 'HELD') AS held,
                min(e.at) FILTER (WHERE d.state = 'WAITING') AS oldest
            FROM push_targets t
            LEFT JOIN push_deliveries d ON d.target_id = t.target_id AND d.state IN ('WAITING', 'DEAD', 'HELD')
            LEFT JOIN platform_events e ON e.id = d.platform_event
            GROUP BY t.target_id ORDER BY t.target_id""";
    private static final String DELIVERIES = """
            SELECT d.*, c.case_no, e.event_id::text AS event_id, e.op, e.at AS told_at
            FROM push_deliveries d JOIN platform_events e ON e.id = d.platform_event JOIN cases c ON c.id = d.case_id
            WHERE d.id > :after AND (:target::text IS NULL OR d.target_id = :target)
                AND (:state::text IS NULL OR d.state = :state)
            ORDER BY d.id LIMIT :limit""";

    private final Database database;
    private final Map<String, Target> targets;
    private final Clock clock;

    DeliveryLog(Database database, List<Target> targets, Clock clock) {
        this.database = database;
        this.targets = targets.stream().collect(Collectors.toMap(Target::id, Function.identity()));
        this.clock = clock;
    }

    /**
     * One target and how it does.
     *
     * @param origin scheme, host and port; null where this api does not have it
     * @param disabledAt null while it is served
     * @param pausedUntil null while it answers
     * @param oldestWaitingAt of the event that waits longest; null where none does
     */
    public record TargetRow(
            String id,
            String origin,
            boolean configured,
            Instant disabledAt,
            String disabledWhy,
            int failures,
            Instant pausedUntil,
            long waiting,
            long dead,
            long held,
            Instant oldestWaitingAt) {}

    /**
     * One event on its way to one target.
     *
     * @param toldAt time of the event
     * @param nextAt when it may be tried next; null unless it waits
     * @param deliveredAt null until then
     * @param attempts the newest, oldest first
     */
    public record Row(
            long id,
            String targetId,
            String caseNo,
            String eventId,
            String op,
            String state,
            int tries,
            Instant toldAt,
            Instant nextAt,
            Instant deliveredAt,
            String platformCaseNo,
            List<Tried> attempts) {
        public Row {
            attempts = List.copyOf(attempts);
        }
    }

    /** @param status null where there was no answer */
    public record Tried(Instant at, String outcome, Integer status, String detail) {}

    public List<TargetRow> targets() {
        return database.read(handle -> handle.createQuery(TARGETS)
                .map((row, context) -> new TargetRow(
                        row.getString("target_id"),
                        Optional.ofNullable(targets.get(row.getString("target_id")))
                                .map(Target::origin)
                                .orElse(null),
                        row.getBoolean("configured"),
                        instant(row, "disabled_at"),
                        row.getString("disabled_why"),
                        row.getInt("failures"),
                        instant(row, "paused_until"),
                        row.getLong("waiting"),
                        row.getLong("dead"),
                        row.getLong("held"),
                        instant(row, "oldest")))
                .list());
    }

    /**
     * Deliveries in the order they were written.
     *
     * @param targetId null for every one
     * @param state null for every one
     * @param after id, exclusive
     */
    public List<Row> list(String targetId, String state, long after, int limit) {
        return database.read(handle -> handle.createQuery(DELIVERIES)
                .bind("after", after)
                .bind("target", targetId)
                .bind("state", state)
                .bind("limit", limit)
                .map((row, context) -> row(handle, row))
                .list());
    }

    private static Row row(Handle handle, ResultSet row) throws SQLException {
        boolean waits = row.getString("state").equals("WAITING");
        return new Row(
                row.getLong("id"),
                row.getString("target_id"),
                row.getString("case_no"),
                row.getString("event_id"),
                row.getString("op"),
                row.getString("state"),
                row.getInt("tries"),
                instant(row, "told_at"),
                waits ? instant(row, "next_at") : null,
                instant(row, "delivered_at"),
                row.getString("platform_case_no"),
                attempts(handle, row.getLong("id")));
    }

    private static List<Tried> attempts(Handle handle, long deliveryId) {
        return handle.createQuery("SELECT * FROM push_attempts WHERE delivery_id = :id ORDER BY id DESC LIMIT :limit")
                .bind("id", deliveryId)
                .bind("limit", MOST_TRIES_SHOWN)
                .map((row, context) -> new Tried(
                        instant(row, "at"),
                        row.getString("outcome"),
                        row.getObject("status", Integer.class),
                        row.getString("detail")))
                .list()
                .reversed();
    }

    /** What came of a wish. */
    public enum Done {
        DONE,
        UNKNOWN,
        /** It is not in a state that allows it. */
        NOT_NOW
    }

    /** Sends a dead or delivered one again, from the first try on and under the same id. */
    public Done replay(long deliveryId, String who, String why) {
        return database.write(handle -> {
            Optional<String> caseNo = handle.createQuery("""
                            SELECT c.case_no FROM push_deliveries d JOIN cases c ON c.id = d.case_id
                            WHERE d.id = :id FOR UPDATE OF c""")
                    .bind("id", deliveryId)
                    .mapTo(String.class)
                    .findOne();
            return caseNo.isEmpty() ? Done.UNKNOWN : replay(handle, deliveryId, caseNo.get(), who, why);
        });
    }

    private Done replay(Handle handle, long deliveryId, String caseNo, String who, String why) {
        Optional<String> target = handle.createQuery("""
                        UPDATE push_deliveries SET state = 'WAITING', tries = 0, next_at = :now
                        WHERE id = :id AND state IN ('DEAD', 'DELIVERED') RETURNING target_id""")
                .bind("now", now())
                .bind("id", deliveryId)
                .mapTo(String.class)
                .findOne();
        target.ifPresent(id -> EvidenceLog.addAct(
                handle,
                new Act(now(), "PUSH_REPLAY", who, "", caseNo, "%s, delivery %d: %s".formatted(id, deliveryId, why))));
        return target.isPresent() ? Done.DONE : Done.NOT_NOW;
    }

    /** Serves a target again that had said that it wants nothing more. */
    public Done enable(String targetId, String who, String why) {
        return database.write(handle -> {
            EvidenceLog.lockOrder(handle);
            Optional<Boolean> disabled = handle.createQuery(
                            "SELECT disabled_at IS NOT NULL FROM push_targets WHERE target_id = :id FOR NO KEY UPDATE")
                    .bind("id", targetId)
                    .mapTo(Boolean.class)
                    .findOne();
            if (disabled.isEmpty() || !disabled.get()) {
                return disabled.isEmpty() ? Done.UNKNOWN : Done.NOT_NOW;
            }
            handle.createUpdate("""
                            UPDATE push_targets SET disabled_at = NULL, disabled_why = NULL, failures = 0,
                                paused_until = NULL
                            WHERE target_id = :id""").bind("id", targetId).execute();
            EvidenceLog.addAct(handle, new Act(now(), "PUSH_ENABLE", who, "", null, targetId + ": " + why));
            return Done.DONE;
        });
    }

    private Instant now() {
        return clock.instant().truncatedTo(ChronoUnit.MICROS);
    }

    private static Instant instant(ResultSet row, String column) throws SQLException {
        Timestamp time = row.getTimestamp(column);
        return time == null ? null : time.toInstant();
    }
}
