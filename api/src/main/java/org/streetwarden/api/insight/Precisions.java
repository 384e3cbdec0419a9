package org.streetwarden.api.insight;

import java.util.List;
import org.jdbi.v3.core.Handle;
import org.streetwarden.api.insight.Insight.Precision;
import org.streetwarden.api.insight.Insight.Source;

/** How many of the judged cases of a span were confirmed; the newest verdict by then counts. */
final class Precisions {

    /** A camera judged less often says little. */
    private static final int LEAST_JUDGED = 5;

    private static final int MOST_CAMERAS = 20;

    private final List<Row> rows;

    private record Row(String kind, String cameraId, String cameraName, String basis, int cases, Share confirmed) {}

    Precisions(Handle handle, Span span, String counted) {
        rows = InsightIndex.bind(handle.createQuery(sql(counted)), span)
                .bind("least", LEAST_JUDGED)
                .map((row, context) -> new Row(
                        row.getString("kind"),
                        row.getString("camera_id"),
                        row.getString("camera_name"),
                        row.getString("basis"),
                        row.getInt("cases"),
                        Share.of(row.getInt("confirmed"), row.getInt("judged"))))
                .list();
    }

    private static String sql(String counted) {
        return """
            SELECT kind, camera_id, basis, GROUPING(kind, camera_id, basis) AS by, count(*) AS cases,
                count(confirmed) AS judged, count(*) FILTER (WHERE confirmed) AS confirmed,
                (SELECT name FROM cameras m WHERE m.camera_id = s.camera_id) AS camera_name
            FROM (SELECT counted.*, v.confirmed FROM (%s) AS counted LEFT JOIN (
                    SELECT DISTINCT ON (case_id) case_id, confirmed FROM verdicts WHERE at >= :from AND at < :asOf
                    ORDER BY case_id, id DESC) v ON v.case_id = counted.id) AS s
            GROUP BY GROUPING SETS ((kind), (kind, camera_id), (basis))
            HAVING GROUPING(camera_id) = 1 OR count(confirmed) >= :least""".formatted(counted);
    }

    List<Source> sources() {
        return rows.stream()
                .filter(row -> row.basis() != null)
                .sorted((a, b) -> b.cases() - a.cases())
                .map(row -> new Source(row.basis(), row.cases(), row.confirmed()))
                .toList();
    }

    List<Precision> kinds() {
        return rows.stream()
                .filter(row -> row.basis() == null && row.cameraId() == null)
                .sorted((a, b) -> a.kind().compareTo(b.kind()))
                .map(row -> new Precision(row.kind(), "", "", row.confirmed()))
                .toList();
    }

    /** Those that are certainly worst first: by the upper end of the interval. */
    List<Precision> cameras() {
        return rows.stream()
                .filter(row -> row.cameraId() != null)
                .sorted((a, b) ->
                        Double.compare(a.confirmed().high(), b.confirmed().high()))
                .limit(MOST_CAMERAS)
                .map(row -> new Precision(
                        row.kind(), row.cameraId(), row.cameraName() == null ? "" : row.cameraName(), row.confirmed()))
                .toList();
    }
}
