package org.streetwarden.api.cases;

import com.fasterxml.jackson.core.JsonProcessingException;
import com.fasterxml.jackson.databind.JsonNode;
import com.fasterxml.jackson.databind.ObjectMapper;
import com.fasterxml.jackson.databind.node.ArrayNode;
import com.fasterxml.jackson.databind.node.JsonNodeFactory;
import java.sql.ResultSet;
import java.sql.SQLException;
import java.time.temporal.ChronoUnit;
import java.util.ArrayList;
import java.util.List;
import java.util.Optional;
import org.jdbi.v3.core.Handle;
import org.streetwarden.api.batch.Gathering;
import org.streetwarden.casefile.GroundSight;
import org.streetwarden.casefile.WorkerRecord.IncidentFiled;
import org.streetwarden.directory.LonLat;

/** Where flights saw the things of cases: rows of {@code ground_sights}. */
public final class GroundSights {

    private static final ObjectMapper JSON = new ObjectMapper();

    private GroundSights() {}

    /**
     * A flight's sight of a case's thing.
     *
     * @param incidentId that it was filed as
     */
    public record Sighted(String incidentId, GroundSight ground) {}

    /** Writes where a flight saw it; does nothing for a camera's. */
    static void insert(Handle handle, long caseId, IncidentFiled filed) {
        GroundSight ground = filed.ground();
        if (ground == null) {
            return;
        }
        ArrayNode footprint = JsonNodeFactory.instance.arrayNode();
        ground.footprint()
                .forEach(corner -> footprint.addArray().add(corner.longitude()).add(corner.latitude()));
        boolean measured = !Double.isNaN(ground.areaM2()) && !Double.isNaN(ground.areaUnsureM2());
        Gathering.flush(handle);
        handle.createUpdate("""
                        INSERT INTO ground_sights VALUES (:incident, :case, :seen, :longitude, :latitude, :uncertainty,
                            :depression, :flight, :aircraft, :serial, CAST(:footprint AS jsonb), :area, :areaUnsure)""")
                .bind("incident", filed.incidentId())
                .bind("case", caseId)
                .bind("seen", filed.raisedAt().truncatedTo(ChronoUnit.MICROS))
                .bind("longitude", ground.place().longitude())
                .bind("latitude", ground.place().latitude())
                .bind("uncertainty", ground.uncertaintyM())
                .bind("depression", ground.depressionDeg())
                .bind("flight", ground.flightId())
                .bind("aircraft", ground.aircraft())
                .bind("serial", ground.serial())
                .bind("footprint", footprint.toString())
                .bind("area", measured ? ground.areaM2() : null)
                .bind("areaUnsure", measured ? ground.areaUnsureM2() : null)
                .execute();
    }

    /** The sight that says best where a case's thing is: the surest, of equally sure ones the earliest. */
    static Optional<Sighted> surest(Handle handle, long caseId) {
        return handle.createQuery("""
                        SELECT * FROM ground_sights WHERE case_id = :case
                        ORDER BY uncertainty_m, seen_at, incident_id LIMIT 1""")
                .bind("case", caseId)
                .map((row, context) -> new Sighted(row.getString("incident_id"), sight(row)))
                .findOne();
    }

    /** A row of {@code ground_sights}. */
    public static GroundSight sight(ResultSet row) throws SQLException {
        Double area = (Double) row.getObject("area_m2");
        return new GroundSight(
                new LonLat(row.getDouble("longitude"), row.getDouble("latitude")),
                row.getDouble("uncertainty_m"),
                row.getDouble("depression_deg"),
                row.getString("flight_id"),
                row.getString("aircraft"),
                row.getString("serial"),
                ring(row.getString("footprint")),
                area == null ? Double.NaN : area,
                area == null ? Double.NaN : row.getDouble("area_unsure_m2"));
    }

    private static List<LonLat> ring(String json) {
        List<LonLat> ring = new ArrayList<>();
        try {
            for (JsonNode corner : JSON.readTree(json)) {
                ring.add(new LonLat(corner.path(0).asDouble(), corner.path(1).asDouble()));
            }
        } catch (JsonProcessingException impossible) {
            throw new IllegalStateException("jsonb is readable", impossible);
        }
        return ring;
    }
}
