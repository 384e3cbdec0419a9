package org.streetwarden.api.cases;

import java.sql.ResultSet;
import java.sql.SQLException;
import java.sql.Timestamp;
import java.util.ArrayList;
import java.util.HashMap;
import java.util.List;
import java.util.Map;
import org.jdbi.v3.core.Handle;
import org.streetwarden.api.cases.CaseFact.Again;
import org.streetwarden.api.cases.CaseFact.Milestone;
import org.streetwarden.api.cases.CaseFact.Opinion;
import org.streetwarden.api.cases.CaseFact.Place;

/** Reads {@link CaseFact}s; what many of them say alike is one object. Used by one thread. */
final class FactRows {

    private static final int ROWS_AT_ONCE = 5000;

    private static final String FACTS = """
            SELECT c.id, c.case_no, c.kind, c.camera_id, c.camera_name, c.zone_id, c.basis, c.status, c.first_seen_at, c.raised_at,
                c.filed_at, p.unit_grid, p.responsibility_grid, m.approved_at, m.rejected_at, m.pushed_at, m.accepted_at, m.refused_at,
                m.registered_at, m.closed_at,
                c.status = 'VOID' AND (SELECT h.action FROM case_history h WHERE h.id = c.moved_by) = 'JUDGED' AS judged_void
            FROM cases c LEFT JOIN case_places p ON p.case_id = c.id LEFT JOIN case_milestones m ON m.case_id = c.id
            WHERE %s""";
    private static final String VERDICTS = """
            SELECT v.case_id, v.at, v.confirmed FROM verdicts v JOIN cases c ON c.id = v.case_id WHERE %s ORDER BY v.id""";
    private static final String AGAIN = """
            SELECT i.case_id, i.camera_id, i.zone_id, c.kind, i.raised_at FROM case_incidents i JOIN cases c ON c.id = i.case_id
            WHERE i.joined_as = 'REOPENED' AND %s""";

    private final Handle handle;
    private final String chosen;
    private final Map<String, ?> values;
    private final Same same;

    /** What was read before and is handed out again. */
    static final class Same {

        private final Map<String, String> texts = new HashMap<>();
        private final Map<List<String>, Place> places = new HashMap<>();

        /** @param text null is one */
        private String text(String text) {
            return text == null ? null : texts.computeIfAbsent(text, key -> key);
        }

        private Place place(String cameraId, String zoneId, String kind) {
            return places.computeIfAbsent(
                    List.of(text(cameraId), text(zoneId), text(kind)),
                    key -> new Place(places.size(), key.get(0), key.get(1), key.get(2)));
        }
    }

    /**
     * @param same of all facts that are handed out together
     * @param chosen what a row {@code c} of cases must satisfy, in SQL
     * @param values by the names that it uses
     */
    FactRows(Handle handle, Same same, String chosen, Map<String, ?> values) {
        this.handle = handle;
        this.same = same;
        this.chosen = chosen;
        this.values = values;
    }

    private interface Reading<T> {
        T of(ResultSet row) throws SQLException;
    }

    List<CaseFact> read() {
        Map<Long, List<Opinion>> verdicts =
                byCase(VERDICTS, row -> new Opinion(micros(row, "at"), row.getBoolean("confirmed")));
        Map<Long, List<Again>> again = byCase(AGAIN, row -> new Again(place(row), micros(row, "raised_at")));
        List<CaseFact> facts = new ArrayList<>();
        rows(FACTS, row -> facts.add(fact(row, verdicts, again)));
        return facts;
    }

    private <T> Map<Long, List<T>> byCase(String sql, Reading<T> reading) {
        Map<Long, List<T>> found = new HashMap<>();
        rows(sql, row -> found.merge(row.getLong("case_id"), List.of(reading.of(row)), FactRows::joined));
        return found;
    }

    private static <T> List<T> joined(List<T> before, List<T> next) {
        List<T> all = new ArrayList<>(before);
        all.addAll(next);
        return List.copyOf(all);
    }

    private void rows(String sql, Reading<?> reading) {
        try (var query = handle.createQuery(sql.formatted(chosen))) {
            query.bindMap(values)
                    .setFetchSize(ROWS_AT_ONCE)
                    .map((row, context) -> reading.of(row))
                    .forEach(each -> {});
        }
    }

    private CaseFact fact(ResultSet row, Map<Long, List<Opinion>> verdicts, Map<Long, List<Again>> again)
            throws SQLException {
        long id = row.getLong("id");
        long[] milestones = new long[Milestone.values().length];
        for (Milestone each : Milestone.values()) {
            milestones[each.number()] = micros(row, each.column());
        }
        List<Opinion> opinions = verdicts.getOrDefault(id, List.of());
        boolean judged = !opinions.isEmpty();
        return new CaseFact(
                id,
                row.getString("case_no"),
                place(row),
                same.text(row.getString("camera_name")),
                same.text(row.getString("basis")),
                same.text(row.getString("unit_grid")),
                same.text(row.getString("responsibility_grid")),
                CaseStatus.valueOf(row.getString("status")),
                row.getBoolean("judged_void"),
                micros(row, "first_seen_at"),
                micros(row, "raised_at"),
                micros(row, "filed_at"),
                milestones,
                judged ? opinions.getLast().atUs() : CaseFact.NEVER,
                judged && opinions.getLast().confirmed(),
                opinions.size() > 1 ? opinions.subList(0, opinions.size() - 1) : List.of(),
                again.getOrDefault(id, List.of()));
    }

    private Place place(ResultSet row) throws SQLException {
        return same.place(row.getString("camera_id"), row.getString("zone_id"), row.getString("kind"));
    }

    private static long micros(ResultSet row, String column) throws SQLException {
        Timestamp at = row.getTimestamp(column);
        return at == null ? CaseFact.NEVER : CaseFact.micros(at.toInstant());
    }
}
