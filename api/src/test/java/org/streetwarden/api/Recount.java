package org.streetwarden.api;

import java.sql.ResultSet;
import java.sql.SQLException;
import java.util.Arrays;
import java.util.List;
import java.util.Locale;
import java.util.SortedSet;
import java.util.TreeSet;
import java.util.stream.IntStream;
import java.util.stream.Stream;
import org.jdbi.v3.core.Handle;
import org.jdbi.v3.core.statement.Query;
import org.streetwarden.api.insight.Insight;
import org.streetwarden.api.insight.Span;
import org.streetwarden.api.life.HotSpot;

/** Counts insight and hot spots by statements over all rows, and writes both ways of counting alike, one fact a line. */
final class Recount {

    private static final String COUNTED = """
            SELECT c.id, c.kind, c.basis, c.camera_id, c.first_seen_at, c.filed_at, p.responsibility_grid AS grid,
                floor(extract(epoch FROM c.raised_at - CAST(:from AS timestamptz)) / 604800)::int AS week,
                extract(hour FROM c.raised_at AT TIME ZONE 'Asia/Shanghai')::int AS hour, (
                    SELECT v.confirmed FROM verdicts v WHERE v.case_id = c.id AND v.at >= :from AND v.at < :asOf
                    ORDER BY v.id DESC LIMIT 1) AS confirmed, %s
            FROM cases c LEFT JOIN case_places p ON p.case_id = c.id
            WHERE c.raised_at >= :from AND c.raised_at < :to AND c.filed_at < :asOf AND (cardinality(:grids) + cardinality(:groups) = 0
                OR p.unit_grid = ANY(:grids) OR p.responsibility_grid = ANY(:grids)
                OR c.camera_id IN (SELECT camera_id FROM cameras WHERE group_name = ANY(:groups)))""".formatted(Stream.of(
                    "approved 'APPROVED'",
                    "rejected 'REJECTED'",
                    "pushed 'PUSHED'",
                    "accepted 'ACCEPTED', 'REGISTERED', 'DISPATCHED', 'HANDLED', 'CLOSED'",
                    "refused 'REFUSED'",
                    "registered 'REGISTERED', 'DISPATCHED', 'HANDLED', 'CLOSED'",
                    "closed 'CLOSED'")
            .map(each -> each.split(" ", 2))
            .map(each ->
                    "(SELECT min(h.at) FROM case_history h WHERE h.case_id = c.id AND h.to_status IN (%s) AND h.at < :asOf) AS %s_at"
                            .formatted(each[1], each[0]))
            .reduce((one, other) -> one + ", " + other)
            .orElseThrow());

    private static final String WEEKS = """
            SELECT concat_ws(' ', 'week', week, count(*), count(*) FILTER (
                    WHERE filed_at >= CAST(:from AS timestamptz) + (week + 1) * interval '7 days'), count(approved_at), count(rejected_at),
                count(pushed_at), count(accepted_at), count(refused_at), count(registered_at), count(closed_at))
            FROM counted GROUP BY week
            UNION ALL SELECT concat_ws(' ', 'kind', kind, week, count(*)) FROM counted GROUP BY kind, week
            UNION ALL SELECT concat_ws(' ', 'grid', grid, week, count(*)) FROM counted WHERE grid IS NOT NULL GROUP BY grid, week
            UNION ALL SELECT concat_ws(' ', 'hour', hour, count(*)) FROM counted GROUP BY hour
            UNION ALL SELECT concat_ws(' ', 'source', basis, count(*), count(confirmed), count(*) FILTER (WHERE confirmed)) FROM counted GROUP BY basis
            UNION ALL SELECT concat_ws(' ', 'judged', kind, '', count(confirmed), count(*) FILTER (WHERE confirmed)) FROM counted GROUP BY kind
            UNION ALL SELECT concat_ws(' ', 'judged', kind, camera_id, count(confirmed), count(*) FILTER (WHERE confirmed)) FROM counted
                GROUP BY kind, camera_id HAVING count(confirmed) >= 5""";

    private static final String TIMES = """
            SELECT count(*), percentile_disc(ARRAY[0.5, 0.95]) WITHIN GROUP (ORDER BY extract(epoch FROM filed_at - first_seen_at)),
                count(pushed_at), percentile_disc(ARRAY[0.5, 0.95]) WITHIN GROUP (ORDER BY extract(epoch FROM pushed_at - filed_at)),
                count(accepted_at), percentile_disc(ARRAY[0.5, 0.95]) WITHIN GROUP (ORDER BY extract(epoch FROM accepted_at - pushed_at)),
                count(closed_at), percentile_disc(ARRAY[0.5, 0.95]) WITHIN GROUP (ORDER BY extract(epoch FROM closed_at - registered_at))
            FROM counted""";

    private static final String HOT = """
            SELECT concat_ws(' ', camera_id, zone_id, kind, count(*), extract(epoch FROM min(raised_at))::bigint,
                extract(epoch FROM max(raised_at))::bigint)
            FROM (
                SELECT c.camera_id, c.zone_id, c.kind, c.raised_at FROM cases c
                WHERE c.raised_at >= :from AND c.status <> 'REJECTED' AND (c.status <> 'VOID'
                    OR (SELECT h.action FROM case_history h WHERE h.id = c.moved_by) = 'JUDGED')
                UNION ALL
                SELECT i.camera_id, i.zone_id, c.kind, i.raised_at FROM case_incidents i JOIN cases c ON c.id = i.case_id
                WHERE i.raised_at >= :from AND i.joined_as = 'REOPENED' AND c.status NOT IN ('REJECTED', 'VOID')) seen
            GROUP BY camera_id, zone_id, kind HAVING count(*) >= :least""";

    private Recount() {}

    static SortedSet<String> insight(Handle handle, Span span) {
        TreeSet<String> lines =
                new TreeSet<>(query(handle, span, WEEKS).mapTo(String.class).list());
        query(handle, span, TIMES)
                .map((row, context) -> IntStream.of(1, 3, 5, 7)
                        .mapToObj(column -> took(row, column))
                        .toList())
                .one()
                .forEach(lines::add);
        return lines;
    }

    private static Query query(Handle handle, Span span, String sql) {
        return handle.createQuery("WITH counted AS (" + COUNTED + ") " + sql)
                .bind("from", span.from())
                .bind("to", span.to())
                .bind("asOf", span.asOf())
                .bind("grids", span.grids().toArray(String[]::new))
                .bind("groups", span.groups().toArray(String[]::new));
    }

    private static String took(ResultSet row, int column) {
        try {
            java.sql.Array seconds = row.getArray(column + 1);
            Number[] both = seconds == null ? new Number[2] : (Number[]) seconds.getArray();
            return took(column, row.getInt(column), number(both[0]), number(both[1]));
        } catch (SQLException impossible) {
            throw new IllegalStateException(impossible);
        }
    }

    private static double number(Number number) {
        return number == null ? Double.NaN : number.doubleValue();
    }

    private static String took(int column, int cases, double median, double p95) {
        return String.format(Locale.ROOT, "times %d %d %.6f %.6f", column, cases, median, p95);
    }

    static SortedSet<String> lines(Insight insight) {
        SortedSet<String> lines = new TreeSet<>();
        insight.weeks().stream()
                .filter(week -> week.cases() > 0)
                .forEach(week -> lines.add(Stream.of(
                                "week",
                                week.number(),
                                week.cases(),
                                week.late(),
                                week.approved(),
                                week.rejected(),
                                week.pushed(),
                                week.accepted(),
                                week.refused(),
                                week.registered(),
                                week.closed())
                        .map(Object::toString)
                        .reduce((one, other) -> one + " " + other)
                        .orElseThrow()));
        trends(lines, "kind", insight.kinds());
        trends(lines, "grid", insight.places());
        for (int hour = 0; hour < 24; hour++) {
            add(lines, insight.hours().get(hour), "hour " + hour);
        }
        insight.sources()
                .forEach(each -> lines.add("source %s %d %d %d"
                        .formatted(
                                each.basis(),
                                each.cases(),
                                each.confirmed().of(),
                                each.confirmed().count())));
        Stream.concat(insight.kindPrecision().stream(), insight.cameraPrecision().stream())
                .forEach(each -> lines.add("judged %s %s %d %d"
                        .formatted(
                                each.kind(),
                                each.cameraId(),
                                each.confirmed().of(),
                                each.confirmed().count())));
        List<Insight.Took> times = Arrays.asList(
                insight.times().toFiled(),
                insight.times().toPushed(),
                insight.times().toAccepted(),
                insight.times().toClosed());
        for (int i = 0; i < times.size(); i++) {
            Insight.Took each = times.get(i);
            lines.add(took(2 * i + 1, each.cases(), each.medianS(), each.p95S()));
        }
        return lines;
    }

    private static void trends(SortedSet<String> lines, String what, List<Insight.Trend> trends) {
        for (Insight.Trend trend : trends) {
            for (int week = 0; week < trend.counts().size(); week++) {
                add(lines, trend.counts().get(week), what + " " + trend.name() + " " + week);
            }
        }
    }

    private static void add(SortedSet<String> lines, int count, String what) {
        if (count > 0) {
            lines.add(what + " " + count);
        }
    }

    static SortedSet<String> hotSpots(Handle handle, java.time.Instant from, int least) {
        return new TreeSet<>(handle.createQuery(HOT)
                .bind("from", from)
                .bind("least", least)
                .mapTo(String.class)
                .list());
    }

    static SortedSet<String> lines(List<HotSpot> spots) {
        SortedSet<String> lines = new TreeSet<>();
        spots.forEach(each -> lines.add("%s %s %s %d %d %d"
                .formatted(
                        each.cameraId(),
                        each.zoneId(),
                        each.kind().id(),
                        each.times(),
                        each.firstAt().getEpochSecond(),
                        each.lastAt().getEpochSecond())));
        return lines;
    }
}
