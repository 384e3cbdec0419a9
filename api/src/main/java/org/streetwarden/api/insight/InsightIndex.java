package org.streetwarden.api.insight;

import java.sql.ResultSet;
import java.sql.SQLException;
import java.time.Instant;
import java.util.Arrays;
import java.util.Comparator;
import java.util.HashMap;
import java.util.List;
import java.util.Map;
import java.util.Set;
import java.util.function.Predicate;
import java.util.stream.Collectors;
import java.util.stream.Stream;
import org.jdbi.v3.core.Handle;
import org.streetwarden.api.cases.CaseFact;
import org.streetwarden.api.cases.CaseFacts;
import org.streetwarden.api.cases.Database;
import org.streetwarden.api.insight.Insight.Precision;
import org.streetwarden.api.insight.Insight.Trend;
import org.streetwarden.api.insight.Insight.Warning;

/** Counts the cases of some weeks. Thread-safe; blocks on the database. */
public final class InsightIndex {

    private static final int MOST_PLACES = 20;

    private static final String COVERAGE = """
            SELECT floor(date_part('epoch', start_at - CAST(:from AS timestamptz)) / 604800)::int AS week, sum(seen)::float8 / nullif(sum(living), 0) AS share
            FROM coverage_windows WHERE start_at >= :from AND start_at < :to AND start_at < :asOf AND judged GROUP BY week""";

    /** Kept for a week only, so it speaks of the newest one alone. */
    private static final String COVERAGE_OF_PLACES = """
            SELECT q.grid, sum(bit_count(d.seen))::float8 / sum(length(d.seen)) AS share
            FROM unnest(:grids, :cameras) AS q (grid, camera) JOIN camera_days d ON d.camera_id = q.camera
                AND d.day >= (CAST(:newest AS timestamptz) AT TIME ZONE 'UTC')::date AND d.day < (CAST(:to AS timestamptz) AT TIME ZONE 'UTC')::date
            GROUP BY q.grid""";

    /** A camera that brought a case of a grid. */
    private record Seen(String grid, String cameraId) {}

    private final Database database;
    private final CaseFacts facts;

    public InsightIndex(Database database, CaseFacts facts) {
        this.database = database;
        this.facts = facts;
    }

    public Insight of(Span span) {
        return of(span, facts.since(span.from()));
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
        List<CaseFact> all = facts.since(span.from());
        Insight insight = of(span, all);
        int afterwards = (int) all.stream().filter(counted(known)).count()
                - insight.weeks().getLast().cases();
        return new WeeklyReport(week, insight, !asOf.equals(now), afterwards);
    }

    private Insight of(Span span, List<CaseFact> all) {
        Predicate<CaseFact> counted = counted(span);
        Counts counts = new Counts(span, all.size());
        Precisions precisions = new Precisions(span);
        for (CaseFact fact : all) {
            if (counted.test(fact)) {
                counts.add(fact);
                precisions.add(fact);
            }
        }
        List<Trend> kinds = trends(counts.kinds());
        List<Trend> places = trends(counts.grids());
        return database.read(handle -> new Insight(
                span,
                counts.weeks(coverage(handle, span)),
                kinds,
                places.stream().limit(MOST_PLACES).toList(),
                places.size(),
                warnings(handle, span, kinds, places, all),
                counts.hours(),
                precisions.sources(),
                precisions.kinds(),
                named(handle, precisions.cameras()),
                counts.times()));
    }

    private static boolean raisedWithin(Span span, CaseFact fact) {
        return fact.raisedUs() >= CaseFact.micros(span.from()) && fact.raisedUs() < CaseFact.micros(span.to());
    }

    /** Raised in the span, filed by its moment and within its scope. */
    private Predicate<CaseFact> counted(Span span) {
        long fromUs = CaseFact.micros(span.from());
        long toUs = CaseFact.micros(span.to());
        long asOfUs = CaseFact.micros(span.asOf());
        boolean everything = span.grids().isEmpty() && span.groups().isEmpty();
        Set<String> cameras = span.groups().isEmpty() ? Set.of() : database.read(handle -> cameras(handle, span));
        return fact -> fact.raisedUs() >= fromUs
                && fact.raisedUs() < toUs
                && fact.filedUs() < asOfUs
                && (everything
                        || (fact.unitGrid() != null && span.grids().contains(fact.unitGrid()))
                        || (fact.grid() != null && span.grids().contains(fact.grid()))
                        || cameras.contains(fact.place().cameraId()));
    }

    private static Set<String> cameras(Handle handle, Span span) {
        return handle.createQuery("SELECT camera_id FROM cameras WHERE group_name = ANY(:groups)")
                .bind("groups", span.groups().toArray(String[]::new))
                .mapTo(String.class)
                .set();
    }

    private static Map<Integer, Double> coverage(Handle handle, Span span) {
        Map<Integer, Double> coverage = new HashMap<>();
        handle.createQuery(COVERAGE)
                .bind("from", span.from())
                .bind("to", span.to())
                .bind("asOf", span.asOf())
                .map((row, context) -> Map.entry(row.getInt("week"), share(row)))
                .forEach(each -> coverage.put(each.getKey(), each.getValue()));
        return coverage;
    }

    private static double share(ResultSet row) throws SQLException {
        double share = row.getDouble("share");
        return row.wasNull() ? Double.NaN : share;
    }

    private static List<Precision> named(Handle handle, List<Precision> cameras) {
        Map<String, String> names = new HashMap<>();
        handle.createQuery("SELECT camera_id, name FROM cameras WHERE camera_id = ANY(:cameras)")
                .bind("cameras", cameras.stream().map(Precision::cameraId).toArray(String[]::new))
                .map((row, context) -> Map.entry(row.getString(1), row.getString(2)))
                .forEach(each -> names.put(each.getKey(), each.getValue()));
        return cameras.stream()
                .map(each -> new Precision(
                        each.kind(), each.cameraId(), names.getOrDefault(each.cameraId(), ""), each.confirmed()))
                .toList();
    }

    /** Most cases in the newest week first. */
    private static List<Trend> trends(Map<String, int[]> counts) {
        return counts.entrySet().stream()
                .map(each -> Trend.of(
                        each.getKey(), Arrays.stream(each.getValue()).boxed().toList()))
                .sorted(Comparator.comparing(Trend::newest).reversed().thenComparing(Trend::name))
                .toList();
    }

    private static List<Warning> warnings(
            Handle handle, Span span, List<Trend> kinds, List<Trend> places, List<CaseFact> all) {
        List<Trend> unusual = places.stream().filter(InsightIndex::unusual).toList();
        Map<String, Double> coverage = unusual.isEmpty()
                ? Map.of()
                : coverage(handle, span, unusual.stream().map(Trend::name).collect(Collectors.toSet()), all);
        return Stream.concat(
                        kinds.stream().filter(InsightIndex::unusual).map(each -> new Warning(false, each, Double.NaN)),
                        unusual.stream()
                                .map(each -> new Warning(true, each, coverage.getOrDefault(each.name(), Double.NaN))))
                .toList();
    }

    private static boolean unusual(Trend trend) {
        return trend.standing() == Band.Standing.ABOVE || trend.standing() == Band.Standing.BELOW;
    }

    /** How much of the newest week the cameras of each grid saw, those that brought cases of it in the span. */
    private static Map<String, Double> coverage(Handle handle, Span span, Set<String> grids, List<CaseFact> all) {
        List<Seen> cameras = all.stream()
                .filter(fact -> fact.grid() != null && grids.contains(fact.grid()) && raisedWithin(span, fact))
                .map(fact -> new Seen(fact.grid(), fact.place().cameraId()))
                .distinct()
                .toList();
        Map<String, Double> coverage = new HashMap<>();
        handle.createQuery(COVERAGE_OF_PLACES)
                .bind("to", span.to())
                .bind("newest", span.start(span.weeks() - 1))
                .bind("grids", cameras.stream().map(Seen::grid).toArray(String[]::new))
                .bind("cameras", cameras.stream().map(Seen::cameraId).toArray(String[]::new))
                .map((row, context) -> Map.entry(row.getString("grid"), share(row)))
                .forEach(each -> coverage.put(each.getKey(), each.getValue()));
        return coverage;
    }
}
