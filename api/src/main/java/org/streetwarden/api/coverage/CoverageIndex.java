package org.streetwarden.api.coverage;

import java.sql.ResultSet;
import java.sql.SQLException;
import java.sql.Timestamp;
import java.time.Clock;
import java.time.Duration;
import java.time.Instant;
import java.time.LocalDate;
import java.util.EnumMap;
import java.util.LinkedHashMap;
import java.util.List;
import java.util.Map;
import java.util.Optional;
import org.jdbi.v3.core.Handle;
import org.jdbi.v3.core.statement.SqlStatement;
import org.streetwarden.api.cases.Database;
import org.streetwarden.api.cases.Scope;

/** Finds how often cameras are seen. Thread-safe; blocks on the database. */
public final class CoverageIndex {

    /** A camera's {@link Sight} by its newest report, with {@code :due}, {@code :silent} bound. */
    static final String SIGHT = """
            CASE WHEN c.last_seen_at >= :due THEN 'SEEN'
                 WHEN c.first_reported_at > :due THEN 'NEW'
                 WHEN c.reported_at < :silent THEN 'UNREPORTED'
                 WHEN c.reason = 'NONE' THEN 'LATE'
                 ELSE c.reason END""";

    private static final String CAMERAS = cameras(Scope.EVERYTHING);

    private final Database database;
    private final CoveragePromise promise;
    private final Clock clock;

    public CoverageIndex(Database database, CoveragePromise promise, Clock clock) {
        this.database = database;
        this.promise = promise;
        this.clock = clock;
    }

    private static String cameras(Scope scope) {
        return """
                SELECT * FROM (
                    SELECT c.*, coalesce(m.name, '') AS name, %s AS sight
                    FROM camera_coverage c LEFT JOIN cameras m ON m.camera_id = c.camera_id WHERE %s) AS s""".formatted(SIGHT, scope.cameraCondition());
    }

    /** Counts, not cameras; one pass over a row per camera. */
    public Standing standing() {
        Instant now = clock.instant();
        return database.read(handle -> {
            Map<Sight, Integer> counts = new EnumMap<>(Sight.class);
            at(handle.createQuery("SELECT sight, count(*) FROM (" + CAMERAS + ") AS t GROUP BY sight"), now)
                    .map((row, context) -> counts.put(Sight.valueOf(row.getString(1)), row.getInt(2)))
                    .list();
            Duration reach = reach(handle, now);
            return handle.createQuery("SELECT below, since FROM coverage_promise")
                    .map((row, context) ->
                            new Standing(now, promise, counts, reach, row.getBoolean(1), instant(row, "since")))
                    .one();
        });
    }

    /** Ages as of the reports: how long ago the last picture was when its worker told. */
    private Duration reach(Handle handle, Instant now) {
        Double seconds = at(handle.createQuery("""
                        SELECT percentile_disc(:share) WITHIN GROUP (ORDER BY coalesce(extract(epoch FROM
                            CASE sight WHEN 'UNREPORTED' THEN :now ELSE reported_at END - last_seen_at),
                            'Infinity')::double precision)
                        FROM (%s) AS t WHERE sight NOT IN ('NEW', 'DEAD', 'REFUSED', 'VIEW_INVALID')""".formatted(CAMERAS)), now)
                .bind("share", promise.share())
                .bind("now", now)
                .mapTo(Double.class)
                .findOne()
                .orElse(null);
        return seconds == null || seconds.isInfinite()
                ? null
                : Duration.ofMillis(Math.max(0, Math.round(seconds * 1000)));
    }

    private <S extends SqlStatement<S>> S at(S statement, Instant now) {
        return statement.bind("due", promise.due(now)).bind("silent", now.minus(CoveragePromise.SILENT_AFTER));
    }

    /**
     * Windows of the configured length, oldest first; the newest may still be open.
     *
     * @param from inclusive start
     */
    public List<CoverageWindow> windows(Instant from) {
        return database.read(handle -> handle.createQuery("""
                        SELECT * FROM coverage_windows WHERE window_minutes = :minutes AND start_at >= :from
                        ORDER BY start_at""")
                .bind("minutes", promise.minutes())
                .bind("from", from)
                .map((row, context) -> window(row))
                .list());
    }

    /** Windows by {@link CoverageWindow#subject()}; what is none, or is no longer there, is left out. */
    public Map<String, CoverageWindow> bySubject(Handle handle, List<String> subjects) {
        Map<String, CoverageWindow> found = new LinkedHashMap<>();
        handle.createQuery("SELECT * FROM coverage_windows WHERE start_at = ANY(:starts::timestamptz[])")
                .bind(
                        "starts",
                        subjects.stream()
                                .map(subject -> subject.split("/", 2)[0])
                                .toArray(String[]::new))
                .map((row, context) -> window(row))
                .forEach(window -> found.put(window.subject(), window));
        return found;
    }

    /** @param next camera behind which the following page starts; empty on the last */
    public record Page(List<CameraSight> cameras, Optional<String> next) {}

    /**
     * By id.
     *
     * @param sights which of them; empty: all
     * @param after exclusive; empty for the first page
     * @param scope of whom they are shown to
     */
    public Page cameras(List<Sight> sights, String after, int limit, Scope scope) {
        List<CameraSight> rows = database.read(handle -> at(handle.createQuery(cameras(scope) + """
                                 WHERE camera_id > :after AND (:all OR sight = ANY(:sights))
                                ORDER BY camera_id LIMIT :limit"""), clock.instant())
                .bindMap(scope.values())
                .bind("after", after)
                .bind("all", sights.isEmpty())
                .bind("sights", sights.stream().map(Enum::name).toArray(String[]::new))
                .bind("limit", limit + 1)
                .map((row, context) -> camera(row))
                .list());
        return rows.size() <= limit
                ? new Page(rows, Optional.empty())
                : new Page(
                        List.copyOf(rows.subList(0, limit)),
                        Optional.of(rows.get(limit - 1).cameraId()));
    }

    /** @param scope of whom it is shown to */
    public Optional<CameraSight> camera(String cameraId, Scope scope) {
        return database.read(
                handle -> at(handle.createQuery(cameras(scope) + " WHERE camera_id = :id"), clock.instant())
                        .bindMap(scope.values())
                        .bind("id", cameraId)
                        .map((row, context) -> camera(row))
                        .findOne());
    }

    /**
     * A camera's day in UTC.
     *
     * @param windows one character per window of the day: 1 where it was seen
     * @param longestBlind zero where it never exceeded the promise
     * @param reason why it was blind; NONE where it never was
     */
    public record Day(LocalDate day, Duration window, String windows, Duration longestBlind, String reason) {}

    /** What is kept, oldest first. */
    public List<Day> days(String cameraId) {
        return database.read(handle -> handle.createQuery("""
                        SELECT day, window_minutes, seen::text AS seen, longest_blind_ms, reason FROM camera_days
                        WHERE camera_id = :id ORDER BY day, window_minutes""")
                .bind("id", cameraId)
                .map((row, context) -> new Day(
                        row.getDate("day").toLocalDate(),
                        Duration.ofMinutes(row.getInt("window_minutes")),
                        row.getString("seen"),
                        Duration.ofMillis(row.getLong("longest_blind_ms")),
                        row.getString("reason")))
                .list());
    }

    static CoverageWindow window(ResultSet row) throws SQLException {
        return new CoverageWindow(
                instant(row, "start_at"),
                Duration.ofMinutes(row.getInt("window_minutes")),
                row.getInt("cameras"),
                row.getInt("living"),
                row.getInt("seen"));
    }

    private static CameraSight camera(ResultSet row) throws SQLException {
        return new CameraSight(
                row.getString("camera_id"),
                row.getString("name"),
                row.getString("worker_id"),
                instant(row, "first_reported_at"),
                instant(row, "reported_at"),
                instant(row, "last_seen_at"),
                row.getLong("visits"),
                row.getLong("looks"),
                Sight.valueOf(row.getString("sight")),
                row.getString("view"));
    }

    private static Instant instant(ResultSet row, String column) throws SQLException {
        Timestamp time = row.getTimestamp(column);
        return time == null ? null : time.toInstant();
    }
}
