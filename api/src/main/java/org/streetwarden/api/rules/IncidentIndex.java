package org.streetwarden.api.rules;

import java.sql.ResultSet;
import java.sql.SQLException;
import java.time.Instant;
import java.util.LinkedHashMap;
import java.util.List;
import java.util.Map;
import java.util.Optional;
import org.jdbi.v3.core.Handle;
import org.jdbi.v3.core.statement.Query;
import org.streetwarden.api.cases.Database;
import org.streetwarden.casefile.WorkerRecord.IncidentFiled;
import org.streetwarden.rule.Judgement;
import org.streetwarden.rule.Outcome;
import org.streetwarden.zone.Kind;

/** Finds incidents and says why they became cases or did not. Thread-safe; blocks on the database. */
public final class IncidentIndex {

    private static final String NEWEST = """
            SELECT i.*, d.rules, d.judgement FROM incidents i
            JOIN LATERAL (SELECT rules, judgement FROM incident_decisions o
                WHERE o.incident_id = i.incident_id ORDER BY o.id DESC LIMIT 1) d ON true""";

    private final Database database;

    public IncidentIndex(Database database) {
        this.database = database;
    }

    /**
     * An incident with its newest decision.
     *
     * @param rules version of the rules that decided
     * @param dueAt null where it is not held
     * @param caseNo null where it is part of no case
     * @param joined whether that case was there before it
     * @param lastSeenAt null until it is gone
     */
    public record Row(
            IncidentFiled filed,
            Instant takenAt,
            String rules,
            Judgement judgement,
            Instant dueAt,
            String caseNo,
            boolean joined,
            Instant lastSeenAt) {}

    /** One decision, as it is shown. */
    public record Decision(Instant at, Instant asOf, Instant goneAt, String rules, Judgement judgement) {}

    /** Where a page ended. */
    public record After(Instant raisedAt, String incidentId) {}

    /**
     * Newest raise first.
     *
     * @param after null for the first page
     */
    public List<Row> list(IncidentFilter filter, After after, int limit) {
        Map<String, Object> values = new LinkedHashMap<>();
        StringBuilder sql = new StringBuilder(NEWEST).append(" WHERE true");
        any(
                sql,
                values,
                "outcome",
                filter.outcomes().stream().map(Outcome::name).toList());
        any(sql, values, "reason", filter.reasons());
        any(sql, values, "kind", filter.kinds().stream().map(Kind::id).toList());
        any(sql, values, "camera_id", filter.cameraIds());
        any(sql, values, "zone_id", filter.zoneIds());
        if (filter.from() != null) {
            sql.append(" AND i.raised_at >= :from");
            values.put("from", filter.from());
        }
        if (filter.to() != null) {
            sql.append(" AND i.raised_at < :to");
            values.put("to", filter.to());
        }
        if (after != null) {
            sql.append(" AND (i.raised_at, i.incident_id) < (:afterRaised, :afterId)");
            values.put("afterRaised", after.raisedAt());
            values.put("afterId", after.incidentId());
        }
        sql.append(" ORDER BY i.raised_at DESC, i.incident_id DESC LIMIT :limit");
        return database.read(handle -> {
            Query query = handle.createQuery(sql.toString()).bind("limit", limit);
            values.forEach(query::bind);
            return query.map((row, context) -> row(row)).list();
        });
    }

    private static void any(StringBuilder sql, Map<String, Object> values, String column, List<String> wanted) {
        if (!wanted.isEmpty()) {
            sql.append(" AND i.")
                    .append(column)
                    .append(" = ANY(:")
                    .append(column)
                    .append(')');
            values.put(column, wanted.toArray(String[]::new));
        }
    }

    private static Row row(ResultSet row) throws SQLException {
        return new Row(
                IncidentRows.record(row.getString("record")),
                IncidentRows.instant(row, "taken_at"),
                row.getString("rules"),
                JudgedJson.judgement(JudgedJson.parse(row.getString("judgement"))),
                IncidentRows.instant(row, "due_at"),
                row.getString("case_no"),
                row.getBoolean("joined"),
                IncidentRows.instant(row, "last_seen_at"));
    }

    public Optional<Row> find(String incidentId) {
        return database.read(handle -> handle.createQuery(NEWEST + " WHERE i.incident_id = :incident")
                .bind("incident", incidentId)
                .map((row, context) -> row(row))
                .findOne());
    }

    /** Of one incident, oldest first. */
    public List<Decision> decisions(String incidentId) {
        return database.read(handle -> IncidentRows.decisions(handle, incidentId)).stream()
                .map(each -> new Decision(each.at(), each.asOf(), each.goneAt(), each.rules(), each.judgement()))
                .toList();
    }

    /**
     * The incidents of a case, the one that opened it first; none where it was filed before there were rules.
     *
     * @return empty where there is no such case
     */
    public Optional<List<Row>> ofCase(String caseNo) {
        return database.read(handle -> exists(handle, caseNo)
                ? Optional.of(handle.createQuery(
                                NEWEST + " WHERE i.case_no = :caseNo ORDER BY i.joined, i.taken_at LIMIT 200")
                        .bind("caseNo", caseNo)
                        .map((row, context) -> row(row))
                        .list())
                : Optional.empty());
    }

    private static boolean exists(Handle handle, String caseNo) {
        return handle.createQuery("SELECT EXISTS (SELECT 1 FROM cases WHERE case_no = :caseNo)")
                .bind("caseNo", caseNo)
                .mapTo(Boolean.class)
                .one();
    }
}
