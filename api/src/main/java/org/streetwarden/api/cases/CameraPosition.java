package org.streetwarden.api.cases;

import java.util.HashMap;
import java.util.List;
import java.util.Map;
import java.util.Optional;
import org.jdbi.v3.core.Handle;
import org.streetwarden.api.batch.Gathering;
import org.streetwarden.casefile.GroundSight;
import org.streetwarden.casefile.WorkerRecord.IncidentFiled;
import org.streetwarden.directory.CoordinateSystem;
import org.streetwarden.directory.LonLat;

/**
 * Where the directory says that a camera stands, or where a flight saw a thing.
 *
 * @param longitude degrees, WGS-84
 * @param latitude degrees, WGS-84
 * @param declaredCrs system in which its source states it
 */
public record CameraPosition(double longitude, double latitude, String declaredCrs) {

    private static final double METRES_PER_DEGREE = 111_195;

    /** Empty where the camera stands in no directory, or at no place that can be believed. */
    public static Optional<CameraPosition> of(Handle handle, String cameraId) {
        return Gathering.once(
                handle,
                key(cameraId),
                () -> Optional.ofNullable(read(handle, List.of(cameraId)).get(cameraId)));
    }

    /** Looks up the cameras of several incidents at once. */
    static void foresee(Handle handle, List<IncidentFiled> several) {
        List<String> cameraIds =
                several.stream().map(IncidentFiled::cameraId).distinct().toList();
        Map<String, CameraPosition> found = read(handle, cameraIds);
        cameraIds.forEach(id -> Gathering.answer(handle, key(id), Optional.ofNullable(found.get(id))));
    }

    private static List<Object> key(String cameraId) {
        return List.of(CameraPosition.class, cameraId);
    }

    private static Map<String, CameraPosition> read(Handle handle, List<String> cameraIds) {
        Map<String, CameraPosition> found = new HashMap<>();
        handle.createQuery("""
                        SELECT code, longitude, latitude, facts ->> 'crs' AS crs FROM directory_entries
                        WHERE code = ANY(:cameras) AND kind = 'camera' AND longitude IS NOT NULL AND latitude IS NOT NULL
                            AND coalesce(facts ->> 'positionDoubt', '') = ''""")
                .bind("cameras", cameraIds.toArray(String[]::new))
                .map((row, context) -> Map.entry(
                        row.getString("code"),
                        new CameraPosition(
                                row.getDouble("longitude"), row.getDouble("latitude"), row.getString("crs"))))
                .forEach(each -> found.put(each.getKey(), each.getValue()));
        return found;
    }

    /** Where a flight saw an incident's thing stand; else where its camera stands. */
    public static Optional<CameraPosition> of(Handle handle, IncidentFiled filed) {
        GroundSight ground = filed.ground();
        return ground == null
                ? of(handle, filed.cameraId())
                : Optional.of(new CameraPosition(
                        ground.place().longitude(), ground.place().latitude(), CoordinateSystem.WGS84.id()));
    }

    LonLat lonLat() {
        return new LonLat(longitude, latitude);
    }

    /** Whether another lies in the square of so many metres to each side. */
    boolean within(double metres, CameraPosition other) {
        return Math.abs(latitude - other.latitude) <= degreesNorth(metres)
                && Math.abs(longitude - other.longitude) <= degreesEast(metres);
    }

    /** How many degrees north so many metres are. */
    static double degreesNorth(double metres) {
        return metres / METRES_PER_DEGREE;
    }

    /** How many degrees east so many metres are, here. */
    double degreesEast(double metres) {
        return degreesNorth(metres) / Math.cos(Math.toRadians(latitude));
    }
}
