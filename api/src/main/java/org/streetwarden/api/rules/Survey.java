package org.streetwarden.api.rules;

import java.sql.ResultSet;
import java.sql.SQLException;
import java.time.Instant;
import java.time.LocalDate;
import java.time.temporal.ChronoUnit;
import java.util.HashMap;
import java.util.List;
import java.util.Map;
import java.util.Optional;
import java.util.function.Function;
import org.jdbi.v3.core.Handle;
import org.streetwarden.api.batch.Gathering;
import org.streetwarden.api.cases.CaseStatus;
import org.streetwarden.api.cases.SameThing;
import org.streetwarden.api.places.Neighbourhood;
import org.streetwarden.casefile.GroundSight;
import org.streetwarden.casefile.Rollout;
import org.streetwarden.casefile.WorkerRecord.IncidentFiled;
import org.streetwarden.flight.Whereabouts;
import org.streetwarden.rule.Area;
import org.streetwarden.rule.RuleBook;
import org.streetwarden.rule.Surroundings;

/**
 * Gathers what rules may ask about an incident's place and past, as of a moment.
 *
 * @param neighbourhood what registers say
 */
record Survey(Neighbourhood neighbourhood) {

    private static final double METRES_PER_DEGREE = 111_195;

    private static final String HERE = "camera_id = q.camera AND zone_id = q.zone AND kind = q.kind";

    /** What a flight saw is the same by place, but for what the same flight saw. */
    private static final String NEAR_HERE = """
            camera_id <> q.camera AND kind = q.kind AND latitude IS NOT NULL
                AND sqrt(power((latitude - :latitude) * :metres, 2)
                    + power((longitude - :longitude) * :metres * cos(radians(:latitude)), 2))
                    <= least(:farthest, greatest(:nearby, sqrt(power(uncertainty_m, 2) + power(:uncertainty, 2))))
                AND latitude BETWEEN :latitude - :farthest / :metres AND :latitude + :farthest / :metres""";

    private static final String PAST = """
            SELECT q.incident, (SELECT group_name FROM cameras WHERE camera_id = q.camera) AS camera_group, same.*, (
                SELECT case_no FROM (
                    SELECT c.id, c.case_no FROM cases c WHERE c.camera_id = q.camera AND c.zone_id = q.zone AND c.kind = q.kind AND %2$s
                    UNION ALL
                    SELECT c.id, c.case_no FROM case_incidents i JOIN cases c ON c.id = i.case_id
                    WHERE i.camera_id = q.camera AND i.zone_id = q.zone AND c.kind = q.kind AND %2$s) same_thing
                ORDER BY id LIMIT 1) AS open_case
            FROM unnest(:incidents, :cameras, :zones, :kinds, CAST(:moments AS timestamptz[]), CAST(:midnights AS timestamptz[]))
                    AS q (incident, camera, zone, kind, at, midnight),
                LATERAL (SELECT max(raised_at) AS last_filed, max(raised_at) FILTER (WHERE outcome = 'REMIND') AS last_reminded,
                    count(*) FILTER (WHERE NOT joined AND raised_at >= q.midnight) AS filed_today
                FROM incidents WHERE %1$s AND outcome IN ('FILE', 'REMIND') AND incident_id <> q.incident AND raised_at <= q.at) same""".formatted(HERE, CaseStatus.OPEN);
    private static final String STANDING = """
            SELECT code, count(*) FROM (
                SELECT unnest(stands_in) AS code FROM incidents
                WHERE cleared_at IS NULL AND stands_in && CAST(:codes AS text[]) AND kind = :kind AND incident_id <> :incident
                    AND raised_at <= :at AND raised_at > :yesterday) standing
            GROUP BY code""";

    /** What the incidents before say. */
    private record Past(String group, Instant lastFiled, Instant lastReminded, int filedToday, String openCase) {}

    Surroundings around(Handle handle, RuleBook book, IncidentFiled filed, Instant at) {
        Neighbourhood.Found found = neighbourhood.look(handle, filed, book.points(), at);
        Past past = past(handle, book, filed, at);
        Map<String, Integer> standing = standing(handle, filed, found.areas(), at);
        return new Surroundings(
                Optional.ofNullable(past.group()).orElse(Rollout.DEFAULT_GROUP),
                found.grids(),
                found.positioned(),
                found.workdays(),
                found.areas().stream().map(area -> counted(area, standing)).toList(),
                found.collections(),
                past.lastFiled(),
                past.lastReminded(),
                past.filedToday(),
                filed.ground() == null
                        ? past.openCase()
                        : SameThing.openCase(handle, filed).orElse(null),
                filed.ground() == null ? null : filed.ground().uncertaintyM());
    }

    /**
     * Looks up the past of several at once.
     *
     * @param moments as of when, by incident
     */
    void foresee(Handle handle, RuleBook book, Map<IncidentFiled, Instant> moments) {
        List<IncidentFiled> seen = moments.keySet().stream()
                .filter(filed -> filed.ground() == null)
                .toList();
        if (!seen.isEmpty()) {
            Map<String, Past> pasts = pasts(handle, book, seen, moments, HERE, Map.of());
            seen.forEach(
                    filed -> Gathering.answer(handle, key(filed, moments.get(filed)), pasts.get(filed.incidentId())));
        }
    }

    private static List<Object> key(IncidentFiled filed, Instant at) {
        return List.of(Past.class, filed.incidentId(), at);
    }

    private static Past past(Handle handle, RuleBook book, IncidentFiled filed, Instant at) {
        boolean flown = filed.ground() != null;
        return Gathering.once(handle, key(filed, at), () -> pasts(
                        handle,
                        book,
                        List.of(filed),
                        Map.of(filed, at),
                        flown ? NEAR_HERE : HERE,
                        flown ? near(filed.ground()) : Map.of())
                .get(filed.incidentId()));
    }

    private static Map<String, Past> pasts(
            Handle handle,
            RuleBook book,
            List<IncidentFiled> several,
            Map<IncidentFiled, Instant> moments,
            String here,
            Map<String, ?> values) {
        Map<String, Past> pasts = new HashMap<>();
        handle.createQuery(PAST.replace(HERE, here))
                .bindMap(values)
                .bind("incidents", texts(several, IncidentFiled::incidentId))
                .bind("cameras", texts(several, IncidentFiled::cameraId))
                .bind("zones", texts(several, IncidentFiled::zoneId))
                .bind("kinds", texts(several, filed -> filed.kind().id()))
                .bind("moments", texts(several, filed -> moments.get(filed).toString()))
                .bind("midnights", texts(several, filed -> midnight(book, moments.get(filed))
                        .toString()))
                .map((row, context) -> Map.entry(row.getString("incident"), past(row)))
                .forEach(each -> pasts.put(each.getKey(), each.getValue()));
        return pasts;
    }

    private static String[] texts(List<IncidentFiled> several, Function<IncidentFiled, String> text) {
        return several.stream().map(text).toArray(String[]::new);
    }

    private static Instant midnight(RuleBook book, Instant at) {
        return LocalDate.ofInstant(at, book.timeZone())
                .atStartOfDay(book.timeZone())
                .toInstant();
    }

    private static Map<String, Double> near(GroundSight ground) {
        return Map.of(
                "longitude",
                ground.place().longitude(),
                "latitude",
                ground.place().latitude(),
                "uncertainty",
                ground.uncertaintyM(),
                "metres",
                METRES_PER_DEGREE,
                "nearby",
                Whereabouts.NEARBY_M,
                "farthest",
                Whereabouts.FARTHEST_M);
    }

    private static Past past(ResultSet row) throws SQLException {
        return new Past(
                row.getString("camera_group"),
                IncidentRows.instant(row, "last_filed"),
                IncidentRows.instant(row, "last_reminded"),
                row.getInt("filed_today"),
                row.getString("open_case"));
    }

    /** How many stand in each vending point; who has not been seen to go for a day is no longer counted. */
    private static Map<String, Integer> standing(Handle handle, IncidentFiled filed, List<Area> areas, Instant at) {
        Map<String, Integer> standing = new HashMap<>();
        String[] codes = areas.stream()
                .filter(area -> area.layer() == Area.Layer.VENDING_POINTS)
                .map(Area::code)
                .toArray(String[]::new);
        if (codes.length > 0) {
            Gathering.flush(handle);
            handle.createQuery(STANDING)
                    .bind("codes", codes)
                    .bind("kind", filed.kind().id())
                    .bind("incident", filed.incidentId())
                    .bind("at", at)
                    .bind("yesterday", at.minus(1, ChronoUnit.DAYS))
                    .map((row, context) -> Map.entry(row.getString(1), row.getInt(2)))
                    .forEach(each -> standing.put(each.getKey(), each.getValue()));
        }
        return standing;
    }

    private static Area counted(Area area, Map<String, Integer> standing) {
        if (area.layer() != Area.Layer.VENDING_POINTS || !standing.containsKey(area.code())) {
            return area;
        }
        return new Area(
                area.layer(),
                area.code(),
                area.name(),
                area.document(),
                area.borderM(),
                area.from(),
                area.to(),
                area.seasonFrom(),
                area.seasonTo(),
                area.hours(),
                area.capacity(),
                standing.get(area.code()));
    }
}
