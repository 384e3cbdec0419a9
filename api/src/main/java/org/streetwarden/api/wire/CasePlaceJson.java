package org.streetwarden.api.wire;

import com.fasterxml.jackson.databind.node.ArrayNode;
import com.fasterxml.jackson.databind.node.ObjectNode;
import java.time.Instant;
import org.streetwarden.api.cases.CaseDetail;
import org.streetwarden.api.cases.CasePlace;
import org.streetwarden.api.cases.Sighting;
import org.streetwarden.casefile.FlightKeys;
import org.streetwarden.casefile.GroundSight;

/** A case's codes, place and sightings as JSON. */
final class CasePlaceJson {

    private CasePlaceJson() {}

    static void put(ObjectNode node, CaseDetail detail) {
        CasePlace place = detail.place();
        ArrayNode codes = node.putArray("codes");
        if (place == null) {
            node.putNull("place");
        } else {
            place.codes().forEach(coding -> codes.addObject()
                    .put("codeSystem", coding.codeSystem())
                    .put("version", coding.version())
                    .put("code", coding.code())
                    .put("name", coding.name()));
            put(
                    node.putObject("place"),
                    place,
                    FlightKeys.isFlight(detail.summary().cameraId()));
        }
        putGround(node, detail);
        ArrayNode sightings = node.putArray("sightings");
        detail.sightings()
                .forEach(sighting -> put(sightings.addObject(), detail.summary().caseNo(), sighting));
    }

    private static void putGround(ObjectNode node, CaseDetail detail) {
        if (detail.ground() == null) {
            node.putNull("ground");
            return;
        }
        GroundSight ground = detail.ground().ground();
        ObjectNode sight = node.putObject("ground")
                .put("incidentId", detail.ground().incidentId())
                .put("longitude", ground.place().longitude())
                .put("latitude", ground.place().latitude())
                .put("uncertaintyM", ground.uncertaintyM())
                .put("depressionDeg", ground.depressionDeg())
                .put("flightId", ground.flightId())
                .put("aircraft", ground.aircraft())
                .put("serial", ground.serial())
                .put("areaM2", number(ground.areaM2()))
                .put("areaUnsureM2", number(ground.areaUnsureM2()));
        ArrayNode footprint = sight.putArray("footprint");
        ground.footprint()
                .forEach(corner -> footprint.addArray().add(corner.longitude()).add(corner.latitude()));
    }

    private static Double number(double value) {
        return Double.isNaN(value) ? null : value;
    }

    private static void put(ObjectNode node, CasePlace place, boolean flown) {
        if (place.position() == null) {
            node.putNull("position");
        } else {
            node.putObject("position")
                    .put("longitude", place.position().longitude())
                    .put("latitude", place.position().latitude())
                    .put("crs", "wgs84")
                    .put("declaredCrs", place.position().declaredCrs())
                    .put("of", flown ? "ground" : "camera")
                    .put("uncertaintyM", place.uncertaintyM());
        }
        putGrid(node, "unitGrid", place.unitGrid());
        putGrid(node, "responsibilityGrid", place.responsibilityGrid());
        if (place.unit() == null) {
            node.putNull("unit");
        } else {
            node.putObject("unit")
                    .put("name", place.unit().name())
                    .put("code", place.unit().code())
                    .put("version", place.unit().version());
        }
        node.put("timeLimit", place.timeLimit())
                .put("dueAt", text(place.dueAt()))
                .put("calendarVersion", place.calendarVersion());
        ArrayNode gaps = node.putArray("gaps");
        place.gaps().forEach(gap -> gaps.add(gap.id()));
    }

    private static void putGrid(ObjectNode node, String name, CasePlace.Grid grid) {
        if (grid == null) {
            node.putNull(name);
        } else {
            node.putObject(name).put("code", grid.code()).put("version", grid.version());
        }
    }

    private static void put(ObjectNode node, String caseNo, Sighting sighting) {
        boolean first = sighting.joinedAs() == null;
        node.put("incidentId", sighting.incidentId());
        node.putObject("camera").put("id", sighting.cameraId()).put("name", sighting.cameraName());
        node.put("zoneId", sighting.zoneId())
                .put("raisedAt", text(sighting.raisedAt()))
                .put("lastSeenAt", text(sighting.lastSeenAt()))
                .put("clearedAt", text(sighting.clearedAt()))
                .put("joinedAs", sighting.joinedAs())
                .put("sameBecause", sighting.sameBecause())
                .put("joinedAt", text(sighting.joinedAt()))
                .put("why", sighting.why());
        String prefix = "/api/v1/cases/" + caseNo + (first ? "" : "/sightings/" + sighting.incidentId()) + "/evidence/";
        CaseJson.putEvidence(node.putObject("evidence"), prefix, sighting.manifestSha256(), sighting.parts());
    }

    private static String text(Instant time) {
        return time == null ? null : time.toString();
    }
}
