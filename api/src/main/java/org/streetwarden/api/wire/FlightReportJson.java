package org.streetwarden.api.wire;

import com.fasterxml.jackson.databind.node.ArrayNode;
import com.fasterxml.jackson.databind.node.JsonNodeFactory;
import com.fasterxml.jackson.databind.node.ObjectNode;
import java.util.List;
import org.streetwarden.api.flights.FlightFinding;
import org.streetwarden.api.flights.FlightReport;
import org.streetwarden.directory.LonLat;

/** A flight's report on the map (RFC 7946): {@code role} of each feature is track, seen, footprint or finding. */
public final class FlightReportJson {

    private FlightReportJson() {}

    public static ObjectNode of(FlightReport report) {
        ObjectNode collection = JsonNodeFactory.instance.objectNode().put("type", "FeatureCollection");
        ArrayNode features = collection.putArray("features");
        for (List<LonLat> track : report.tracks()) {
            ArrayNode line = geometry(feature(features, "track"), "LineString");
            track.forEach(place -> add(line.addArray(), place));
        }
        if (!report.seen().isEmpty()) {
            ArrayNode polygons = geometry(feature(features, "seen"), "MultiPolygon");
            report.seen().forEach(each -> ring(polygons.addArray().addArray(), each));
        }
        for (FlightFinding finding : report.findings()) {
            finding(features, finding);
        }
        return collection;
    }

    private static void finding(ArrayNode features, FlightFinding finding) {
        if (!finding.ground().footprint().isEmpty()) {
            ObjectNode footprint = feature(features, "footprint");
            properties(footprint).put("incidentId", finding.incidentId());
            ring(geometry(footprint, "Polygon").addArray(), finding.ground().footprint());
        }
        ObjectNode feature = feature(features, "finding");
        add(geometry(feature, "Point"), finding.ground().place());
        ObjectNode properties = properties(feature)
                .put("incidentId", finding.incidentId())
                .put("caseNo", finding.caseNo())
                .put("kind", finding.kind())
                .put("status", finding.status())
                .put("joined", finding.joined())
                .put("seenAt", finding.seenAt().toString())
                .put("uncertaintyM", finding.ground().uncertaintyM())
                .put("still", still(finding));
        if (!Double.isNaN(finding.ground().areaM2())) {
            properties
                    .put("areaM2", finding.ground().areaM2())
                    .put("areaUnsureM2", finding.ground().areaUnsureM2());
        }
    }

    private static String still(FlightFinding finding) {
        return "/api/v1/cases/%s%s/evidence/raised-boxes.jpg?view=masked"
                .formatted(finding.caseNo(), finding.joined() ? "/sightings/" + finding.incidentId() : "");
    }

    private static ObjectNode feature(ArrayNode features, String role) {
        ObjectNode feature = features.addObject().put("type", "Feature");
        feature.putObject("properties").put("role", role);
        return feature;
    }

    private static ObjectNode properties(ObjectNode feature) {
        return feature.withObject("/properties");
    }

    private static ArrayNode geometry(ObjectNode feature, String type) {
        return feature.putObject("geometry").put("type", type).putArray("coordinates");
    }

    /** Closed, as the format asks. */
    private static void ring(ArrayNode ring, List<LonLat> corners) {
        corners.forEach(corner -> add(ring.addArray(), corner));
        if (!corners.getFirst().equals(corners.getLast())) {
            add(ring.addArray(), corners.getFirst());
        }
    }

    private static void add(ArrayNode position, LonLat place) {
        position.add(place.longitude()).add(place.latitude());
    }
}
