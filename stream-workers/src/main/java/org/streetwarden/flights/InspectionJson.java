package org.streetwarden.flights;

import com.fasterxml.jackson.databind.SerializationFeature;
import com.fasterxml.jackson.databind.json.JsonMapper;
import com.fasterxml.jackson.databind.node.ArrayNode;
import com.fasterxml.jackson.databind.node.ObjectNode;
import java.util.List;
import org.streetwarden.directory.LonLat;
import org.streetwarden.flight.Finding;
import org.streetwarden.flight.FlightProblem;
import org.streetwarden.flight.TelemetryEntry;
import org.streetwarden.flight.TelemetrySummary;
import org.streetwarden.flight.TelemetrySummary.Range;
import org.streetwarden.source.VideoHead;

/** Inspections as JSON and as GeoJSON (RFC 7946: WGS-84, longitude first). What is not known is left out. */
final class InspectionJson {

    private static final JsonMapper JSON =
            JsonMapper.builder().enable(SerializationFeature.INDENT_OUTPUT).build();

    private InspectionJson() {}

    static String text(List<Inspection> inspections) {
        ArrayNode flights = JSON.createArrayNode();
        for (Inspection inspection : inspections) {
            ObjectNode flight = flights.addObject();
            inspection.files().forEach(flight.putArray("files")::add);
            flight.put("verdict", inspection.verdict().name());
            if (inspection.video() != null) {
                video(flight.putObject("video"), inspection.video());
            }
            if (inspection.telemetry() != null) {
                telemetry(flight.putObject("telemetry"), inspection.telemetry(), inspection.embedded());
            }
            if (inspection.clock() != null) {
                flight.putObject("clock")
                        .put("verdict", inspection.clock().verdict().name())
                        .put("offsetUs", inspection.clock().offsetUs())
                        .put("rate", inspection.clock().rate())
                        .put("unsureUs", inspection.clock().unsureUs());
            }
            if (inspection.photos() != null) {
                photos(flight.putObject("photos"), inspection.photos());
            }
            inspection
                    .findings()
                    .forEach(finding -> finding(flight.withArray("problems").addObject(), finding));
        }
        return JSON.createObjectNode().set("flights", flights).toPrettyString();
    }

    /** Where nothing could be found out: the same form, with the one problem that there is. */
    static String refused(List<String> files, String chinese, String english) {
        ArrayNode flights = JSON.createArrayNode();
        ObjectNode flight = flights.addObject();
        files.forEach(flight.putArray("files")::add);
        flight.put("verdict", Inspection.Verdict.NOT_USABLE.name());
        flight.putArray("problems")
                .addObject()
                .put("problem", "NOT_INSPECTED")
                .put("weight", FlightProblem.Weight.UNUSABLE.name())
                .put("times", 1)
                .put("detail", "")
                .put("zh", chinese)
                .put("en", english);
        return JSON.createObjectNode().set("flights", flights).toPrettyString();
    }

    private static void video(ObjectNode node, VideoHead head) {
        node.put("codec", head.codec())
                .put("width", head.width())
                .put("height", head.height())
                .put("durationUs", head.durationUs())
                .put("pictures", head.pictures())
                .put("framesPerSecond", head.framesPerSecond())
                .put("maker", head.maker());
        head.dataTracks().forEach(node.putArray("dataTracks")::add);
    }

    private static void telemetry(ObjectNode node, TelemetrySummary told, boolean embedded) {
        node.put("dialect", told.dialect().name())
                .put("embedded", embedded)
                .put("entries", told.entries())
                .put("positions", told.positions())
                .put("attitudes", told.attitudes())
                .put("lengthM", told.lengthM());
        time(node, "firstUs", told.firstUs());
        time(node, "endUs", told.endUs());
        time(node, "firstLocalUs", told.firstLocalUs());
        time(node, "lastLocalUs", told.lastLocalUs());
        place(node, "first", told.first());
        place(node, "last", told.last());
        place(node, "home", told.home());
        range(node, "aboveTakeOffM", told.aboveTakeOffM());
        range(node, "aboveSeaM", told.aboveSeaM());
    }

    private static void photos(ObjectNode node, Inspection.Photos photos) {
        node.put("count", photos.count())
                .put("positions", photos.placed())
                .put("attitudes", photos.turned())
                .put("rtk", photos.rtk())
                .put("laser", photos.ranged());
        photos.models().forEach(node.putArray("models")::add);
    }

    private static void finding(ObjectNode node, Finding finding) {
        FlightProblem problem = finding.problem();
        node.put("problem", problem.name())
                .put("weight", problem.weight().name())
                .put("times", finding.times())
                .put("detail", finding.detail())
                .put("zh", problem.chinese() + "：" + problem.chineseConsequence() + "。")
                .put("en", problem.english() + ": " + problem.englishConsequence() + ".");
    }

    private static void time(ObjectNode node, String name, long us) {
        if (us != TelemetryEntry.NONE) {
            node.put(name, us);
        }
    }

    private static void place(ObjectNode node, String name, LonLat place) {
        if (place != null) {
            node.putArray(name).add(place.longitude()).add(place.latitude());
        }
    }

    private static void range(ObjectNode node, String name, Range range) {
        if (!Double.isNaN(range.least())) {
            node.putArray(name).add(range.least()).add(range.most());
        }
    }

    /** A track for each flight that has places, a point for each that has but one. */
    static String geoJson(List<Inspection> inspections) {
        ObjectNode collection = JSON.createObjectNode().put("type", "FeatureCollection");
        ArrayNode features = collection.putArray("features");
        for (Inspection inspection : inspections) {
            List<LonLat> track = inspection.track();
            if (track.isEmpty()) {
                continue;
            }
            ObjectNode feature = features.addObject().put("type", "Feature");
            ObjectNode properties = feature.putObject("properties");
            properties.put("verdict", inspection.verdict().name());
            inspection.files().forEach(properties.putArray("files")::add);
            ObjectNode geometry = feature.putObject("geometry");
            boolean line = track.size() > 1;
            ArrayNode places =
                    geometry.put("type", line ? "LineString" : "Point").putArray("coordinates");
            for (LonLat place : track) {
                (line ? places.addArray() : places).add(place.longitude()).add(place.latitude());
            }
        }
        return collection.toPrettyString();
    }
}
