package org.streetwarden.api.insight;

import java.sql.ResultSet;
import java.sql.SQLException;
import java.time.Instant;
import java.util.ArrayList;
import java.util.Collections;
import java.util.Comparator;
import java.util.List;
import java.util.Map;
import java.util.Set;
import java.util.TreeMap;
import java.util.stream.Stream;
import org.jdbi.v3.core.Handle;
import org.jdbi.v3.core.statement.Query;
import org.streetwarden.api.cases.Database;
import org.streetwarden.api.insight.Insight.Took;
import org.streetwarden.api.insight.Insight.Trend;
import org.streetwarden.api.insight.Insight.Warning;
import org.streetwarden.api.insight.Insight.Week;

/** Counts the cases of some weeks. Thread-safe; blocks on the database. */
public final class InsightIndex {

    private static final int MOST_PLACES = 20;
    private static final int HOURS = 24;

    /** The cases of a span; what does not come into the milestones by then is null. */
    private static final String COUNTED = """
            SELECT c.id, c.kind, c.basis, c.camera_id, c.first_seen_at, c.filed_at, p.responsibility_grid AS grid,
                floor(extract(epoch FROM c.raised_at - CAST(:from AS timestamptz)) / 604800)::int AS week,
                extract(hour FROM c.raised_at AT TIME ZONE 'Asia/Shanghai')::int AS hour,
                CASE WHEN m.approved_at < :asOf THEN m.approved_at END AS approved_at,
                CASE WHEN m.rejected_at < :asOf THEN m.rejected_at END AS rejected_at,
                CASE WHEN m.pushed_at < :asOf THEN m.pushed_at END AS pushed_at,
                CASE WHEN m.accepted_at < :asOf THEN m.accepted_at END AS accepted_at,
                CASE WHEN m.refused_at < :asOf THEN m.refused_at END AS refused_at,
                CASE WHEN m.registered_at < :asOf THEN m.registered_at END AS registered_at,
                CASE WHEN m.closed_at < :asOf THEN m.closed_at END AS closed_at
            FROM cases c LEFT JOIN case_places p ON p.case_id = c.id LEFT JOIN case_milestones m ON m.case_id = c.id
            WHERE c.raised_at >= :from AND c.raised_at < :to AND c.filed_at < :asOf
            """;

    private static final String SCOPE = """
             AND (p.unit_grid = ANY(:grids) OR p.responsibility_grid = ANY(:grids)
                OR c.camera_id IN (SELECT camera_id FROM cameras WHERE group_name = ANY(:groups)))""";

    private static final String COUNTS = """
            SELECT week, kind, grid, hour, GROUPING(kind, grid, hour) AS by, count(*) AS cases,
                count(*) FILTER (WHERE filed_at >= CAST(:from AS timestamptz) + (week + 1) * interval '7 days') AS late,
                count(approved_at) AS approved, count(rejected_at) AS rejected, count(pushed_at) AS pushed,
                count(accepted_at) AS accepted, count(refused_at) AS refused, count(registered_at) AS registered,
                count(closed_at) AS closed
            FROM (%s) AS counted GROUP BY GROUPING SETS ((week), (week, kind), (week, grid), (hour))""";

    private static final String TIMES = """
            SELECT count(*) AS filed, percentile_disc(ARRAY[0.5, 0.95]) WITHIN GROUP (ORDER BY extract(epoch FROM filed_at - first_seen_at)) AS to_filed,
                count(pushed_at) AS pushed, percentile_disc(ARRAY[0.5, 0.95]) WITHIN GROUP (ORDER BY extract(epoch FROM pushed_at - filed_at)) AS to_pushed,
                count(accepted_at) AS accepted, percentile_disc(ARRAY[0.5, 0.95]) WITHIN GROUP (ORDER BY extract(epoch FROM accepted_at - pushed_at)) AS to_accepted,
                count(closed_at) AS closed, percentile_disc(ARRAY[0.5, 0.95]) WITHIN GROUP (ORDER BY extract(epoch FROM closed_at - registered_at)) AS to_closed
            FROM (%s) AS counted""";

    private static final String COVERAGE = """
            SELECT floor(extract(epoch FROM start_at - CAST(:from AS timestamptz)) / 604800)::int AS week, sum(seen)::float8 / nullif(sum(living), 0) AS share
            FROM coverage_windows WHERE start_at >= :from AND start_at < :to AND start_at < :asOf AND judged GROUP BY week""";

    /** Kept for a week only, so it speaks of the newest one alone. */
    private static final String COVERAGE_OF_PLACE = """
            SELECT sum(bit_count(d.seen))::float8 / sum(length(d.seen)) FROM camera_days d
            WHERE d.day >= (CAST(:newest AS timestamptz) AT TIME ZONE 'UTC')::date AND d.day < (CAST(:to AS timestamptz) AT TIME ZONE 'UTC')::date AND d.camera_id IN (
                SELECT c.camera_id FROM case_places p JOIN cases c ON c.id = p.case_id
                WHERE p.responsibility_grid = :grid AND c.raised_at >= :from AND c.raised_at < :to)""";

    private final Database database;

    public InsightIndex(Database database) {
        this.database = database;
    }

    public Insight of(Span span) {
        return database.read(handle -> of(handle, span));
    }

    /**
     * The report of one week: once its moment has come, the same ever after.
     *
     * @param grids and {@code groups} as {@link Span} takes them
     */
    public WeeklyReport report(ReportWeek week, Instant now, Set<String> grids, Set<String> groups) {
        Instant asOf = week.asOf(now);
        Span span = new Span(week.end(), WeeklyReport.WEEKS, asOf, grids, groups);
        Span known = new Span(week.end(), 1, now, grids, groups);
        return database.read(handle -> {
            Insight insight = of(handle, span);
            int all = query(handle, "SELECT count(*) FROM (%s) AS counted", known)
                    .mapTo(Integer.class)
                    .one();
            return new WeeklyReport(
                    week,
                    insight,
                    !asOf.equals(now),
                    all - insight.weeks().getLast().cases());
        });
    }

    private static Insight of(Handle handle, Span span) {
        Counts counts = new Counts(span.weeks());
        query(handle, COUNTS, span).map((row, context) -> counts.add(row)).list();
        Map<Integer, Double> coverage = new TreeMap<>();
        times(handle.createQuery(COVERAGE), span)
                .map((row, context) -> coverage.put(row.getInt("week"), share(row)))
                .list();
        List<Trend> kinds = trends(counts.kinds);
        List<Trend> places = trends(counts.grids);
        List<Warning> warnings = Stream.concat(
                        kinds.stream().filter(InsightIndex::unusual).map(each -> new Warning(false, each, Double.NaN)),
                        places.stream().filter(InsightIndex::unusual).map(each -> warning(handle, span, each)))
                .toList();
        Precisions precisions = new Precisions(handle, span, counted(span));
        return new Insight(
                span,
                counts.weeks(coverage),
                kinds,
                places.stream().limit(MOST_PLACES).toList(),
                places.size(),
                warnings,
                counts.hours,
                precisions.sources(),
                precisions.kinds(),
                precisions.cameras(),
                query(handle, TIMES, span)
                        .map((row, context) -> new Insight.Times(
                                took(row, "filed"), took(row, "pushed"), took(row, "accepted"), took(row, "closed")))
                        .one());
    }

    private static double share(ResultSet row) throws SQLException {
        double share = row.getDouble("share");
        return row.wasNull() ? Double.NaN : share;
    }

    private static Took took(ResultSet row, String what) throws SQLException {
        java.sql.Array seconds = row.getArray("to_" + what);
        Number[] both = seconds == null ? new Number[2] : (Number[]) seconds.getArray();
        return new Took(
                row.getInt(what),
                both[0] == null ? Double.NaN : both[0].doubleValue(),
                both[1] == null ? Double.NaN : both[1].doubleValue());
    }

    /** Most cases in the newest week first. */
    private static List<Trend> trends(Map<String, List<Integer>> counts) {
        return counts.entrySet().stream()
                .map(each -> Trend.of(each.getKey(), each.getValue()))
                .sorted(Comparator.comparing(Trend::newest).reversed().thenComparing(Trend::name))
                .toList();
    }

    private static boolean unusual(Trend trend) {
        return trend.standing() == Band.Standing.ABOVE || trend.standing() == Band.Standing.BELOW;
    }

    private static Warning warning(Handle handle, Span span, Trend place) {
        Double coverage = handle.createQuery(COVERAGE_OF_PLACE)
                .bind("from", span.from())
                .bind("to", span.to())
                .bind("newest", span.start(span.weeks() - 1))
                .bind("grid", place.name())
                .mapTo(Double.class)
                .findOne()
                .orElse(null);
        return new Warning(true, place, coverage == null ? Double.NaN : coverage);
    }

    static String counted(Span span) {
        return span.grids().isEmpty() && span.groups().isEmpty() ? COUNTED : COUNTED + "\n" + SCOPE;
    }

    private static Query query(Handle handle, String sql, Span span) {
        return bind(handle.createQuery(sql.formatted(counted(span))), span);
    }

    static Query bind(Query query, Span span) {
        times(query, span);
        if (!span.grids().isEmpty() || !span.groups().isEmpty()) {
            query.bind("grids", span.grids().toArray(String[]::new))
                    .bind("groups", span.groups().toArray(String[]::new));
        }
        return query;
    }

    private static Query times(Query query, Span span) {
        return query.bind("from", span.from()).bind("to", span.to()).bind("asOf", span.asOf());
    }

    /** Rows of {@link #COUNTS}, sorted out. */
    private static final class Counts {

        private static final int BY_WEEK = 0b111;
        private static final int BY_KIND = 0b011;
        private static final int BY_GRID = 0b101;

        private final int length;
        private final Map<Integer, Week> byWeek = new TreeMap<>();
        private final Map<String, List<Integer>> kinds = new TreeMap<>();
        private final Map<String, List<Integer>> grids = new TreeMap<>();
        private final List<Integer> hours = new ArrayList<>(Collections.nCopies(HOURS, 0));

        Counts(int length) {
            this.length = length;
        }

        boolean add(ResultSet row) throws SQLException {
            int cases = row.getInt("cases");
            int week = row.getInt("week");
            switch (row.getInt("by")) {
                case BY_WEEK -> byWeek.put(week, week(row, week, cases));
                case BY_KIND -> of(kinds, row.getString("kind")).set(week, cases);
                case BY_GRID -> {
                    if (row.getString("grid") != null) {
                        of(grids, row.getString("grid")).set(week, cases);
                    }
                }
                default -> hours.set(row.getInt("hour"), cases);
            }
            return true;
        }

        private List<Integer> of(Map<String, List<Integer>> counts, String name) {
            return counts.computeIfAbsent(name, key -> new ArrayList<>(Collections.nCopies(length, 0)));
        }

        private static Week week(ResultSet row, int week, int cases) throws SQLException {
            return new Week(
                    week,
                    cases,
                    row.getInt("late"),
                    row.getInt("approved"),
                    row.getInt("rejected"),
                    row.getInt("pushed"),
                    row.getInt("accepted"),
                    row.getInt("refused"),
                    row.getInt("registered"),
                    row.getInt("closed"),
                    Double.NaN);
        }

        List<Week> weeks(Map<Integer, Double> coverage) {
            List<Week> weeks = new ArrayList<>();
            for (int i = 0; i < length; i++) {
                Week week = byWeek.getOrDefault(i, new Week(i, 0, 0, 0, 0, 0, 0, 0, 0, 0, Double.NaN));
                weeks.add(new Week(
                        i,
                        week.cases(),
                        week.late(),
                        week.approved(),
                        week.rejected(),
                        week.pushed(),
                        week.accepted(),
                        week.refused(),
                        week.registered(),
                        week.closed(),
                        coverage.getOrDefault(i, Double.NaN)));
            }
            return weeks;
        }
    }
}
