package org.streetwarden.api.flights;

import com.fasterxml.jackson.databind.JsonNode;
import com.fasterxml.jackson.databind.ObjectMapper;
import java.io.IOException;
import java.util.ArrayList;
import java.util.List;
import org.streetwarden.api.cases.Database;
import org.streetwarden.api.cases.GroundSights;
import org.streetwarden.directory.LonLat;

/**
 * A flight, what it flew over and what it found, as far as it is known.
 *
 * @param tracks where it flew, each of two places or more; empty before the survey
 * @param seen rings around the ground that was seen
 * @param findings by the time they were seen, at most {@link #MOST_FINDINGS}
 */
public record FlightReport(
        FlightLedger.Detail detail, List<List<LonLat>> tracks, List<List<LonLat>> seen, List<FlightFinding> findings) {

    static final int MOST_FINDINGS = 2000;
    private static final int MOST_PLACES = 200_000;
    private static final ObjectMapper JSON = new ObjectMapper();

    public FlightReport {
        tracks = List.copyOf(tracks);
        seen = List.copyOf(seen);
        findings = List.copyOf(findings);
    }

    /**
     * Puts one together.
     *
     * @param geoJson that the survey left; null where there is none
     * @throws IOException where it is none
     */
    public static FlightReport of(FlightLedger.Detail detail, byte[] geoJson, List<FlightFinding> findings)
            throws IOException {
        List<List<LonLat>> tracks = new ArrayList<>();
        List<List<LonLat>> seen = new ArrayList<>();
        for (JsonNode feature :
                geoJson == null ? List.<JsonNode>of() : JSON.readTree(geoJson).path("features")) {
            JsonNode coordinates = feature.at("/geometry/coordinates");
            switch (feature.at("/properties/role").asText()) {
                case "track" -> addWhere(tracks, coordinates, 2);
                case "seen" -> coordinates.forEach(polygon -> addWhere(seen, polygon.path(0), 4));
                default -> {} // findings are those of the ledger
            }
        }
        return new FlightReport(detail, tracks, seen, findings);
    }

    private static void addWhere(List<List<LonLat>> lines, JsonNode coordinates, int least) {
        List<LonLat> line = new ArrayList<>();
        for (JsonNode place : coordinates) {
            double longitude = place.path(0).asDouble(Double.NaN);
            double latitude = place.path(1).asDouble(Double.NaN);
            if (Math.abs(longitude) <= 180 && Math.abs(latitude) <= 90 && line.size() < MOST_PLACES) {
                line.add(new LonLat(longitude, latitude));
            }
        }
        if (line.size() >= least) {
            lines.add(line);
        }
    }

    /** What a flight found, with the state of each case now. Blocks. */
    public static List<FlightFinding> findings(Database database, String flightId) {
        return database.read(handle -> handle.createQuery("""
                        SELECT g.*, c.case_no, c.kind, c.status, c.incident_id <> g.incident_id AS joined
                        FROM ground_sights g JOIN cases c ON c.id = g.case_id WHERE g.flight_id = :flight
                        ORDER BY g.seen_at, g.incident_id LIMIT :most""")
                .bind("flight", flightId)
                .bind("most", MOST_FINDINGS)
                .map((row, context) -> new FlightFinding(
                        row.getString("incident_id"),
                        row.getString("case_no"),
                        row.getString("kind"),
                        row.getString("status"),
                        row.getBoolean("joined"),
                        FlightRows.instant(row, "seen_at"),
                        GroundSights.sight(row)))
                .list());
    }
}
