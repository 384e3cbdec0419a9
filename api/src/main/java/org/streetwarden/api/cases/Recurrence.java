package org.streetwarden.api.cases;

import java.time.Duration;
import java.time.Instant;
import java.util.List;
import java.util.Map;
import java.util.Optional;
import java.util.Set;
import java.util.function.Function;
import org.jdbi.v3.core.Handle;
import org.streetwarden.api.batch.Gathering;
import org.streetwarden.api.cases.CaseLife.Move;
import org.streetwarden.api.cases.CaseLife.Standing;
import org.streetwarden.api.cases.JoinedIncident.As;
import org.streetwarden.casefile.WorkerRecord.IncidentFiled;

/**
 * What is there again after its case was closed: the same kind in the same zone of the same camera, or where a flight saw it
 * by the place on the ground. Within a day the closed
 * case is opened again, within a week a new one names it.
 */
public final class Recurrence {

    static final Duration REOPENS = Duration.ofHours(24);
    static final Duration REPEATS = Duration.ofDays(7);

    private static final String OF_THE_SAME = """
            SELECT id, case_no, status, platform_at FROM cases c
            WHERE camera_id = :camera AND zone_id = :zone AND kind = :kind AND status = 'CLOSED'
                AND status_since >= :earliest AND status_since < :raised AND id <> :except
                AND NOT EXISTS (
                    SELECT 1 FROM cases o WHERE %s AND o.id <> :except
                        AND o.camera_id = c.camera_id AND o.zone_id = c.zone_id AND o.kind = c.kind)
            ORDER BY status_since DESC LIMIT 1 FOR UPDATE OF c""".formatted(CaseStatus.OPEN.replace("c.", "o."));

    private static final String CLOSED_BEFORE =
            "c.status = 'CLOSED' AND c.status_since >= :earliest AND c.status_since < :raised AND c.id <> :except";

    private static final String MAY_REPEAT = """
            SELECT q.incident FROM unnest(:incidents, :cameras, :zones, :kinds, CAST(:earliest AS timestamptz[]))
                AS q (incident, camera, zone, kind, earliest)
            WHERE EXISTS (SELECT 1 FROM cases c WHERE c.camera_id = q.camera AND c.zone_id = q.zone AND c.kind = q.kind
                AND c.status = 'CLOSED' AND c.status_since >= q.earliest)""";

    private Recurrence() {}

    /** Finds out at once which of several repeat nothing. */
    static void foresee(Handle handle, List<IncidentFiled> several) {
        List<IncidentFiled> seen =
                several.stream().filter(filed -> filed.ground() == null).toList();
        Set<String> may = handle.createQuery(MAY_REPEAT)
                .bind("incidents", texts(seen, IncidentFiled::incidentId))
                .bind("cameras", texts(seen, IncidentFiled::cameraId))
                .bind("zones", texts(seen, IncidentFiled::zoneId))
                .bind("kinds", texts(seen, filed -> filed.kind().id()))
                .bind(
                        "earliest",
                        texts(seen, filed -> filed.raisedAt().minus(REPEATS).toString()))
                .mapTo(String.class)
                .set();
        seen.forEach(filed -> Gathering.answer(handle, key(filed), may.contains(filed.incidentId())));
    }

    private static String[] texts(List<IncidentFiled> several, Function<IncidentFiled, String> text) {
        return several.stream().map(text).toArray(String[]::new);
    }

    private static List<Object> key(IncidentFiled filed) {
        return List.of(Recurrence.class, filed.incidentId());
    }

    /**
     * Opens the closed case again that an incident belongs to, and lets the incident join it.
     *
     * @return its number; empty where a new case is needed
     */
    static Optional<String> reopen(Handle handle, IncidentFiled filed, Instant now) {
        Optional<Standing> closed = closed(handle, filed, REOPENS, 0);
        closed.ifPresent(standing -> {
            join(handle, standing.id(), filed, now);
            reopen(handle, standing, "worker:" + filed.workerId(), "Seen again: " + filed.why(), now);
        });
        return closed.map(Standing::caseNo);
    }

    /** Makes a new case name the closed one that it repeats, if there is one. */
    static void link(Handle handle, long caseId, IncidentFiled filed) {
        closed(handle, filed, REPEATS, caseId).ifPresent(standing -> {
            Gathering.flush(handle);
            handle.createUpdate("UPDATE cases SET recurrence_of = :old WHERE id = :case")
                    .bind("old", standing.id())
                    .bind("case", caseId)
                    .execute();
        });
    }

    /**
     * Opens the closed case again that a reviewed one repeats, where that was within a day and it still is closed.
     *
     * @return its number; empty where the reviewed case stands for itself
     */
    public static Optional<String> reopenFor(Handle handle, long caseId, String who, Instant now) {
        Optional<Standing> closed = handle.createQuery("""
                        SELECT o.id, o.case_no, o.status, o.platform_at FROM cases c JOIN cases o ON o.id = c.recurrence_of
                        WHERE c.id = :case AND o.status = 'CLOSED' AND o.status_since >= c.raised_at - :day * interval '1 s'
                        FOR UPDATE OF o""")
                .bind("case", caseId)
                .bind("day", REOPENS.toSeconds())
                .map(CaseLife::standing)
                .findOne();
        closed.ifPresent(standing -> reopen(handle, standing, who, "There again, as a reviewer confirms.", now));
        return closed.map(Standing::caseNo);
    }

    private static void reopen(Handle handle, Standing closed, String who, String why, Instant now) {
        CaseLife.move(handle, closed, new Move(CaseStatus.REWORK, now, now, who, CaseLife.MOVED, why));
    }

    private static Optional<Standing> closed(Handle handle, IncidentFiled filed, Duration within, long except) {
        if (filed.ground() != null) {
            return onGround(handle, filed, within, except);
        }
        if (!Gathering.once(handle, key(filed), () -> true)) {
            return Optional.empty();
        }
        return handle.createQuery(OF_THE_SAME)
                .bind("camera", filed.cameraId())
                .bind("zone", filed.zoneId())
                .bind("kind", filed.kind().id())
                .bind("raised", filed.raisedAt())
                .bind("earliest", filed.raisedAt().minus(within))
                .bind("except", except)
                .map(CaseLife::standing)
                .findOne();
    }

    private static Optional<Standing> onGround(Handle handle, IncidentFiled filed, Duration within, long except) {
        Map<String, ?> values =
                Map.of("raised", filed.raisedAt(), "earliest", filed.raisedAt().minus(within), "except", except);
        return CameraPosition.of(handle, filed)
                .flatMap(place -> GroundMatch.nearest(handle, filed, place, CLOSED_BEFORE, values))
                .map(match -> handle.createQuery(
                                "SELECT id, case_no, status, platform_at FROM cases WHERE id = :id FOR UPDATE")
                        .bind("id", match.caseId())
                        .map(CaseLife::standing)
                        .one())
                .filter(standing -> standing.status() == CaseStatus.CLOSED);
    }

    private static void join(Handle handle, long caseId, IncidentFiled filed, Instant now) {
        CameraPosition position = CameraPosition.of(handle, filed).orElse(null);
        JoinedIncident.insert(handle, caseId, filed, position, As.REOPENED, null, now);
        handle.createUpdate("UPDATE cases SET last_seen_at = NULL, cleared_at = NULL WHERE id = :case")
                .bind("case", caseId)
                .execute();
    }
}
