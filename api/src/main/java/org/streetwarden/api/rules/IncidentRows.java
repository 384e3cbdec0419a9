package org.streetwarden.api.rules;

import com.fasterxml.jackson.databind.JsonNode;
import com.fasterxml.jackson.databind.node.JsonNodeFactory;
import com.fasterxml.jackson.databind.node.ObjectNode;
import java.sql.ResultSet;
import java.sql.SQLException;
import java.sql.Timestamp;
import java.time.Instant;
import java.time.temporal.ChronoUnit;
import java.util.ArrayList;
import java.util.Collection;
import java.util.HashMap;
import java.util.List;
import java.util.Map;
import java.util.Optional;
import java.util.Set;
import org.jdbi.v3.core.Handle;
import org.streetwarden.api.batch.Gathering;
import org.streetwarden.api.cases.Judging.Held;
import org.streetwarden.casefile.GroundSight;
import org.streetwarden.casefile.MalformedRecord;
import org.streetwarden.casefile.RecordCodec;
import org.streetwarden.casefile.WorkerRecord.IncidentCleared;
import org.streetwarden.casefile.WorkerRecord.IncidentFiled;
import org.streetwarden.rule.Area;
import org.streetwarden.rule.Finding;
import org.streetwarden.rule.Judgement;
import org.streetwarden.rule.Surroundings;

/** Rows of incidents and of what was decided about them. */
final class IncidentRows {

    private static final String INSERT = """
            INSERT INTO incidents (incident_id, taken_at, kind, camera_id, zone_id, raised_at, record, outcome, reason, rule_id,
                judged_as_of, due_at, stands_in, case_no, joined, longitude, latitude, uncertainty_m)
            VALUES (:incident, :now, :kind, :camera, :zone, :raised, CAST(:record AS jsonb), :outcome, :reason, :rule,
                :asOf, :due, :standsIn, :caseNo, :joined, :longitude, :latitude, :uncertainty)""";
    private static final String UPDATE = """
            UPDATE incidents SET outcome = :outcome, reason = :reason, rule_id = :rule, judged_as_of = :asOf, due_at = :due,
                stands_in = :standsIn
            WHERE incident_id = :incident""";

    private IncidentRows() {}

    /**
     * A decision with everything that it was made from.
     *
     * @param goneAt null where the thing stood
     */
    record Decided(String rules, Instant at, Instant asOf, Instant goneAt, Surroundings around, Judgement judgement) {}

    static Finding finding(IncidentFiled filed) {
        return new Finding(
                filed.kind(),
                filed.cameraId(),
                filed.zoneId(),
                filed.label(),
                filed.score(),
                filed.experimental(),
                filed.raisedAt().truncatedTo(ChronoUnit.MICROS),
                filed.present(),
                filed.observed(),
                filed.longestGap(),
                filed.ground() != null);
    }

    static void insert(Handle handle, IncidentFiled filed, Decided decided) {
        ObjectNode record = JsonNodeFactory.instance.objectNode();
        RecordCodec.encode(filed).forEach(record::put);
        GroundSight ground = filed.ground();
        Map<String, Object> row = values(filed.incidentId(), decided);
        row.put("longitude", ground == null ? null : ground.place().longitude());
        row.put("latitude", ground == null ? null : ground.place().latitude());
        row.put("uncertainty", ground == null ? null : ground.uncertaintyM());
        row.put("now", decided.at());
        row.put("kind", filed.kind().id());
        row.put("camera", filed.cameraId());
        row.put("zone", filed.zoneId());
        row.put("raised", filed.raisedAt().truncatedTo(ChronoUnit.MICROS));
        row.put("record", record.toString());
        row.put("caseNo", null);
        row.put("joined", false);
        Gathering.write(handle, INSERT, row);
        decide(handle, filed.incidentId(), decided);
    }

    static void update(Handle handle, String incidentId, Decided decided) {
        handle.createUpdate(UPDATE).bindMap(values(incidentId, decided)).execute();
        decide(handle, incidentId, decided);
    }

    private static Map<String, Object> values(String incidentId, Decided decided) {
        Judgement judgement = decided.judgement();
        Map<String, Object> values = new HashMap<>();
        values.put("incident", incidentId);
        values.put("outcome", judgement.outcome().name());
        values.put("reason", judgement.reason().id());
        values.put("rule", judgement.ruleId());
        values.put("asOf", decided.asOf());
        values.put("due", judgement.until());
        values.put("standsIn", standsIn(judgement));
        return values;
    }

    private static String[] standsIn(Judgement judgement) {
        return judgement.steps().stream()
                .filter(step -> step.check().equals(Area.Layer.VENDING_POINTS.id())
                        && "inside".equals(step.facts().get("where")))
                .map(step -> step.facts().get("code"))
                .distinct()
                .toArray(String[]::new);
    }

    private static void decide(Handle handle, String incidentId, Decided decided) {
        Map<String, Object> row = new HashMap<>();
        row.put("incident", incidentId);
        row.put("at", decided.at());
        row.put("asOf", decided.asOf());
        row.put("gone", decided.goneAt());
        row.put("rules", decided.rules());
        row.put("around", JudgedJson.of(decided.around()).toString());
        row.put("judgement", JudgedJson.of(decided.judgement()).toString());
        Gathering.write(handle, """
                INSERT INTO incident_decisions (incident_id, at, as_of, gone_at, rules, surroundings, judgement)
                VALUES (:incident, :at, :asOf, :gone, :rules, CAST(:around AS jsonb), CAST(:judgement AS jsonb))""", row);
    }

    static Decided decided(ResultSet row) throws SQLException {
        return new Decided(
                row.getString("rules"),
                instant(row, "at"),
                instant(row, "as_of"),
                instant(row, "gone_at"),
                JudgedJson.surroundings(JudgedJson.parse(row.getString("surroundings"))),
                JudgedJson.judgement(JudgedJson.parse(row.getString("judgement"))));
    }

    /** Oldest first. */
    static List<Decided> decisions(Handle handle, String incidentId) {
        return handle.createQuery("SELECT * FROM incident_decisions WHERE incident_id = :incident ORDER BY id")
                .bind("incident", incidentId)
                .map((row, context) -> decided(row))
                .list();
    }

    /** Of several, each oldest first. */
    static Map<String, List<Decided>> decisions(Handle handle, List<String> incidentIds) {
        Map<String, List<Decided>> found = new HashMap<>();
        handle.createQuery("SELECT * FROM incident_decisions WHERE incident_id = ANY(:incidents) ORDER BY id")
                .bind("incidents", incidentIds.toArray(String[]::new))
                .map((row, context) -> Map.entry(row.getString("incident_id"), decided(row)))
                .forEach(each -> found.computeIfAbsent(each.getKey(), id -> new ArrayList<>())
                        .add(each.getValue()));
        return found;
    }

    static IncidentFiled record(String json) {
        Map<String, String> fields = new HashMap<>();
        for (Map.Entry<String, JsonNode> field : JudgedJson.parse(json).properties()) {
            fields.put(field.getKey(), field.getValue().asText());
        }
        try {
            return (IncidentFiled) RecordCodec.decode(fields);
        } catch (MalformedRecord impossible) {
            throw new IllegalStateException("what was read once is readable", impossible);
        }
    }

    static Set<String> known(Handle handle, Collection<String> incidentIds) {
        return handle.createQuery("SELECT incident_id FROM incidents WHERE incident_id = ANY(:incidents)")
                .bind("incidents", incidentIds.toArray(String[]::new))
                .mapTo(String.class)
                .set();
    }

    static Optional<Held> held(Handle handle, String incidentId) {
        return handle.createQuery("""
                        SELECT record, judged_as_of, due_at FROM incidents
                        WHERE incident_id = :incident AND outcome = 'WAIT'""")
                .bind("incident", incidentId)
                .map((row, context) ->
                        new Held(record(row.getString("record")), instant(row, "judged_as_of"), instant(row, "due_at")))
                .findOne();
    }

    static Optional<IncidentFiled> opened(Handle handle, String caseNo) {
        return handle.createQuery("SELECT record FROM incidents WHERE case_no = :caseNo AND NOT joined")
                .bind("caseNo", caseNo)
                .map((row, context) -> record(row.getString("record")))
                .findOne();
    }

    static void became(Handle handle, String incidentId, String caseNo, boolean joined) {
        Map<String, ?> incident = Map.of("incident", incidentId);
        Map<String, ?> became = Map.of("caseNo", caseNo, "joined", joined);
        if (!Gathering.amend(handle, INSERT, incident, became)) {
            handle.createUpdate(
                            "UPDATE incidents SET case_no = :caseNo, joined = :joined WHERE incident_id = :incident")
                    .bindMap(incident)
                    .bindMap(became)
                    .execute();
        }
    }

    static boolean cleared(Handle handle, IncidentCleared cleared) {
        return handle.createUpdate("""
                        UPDATE incidents SET last_seen_at = :seen, cleared_at = :cleared
                        WHERE incident_id = :incident AND cleared_at IS NULL""")
                        .bind("seen", cleared.lastSeenAt().truncatedTo(ChronoUnit.MICROS))
                        .bind("cleared", cleared.clearedAt().truncatedTo(ChronoUnit.MICROS))
                        .bind("incident", cleared.incidentId())
                        .execute()
                > 0;
    }

    static List<String> due(Handle handle, Instant now, int most) {
        return handle.createQuery("""
                        SELECT incident_id FROM incidents WHERE outcome = 'WAIT' AND due_at <= :now
                        ORDER BY due_at LIMIT :most""")
                .bind("now", now)
                .bind("most", most)
                .mapTo(String.class)
                .list();
    }

    static Instant instant(ResultSet row, String column) throws SQLException {
        Timestamp time = row.getTimestamp(column);
        return time == null ? null : time.toInstant();
    }
}
