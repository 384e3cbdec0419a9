package org.streetwarden.flights;

import com.fasterxml.jackson.databind.json.JsonMapper;
import com.fasterxml.jackson.databind.node.ArrayNode;
import com.fasterxml.jackson.databind.node.ObjectNode;
import java.util.List;
import org.streetwarden.directory.LonLat;
import org.streetwarden.flight.CoverMap;
import org.streetwarden.flight.GroundCover;
import org.streetwarden.flights.FlightParts.Leg;

/** A survey on the map (RFC 7946): {@code role} of each feature is {@code track}, {@code seen} or {@code finding}. */
final class SurveyGeoJson {

    private static final JsonMapper JSON = new JsonMapper();

    private SurveyGeoJson() {}

    static String text(FlightParts parts, SurveyMemory memory, List<FlightFinding> findings) {
        ObjectNode collection = JSON.createObjectNode().put("type", "FeatureCollection");
        ArrayNode features = collection.putArray("features");
        for (Leg leg : parts.legs()) {
            List<LonLat> track = leg.told() == null ? List.of() : leg.told().track();
            if (track.size() > 1) {
                ArrayNode places =
                        feature(features, "track", "LineString", leg.video().shown());
                track.forEach(place -> place(places.addArray(), place));
            }
        }
        GroundCover cover = CoverMap.of(memory.cover()).cover();
        List<List<LonLat>> bands = cover.bands();
        if (!bands.isEmpty()) {
            ArrayNode polygons = feature(features, "seen", "MultiPolygon", "");
            for (List<LonLat> band : bands) {
                ArrayNode ring = polygons.addArray().addArray();
                band.forEach(corner -> place(ring.addArray(), corner));
                place(ring.addArray(), band.getFirst());
            }
        }
        findings.forEach(finding -> finding(features, finding));
        return collection.toString();
    }

    private static void finding(ArrayNode features, FlightFinding finding) {
        ArrayNode place = feature(features, "finding", "Point", finding.label());
        place(place, finding.spot().place());
        ObjectNode properties = (ObjectNode) features.get(features.size() - 1).get("properties");
        properties
                .put("incidentId", finding.id())
                .put("kind", finding.kind().id())
                .put("uncertaintyM", finding.spot().uncertaintyM())
                .put("pictures", finding.pictures());
        if (!Double.isNaN(finding.spot().areaM2())) {
            properties
                    .put("areaM2", finding.spot().areaM2())
                    .put("areaUnsureM2", finding.spot().areaUnsureM2());
        }
    }

    private static ArrayNode feature(ArrayNode features, String role, String geometry, String name) {
        ObjectNode feature = features.addObject().put("type", "Feature");
        feature.putObject("properties").put("role", role).put("name", name);
        return feature.putObject("geometry").put("type", geometry).putArray("coordinates");
    }

    private static void place(ArrayNode node, LonLat place) {
        node.add(place.longitude()).add(place.latitude());
    }
}
