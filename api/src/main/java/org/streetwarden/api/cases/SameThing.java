package org.streetwarden.api.cases;

import java.time.Instant;
import java.util.List;
import java.util.Map;
import java.util.Optional;
import java.util.Set;
import java.util.function.Function;
import org.jdbi.v3.core.Handle;
import org.jdbi.v3.core.statement.Query;
import org.streetwarden.api.batch.Gathering;
import org.streetwarden.api.cases.JoinedIncident.As;
import org.streetwarden.casefile.WorkerRecord.IncidentFiled;
import org.streetwarden.flight.Whereabouts;
import org.streetwarden.zone.Kind;

/**
 * One open case per thing: an incident of the same kind in the same zone of the same camera, or of another camera within
 * {@link #NEARBY_M} of one that saw it, joins the case that is there. Other zones of one camera are other places. Where a flight
 * saw either, they are the same by {@link org.streetwarden.flight.Whereabouts#mayBeSame}, nearest first; a flight's sight from before a
 * case was closed belongs to that case and moves nothing.
 */
public final class SameThing {

    static final double NEARBY_M = 15;

    private static final String OPEN = "c.kind = :kind AND " + CaseStatus.OPEN;
    private static final String SAME_ZONE = """
            SELECT c.id, 'same-zone' AS because, 0 AS metres, 0 AS other_zone FROM cases c
            WHERE c.camera_id = :camera AND c.zone_id = :zone AND %1$s
            UNION ALL
            SELECT c.id, 'same-zone', 0, 0 FROM case_incidents i JOIN cases c ON c.id = i.case_id
            WHERE i.camera_id = :camera AND i.zone_id = :zone AND %1$s""".formatted(OPEN);
    private static final String NEARBY = """
            SELECT c.id, 'nearby', n.metres, CASE WHEN n.zone_id = :zone THEN 0 ELSE 1 END FROM (
                SELECT s.case_id, s.zone_id, sqrt(power((s.latitude - :latitude) * :nearby / :north, 2)
                    + power((s.longitude - :longitude) * :nearby / :east, 2)) AS metres
                FROM (SELECT p.case_id, o.zone_id, p.longitude, p.latitude
                        FROM case_places p JOIN cases o ON o.id = p.case_id
                        WHERE p.latitude BETWEEN :latitude - :north AND :latitude + :north
                            AND p.longitude BETWEEN :longitude - :east AND :longitude + :east
                            AND NOT p.ended AND NOT starts_with(o.camera_id, 'flight:')
                    UNION ALL
                    SELECT i.case_id, i.zone_id, i.longitude, i.latitude FROM case_incidents i
                        WHERE i.latitude BETWEEN :latitude - :north AND :latitude + :north
                            AND i.longitude BETWEEN :longitude - :east AND :longitude + :east
                            AND NOT starts_with(i.camera_id, 'flight:')) s) n
            JOIN cases c ON c.id = n.case_id
            WHERE n.metres <= :nearby AND %s AND c.camera_id <> :camera
                AND NOT EXISTS (SELECT 1 FROM case_incidents i WHERE i.case_id = c.id AND i.camera_id = :camera)""".formatted(OPEN);
    private static final String ORDER = " ORDER BY metres, other_zone, id LIMIT 1";

    private static final String STOOD_THEN = """
            ((%s AND c.first_seen_at <= :latest)
                OR (c.status = 'CLOSED' AND c.first_seen_at <= :raised AND c.status_since >= :raised))""".formatted(CaseStatus.OPEN);

    /** Which incidents of cameras may have one; the others surely have none. */
    private static final String MAY_HAVE = """
            SELECT q.incident
            FROM unnest(:incidents, :kinds, :cameras, :zones, :longitudes, :latitudes, :easts)
                AS q (incident, kind, camera, zone, longitude, latitude, east)
            WHERE EXISTS (SELECT 1 FROM cases c
                    WHERE c.camera_id = q.camera AND c.zone_id = q.zone AND c.kind = q.kind AND %1$s)
                OR EXISTS (SELECT 1 FROM case_incidents i JOIN cases c ON c.id = i.case_id
                    WHERE i.camera_id = q.camera AND i.zone_id = q.zone AND c.kind = q.kind AND %1$s)
                OR EXISTS (SELECT 1 FROM case_places p JOIN cases c ON c.id = p.case_id
                    WHERE NOT p.ended AND p.latitude BETWEEN q.latitude - :north AND q.latitude + :north
                        AND p.longitude BETWEEN q.longitude - q.east AND q.longitude + q.east
                        AND c.kind = q.kind AND c.camera_id <> q.camera)
                OR EXISTS (SELECT 1 FROM case_incidents i JOIN cases c ON c.id = i.case_id
                    WHERE i.latitude BETWEEN q.latitude - :north AND q.latitude + :north
                        AND i.longitude BETWEEN q.longitude - q.east AND q.longitude + q.east AND c.kind = q.kind AND %1$s)
                OR EXISTS (SELECT 1 FROM ground_sights g WHERE g.latitude BETWEEN q.latitude - :far AND q.latitude + :far)""".formatted(CaseStatus.OPEN);

    private SameThing() {}

    /** Why an incident belongs to a case. */
    private record Match(long caseId, String because, double metres) {}

    /**
     * Adds the incident to the open case of its thing, if there is one.
     *
     * @return the case's number; empty where a new case is needed
     */
    static Optional<String> join(Handle handle, IncidentFiled filed, Instant now) {
        lockKind(handle, filed);
        Optional<CameraPosition> position = CameraPosition.of(handle, filed);
        return Gathering.once(handle, key(filed), () -> find(handle, filed, position.orElse(null)))
                .flatMap(match -> lock(handle, match).map(caseNo -> {
                    JoinedIncident.insert(
                            handle, match.caseId(), filed, position.orElse(null), As.MERGED, match.because(), now);
                    standAgain(handle, match.caseId(), filed);
                    note(handle, match, filed, now);
                    Announcement.write(handle, "case-moved", caseNo, now);
                    return caseNo;
                }));
    }

    private static List<Object> key(IncidentFiled filed) {
        return List.of(SameThing.class, filed.incidentId());
    }

    /** Whether one may be the thing of the other, or join the same case. */
    static boolean mayMeet(Handle handle, IncidentFiled one, IncidentFiled other) {
        if (one.kind() != other.kind()) {
            return false;
        }
        if (one.ground() != null || other.ground() != null || one.cameraId().equals(other.cameraId())) {
            return true;
        }
        Optional<CameraPosition> here = CameraPosition.of(handle, one);
        return CameraPosition.of(handle, other)
                .flatMap(there -> here.map(each -> each.within(2 * NEARBY_M, there)))
                .orElse(false);
    }

    /** Finds out at once which of several have no open case of their thing. */
    static void foresee(Handle handle, List<IncidentFiled> several) {
        List<IncidentFiled> seen =
                several.stream().filter(filed -> filed.ground() == null).toList();
        List<Optional<CameraPosition>> positions =
                seen.stream().map(filed -> CameraPosition.of(handle, filed)).toList();
        Set<String> may = handle.createQuery(MAY_HAVE)
                .bind("incidents", texts(seen, IncidentFiled::incidentId))
                .bind("kinds", texts(seen, filed -> filed.kind().id()))
                .bind("cameras", texts(seen, IncidentFiled::cameraId))
                .bind("zones", texts(seen, IncidentFiled::zoneId))
                .bind("longitudes", degrees(positions, CameraPosition::longitude))
                .bind("latitudes", degrees(positions, CameraPosition::latitude))
                .bind("easts", degrees(positions, position -> position.degreesEast(NEARBY_M)))
                .bind("north", CameraPosition.degreesNorth(NEARBY_M))
                .bind("far", CameraPosition.degreesNorth(Whereabouts.FARTHEST_M))
                .mapTo(String.class)
                .set();
        seen.stream()
                .filter(filed -> !may.contains(filed.incidentId()))
                .forEach(filed -> Gathering.answer(handle, key(filed), Optional.empty()));
    }

    private static String[] texts(List<IncidentFiled> several, Function<IncidentFiled, String> text) {
        return several.stream().map(text).toArray(String[]::new);
    }

    private static Double[] degrees(
            List<Optional<CameraPosition>> positions, Function<CameraPosition, Double> degrees) {
        return positions.stream()
                .map(position -> position.map(degrees).orElse(null))
                .toArray(Double[]::new);
    }

    /** Two incidents of one thing never look for its case at the same time. */
    static void lockKind(Handle handle, IncidentFiled filed) {
        Gathering.once(handle, filed.kind(), () -> lock(handle, filed.kind()));
    }

    private static boolean lock(Handle handle, Kind kind) {
        return handle.createQuery("SELECT pg_advisory_xact_lock(hashtextextended('things of ' || :kind, 0)) IS NULL")
                .bind("kind", kind.id())
                .mapTo(Boolean.class)
                .one();
    }

    /** The open case of an incident's thing that a flight saw. */
    public static Optional<String> openCase(Handle handle, IncidentFiled filed) {
        return CameraPosition.of(handle, filed)
                .flatMap(position -> onGround(handle, filed, position))
                .flatMap(match -> handle.createQuery(
                                "SELECT c.case_no FROM cases c WHERE c.id = :id AND " + CaseStatus.OPEN)
                        .bind("id", match.caseId())
                        .mapTo(String.class)
                        .findOne());
    }

    private static Optional<Match> find(Handle handle, IncidentFiled filed, CameraPosition position) {
        Optional<Match> seen = filed.ground() == null ? byCamera(handle, filed, position) : Optional.empty();
        return seen.isPresent() || position == null ? seen : onGround(handle, filed, position);
    }

    /** A case that began long after a flight saw its thing is not that thing's. */
    private static Optional<Match> onGround(Handle handle, IncidentFiled filed, CameraPosition position) {
        String condition = filed.ground() == null ? CaseStatus.OPEN : STOOD_THEN;
        Map<String, Instant> moments = filed.ground() == null
                ? Map.of()
                : Map.of("raised", filed.raisedAt(), "latest", filed.raisedAt().plus(Recurrence.REPEATS));
        return GroundMatch.nearest(handle, filed, position, condition, moments)
                .map(match -> new Match(match.caseId(), "same-ground", match.metres()));
    }

    private static Optional<Match> byCamera(Handle handle, IncidentFiled filed, CameraPosition position) {
        String sql = position == null ? SAME_ZONE : SAME_ZONE + " UNION ALL " + NEARBY;
        Query query = handle.createQuery("SELECT * FROM (" + sql + ") found" + ORDER)
                .bind("kind", filed.kind().id())
                .bind("camera", filed.cameraId())
                .bind("zone", filed.zoneId());
        if (position != null) {
            query.bind("longitude", position.longitude())
                    .bind("latitude", position.latitude())
                    .bind("nearby", NEARBY_M)
                    .bind("north", CameraPosition.degreesNorth(NEARBY_M))
                    .bind("east", position.degreesEast(NEARBY_M));
        }
        return query.map((row, context) ->
                        new Match(row.getLong("id"), row.getString("because"), row.getDouble("metres")))
                .findOne();
    }

    /** Empty where the case has ended meanwhile. */
    private static Optional<String> lock(Handle handle, Match match) {
        return handle.createQuery("""
                        SELECT c.case_no FROM cases c JOIN case_statuses s ON s.status = c.status
                        WHERE c.id = :id AND (s.open OR (:ground AND c.status = 'CLOSED')) FOR UPDATE OF c""")
                .bind("id", match.caseId())
                .bind("ground", match.because().equals("same-ground"))
                .mapTo(String.class)
                .findOne();
    }

    /** What a flight saw before it went does not stand again. */
    private static void standAgain(Handle handle, long caseId, IncidentFiled filed) {
        handle.createUpdate("""
                        UPDATE cases SET last_seen_at = NULL, cleared_at = NULL
                        WHERE id = :id AND cleared_at IS NOT NULL AND (NOT :flown OR cleared_at < :raised)""")
                .bind("id", caseId)
                .bind("flown", filed.ground() != null)
                .bind("raised", filed.raisedAt())
                .execute();
    }

    private static String onGround(Match match, IncidentFiled filed) {
        return filed.ground() == null
                ? "camera %s sees the same kind, %.0f m from where a flight saw it"
                        .formatted(filed.cameraId(), match.metres())
                : "flight %s sees the same kind %.0f m away, its place sure to %.0f m"
                        .formatted(
                                filed.ground().flightId(),
                                match.metres(),
                                filed.ground().uncertaintyM());
    }

    private static void note(Handle handle, Match match, IncidentFiled filed, Instant now) {
        String where =
                switch (match.because()) {
                    case "nearby" ->
                        "camera %s, %.0f m from one that saw it, sees the same kind"
                                .formatted(filed.cameraId(), match.metres());
                    case "same-ground" -> onGround(match, filed);
                    default -> "camera %s sees the same kind in zone %s".formatted(filed.cameraId(), filed.zoneId());
                };
        String why = "Taken for the same thing: " + where + ". " + filed.why();
        CaseLife.note(handle, match.caseId(), now, "worker:" + filed.workerId(), "SEEN_AGAIN", why);
    }
}
