package org.streetwarden.api.verdicts;

import java.sql.ResultSet;
import java.sql.SQLException;
import java.time.Instant;
import java.util.ArrayList;
import java.util.LinkedHashMap;
import java.util.List;
import java.util.Map;
import org.jdbi.v3.core.Handle;
import org.jdbi.v3.core.statement.Query;
import org.streetwarden.api.cases.Database;
import org.streetwarden.geometry.Box;
import org.streetwarden.zone.Kind;

/**
 * The verdict that counts of every judged case, walked in order of filing. One walk sees the verdicts up to one id,
 * whatever is judged meanwhile. Thread-safe; blocks on the database.
 */
public final class StandingVerdicts {

    private static final int PAGE = 200;

    private final Database database;

    public StandingVerdicts(Database database) {
        this.database = database;
    }

    /**
     * Which verdicts; an empty list or null leaves that side open.
     *
     * @param groups of cameras, as their workers say now
     * @param verdicts as {@link Opinion#id()}
     * @param since earliest raise, inclusive
     * @param until latest raise, exclusive
     */
    public record Filter(
            List<Kind> kinds,
            List<String> cameraIds,
            List<String> groups,
            List<String> verdicts,
            Instant since,
            Instant until) {
        public Filter {
            kinds = List.copyOf(kinds);
            cameraIds = List.copyOf(cameraIds);
            groups = List.copyOf(groups);
            verdicts = List.copyOf(verdicts);
        }
    }

    /**
     * A case's verdict with what the model said.
     *
     * @param caseId order of filing
     */
    public record Standing(long caseId, Kind kind, String label, Box box, Verdict verdict) {}

    /** @return the newest verdict's id, 0 where there is none */
    public long newest() {
        return database.read(handle -> handle.createQuery("SELECT coalesce(max(id), 0) FROM verdicts")
                .mapTo(Long.class)
                .one());
    }

    /**
     * The next few.
     *
     * @param upTo newest verdict that counts, inclusive
     * @param afterCaseId exclusive
     * @return empty at the end
     */
    public List<Standing> page(Filter filter, long upTo, long afterCaseId) {
        Map<String, Object> values = new LinkedHashMap<>();
        String sql = "SELECT v.*, c.case_no, c.kind, c.label, c.box_left, c.box_top, c.box_right, c.box_bottom"
                + " FROM cases c CROSS JOIN LATERAL (SELECT * FROM verdicts n WHERE n.case_id = c.id AND n.id <= :upTo"
                + " ORDER BY n.id DESC LIMIT 1) v WHERE c.id > :after"
                + String.join("", conditions(filter, values))
                + " ORDER BY c.id LIMIT " + PAGE;
        return database.read(handle -> {
            Query query = handle.createQuery(sql).bind("after", afterCaseId).bind("upTo", upTo);
            values.forEach(query::bind);
            return query.map((row, context) -> standing(handle, row)).list();
        });
    }

    private static List<String> conditions(Filter filter, Map<String, Object> values) {
        List<String> conditions = new ArrayList<>();
        if (!filter.kinds().isEmpty()) {
            conditions.add(" AND c.kind = ANY(:kinds)");
            values.put("kinds", filter.kinds().stream().map(Kind::id).toArray(String[]::new));
        }
        if (!filter.cameraIds().isEmpty()) {
            conditions.add(" AND c.camera_id = ANY(:cameras)");
            values.put("cameras", filter.cameraIds().toArray(String[]::new));
        }
        if (!filter.groups().isEmpty()) {
            conditions.add(" AND c.camera_id IN (SELECT camera_id FROM cameras WHERE group_name = ANY(:groups))");
            values.put("groups", filter.groups().toArray(String[]::new));
        }
        if (!filter.verdicts().isEmpty()) {
            conditions.add(" AND coalesce(v.reason, '" + Opinion.CONFIRMED + "') = ANY(:verdicts)");
            values.put("verdicts", filter.verdicts().toArray(String[]::new));
        }
        if (filter.since() != null) {
            conditions.add(" AND c.raised_at >= :since");
            values.put("since", filter.since());
        }
        if (filter.until() != null) {
            conditions.add(" AND c.raised_at < :until");
            values.put("until", filter.until());
        }
        return conditions;
    }

    private static Standing standing(Handle handle, ResultSet row) throws SQLException {
        return new Standing(
                row.getLong("case_id"),
                Kind.of(row.getString("kind")).orElseThrow(),
                row.getString("label"),
                new Box(
                        row.getDouble("box_left"),
                        row.getDouble("box_top"),
                        row.getDouble("box_right"),
                        row.getDouble("box_bottom")),
                VerdictRows.verdict(handle, row));
    }
}
