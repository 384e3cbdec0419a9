package org.streetwarden.api.cases;

import java.util.Comparator;
import java.util.Map;
import java.util.Optional;
import org.jdbi.v3.core.Handle;
import org.jdbi.v3.core.statement.Query;
import org.streetwarden.casefile.WorkerRecord.IncidentFiled;
import org.streetwarden.directory.LonLat;
import org.streetwarden.flight.Whereabouts;

/**
 * Cases whose thing may be that of an incident by where both stand on the ground, where a flight saw one of them. A case holds at
 * most one incident of each flight: what a flight tells apart is apart.
 *
 * @param metres between the places
 */
record GroundMatch(long caseId, Whereabouts where, double metres) {

    private static final int MOST_NEAR = 5000;

    private static final String BY_FLIGHT = """
            SELECT g.case_id, g.longitude, g.latitude, g.uncertainty_m FROM ground_sights g
            WHERE g.latitude BETWEEN :latitude - :north AND :latitude + :north
                AND g.longitude BETWEEN :longitude - :east AND :longitude + :east""";
    private static final String BY_CAMERA = """
            UNION ALL
            SELECT p.case_id, p.longitude, p.latitude, NULL FROM case_places p JOIN cases o ON o.id = p.case_id
            WHERE p.latitude BETWEEN :latitude - :north AND :latitude + :north
                AND p.longitude BETWEEN :longitude - :east AND :longitude + :east AND NOT starts_with(o.camera_id, 'flight:')
            UNION ALL
            SELECT i.case_id, i.longitude, i.latitude, NULL FROM case_incidents i
            WHERE i.latitude BETWEEN :latitude - :north AND :latitude + :north
                AND i.longitude BETWEEN :longitude - :east AND :longitude + :east AND NOT starts_with(i.camera_id, 'flight:')""";

    /**
     * The nearest of them.
     *
     * @param position where the incident's thing or its camera stands
     * @param condition what a row {@code c} of cases must satisfy, in SQL
     * @param values by the names that the condition uses
     */
    static Optional<GroundMatch> nearest(
            Handle handle, IncidentFiled filed, CameraPosition position, String condition, Map<String, ?> values) {
        boolean flown = filed.ground() != null;
        Whereabouts here = flown
                ? new Whereabouts(position.lonLat(), filed.ground().uncertaintyM())
                : Whereabouts.nearCamera(position.lonLat());
        String sights = flown ? BY_FLIGHT + "\n" + BY_CAMERA : BY_FLIGHT;
        Query query = handle.createQuery("""
                SELECT c.id, s.longitude, s.latitude, s.uncertainty_m FROM (%s) s JOIN cases c ON c.id = s.case_id
                WHERE c.kind = :kind AND c.camera_id <> :camera AND %s
                    AND NOT EXISTS (SELECT 1 FROM case_incidents i WHERE i.case_id = c.id AND i.camera_id = :camera)
                LIMIT %d""".formatted(sights, condition, MOST_NEAR))
                .bind("kind", filed.kind().id())
                .bind("camera", filed.cameraId())
                .bind("longitude", position.longitude())
                .bind("latitude", position.latitude())
                .bind("north", CameraPosition.degreesNorth(Whereabouts.FARTHEST_M))
                .bind("east", position.degreesEast(Whereabouts.FARTHEST_M))
                .bindMap(values);
        return query
                .map((row, context) -> {
                    LonLat place = new LonLat(row.getDouble("longitude"), row.getDouble("latitude"));
                    Double uncertaintyM = (Double) row.getObject("uncertainty_m");
                    Whereabouts there =
                            uncertaintyM == null ? Whereabouts.nearCamera(place) : new Whereabouts(place, uncertaintyM);
                    return new GroundMatch(row.getLong("id"), there, here.distanceM(place));
                })
                .stream()
                .filter(match -> here.mayBeSame(match.where()))
                .min(Comparator.comparingDouble(GroundMatch::metres).thenComparing(GroundMatch::caseId));
    }
}
