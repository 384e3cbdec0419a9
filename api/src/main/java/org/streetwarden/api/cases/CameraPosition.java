package org.streetwarden.api.cases;

import java.util.List;
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
        return Gathering.once(handle, List.of(CameraPosition.class, cameraId), () -> read(handle, cameraId));
    }

    private static Optional<CameraPosition> read(Handle handle, String cameraId) {
        return handle.createQuery("""
                        SELECT longitude, latitude, facts ->> 'crs' AS crs FROM directory_entries
                        WHERE code = :camera AND kind = 'camera' AND longitude IS NOT NULL AND latitude IS NOT NULL
                            AND coalesce(facts ->> 'positionDoubt', '') = ''""")
                .bind("camera", cameraId)
                .map((row, context) ->
                        new CameraPosition(row.getDouble("longitude"), row.getDouble("latitude"), row.getString("crs")))
                .findOne();
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

    /** How many degrees north so many metres are. */
    static double degreesNorth(double metres) {
        return metres / METRES_PER_DEGREE;
    }

    /** How many degrees east so many metres are, here. */
    double degreesEast(double metres) {
        return degreesNorth(metres) / Math.cos(Math.toRadians(latitude));
    }
}
