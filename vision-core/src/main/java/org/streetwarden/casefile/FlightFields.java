package org.streetwarden.casefile;

import java.util.List;
import java.util.Map;
import java.util.stream.Collectors;
import org.streetwarden.casefile.FlightRecord.FlightInspected;
import org.streetwarden.casefile.FlightRecord.FlightProgress;
import org.streetwarden.casefile.FlightRecord.FlightSurveyed;
import org.streetwarden.directory.LonLat;
import org.streetwarden.flight.GroundCover;

/** The part of {@link RecordCodec} that writes what flights say. */
final class FlightFields {

    private FlightFields() {}

    static void encode(FlightRecord record, Map<String, String> fields) {
        switch (record) {
            case FlightInspected inspected -> {
                fields.put("type", "flight-inspected");
                fields.put("flightId", inspected.flightId());
                fields.put("jobId", inspected.jobId());
                fields.put("inspectionJson", inspected.inspectionJson());
                fields.put("usable", Boolean.toString(inspected.usable()));
                fields.put("at", inspected.at().toString());
            }
            case FlightProgress progress -> {
                fields.put("type", "flight-progress");
                fields.put("flightId", progress.flightId());
                fields.put("workerId", progress.workerId());
                fields.put("doneMs", Long.toString(progress.doneMs()));
                fields.put("totalMs", Long.toString(progress.totalMs()));
                fields.put("pictures", Long.toString(progress.pictures()));
                fields.put("findings", Integer.toString(progress.findings()));
                fields.put("etaSeconds", Long.toString(progress.etaSeconds()));
                fields.put("at", progress.at().toString());
            }
            case FlightSurveyed surveyed -> {
                fields.put("type", "flight-surveyed");
                fields.put("flightId", surveyed.flightId());
                fields.put("jobId", surveyed.jobId());
                fields.put("workerId", surveyed.workerId());
                fields.put("outcome", surveyed.outcome().name());
                fields.put("detail", surveyed.detail());
                fields.put("trackKey", surveyed.trackKey());
                fields.put(
                        "views",
                        surveyed.views().stream().map(FlightFields::text).collect(Collectors.joining("\n")));
                fields.put("cover", text(surveyed.cover()));
                fields.put("at", surveyed.at().toString());
            }
        }
    }

    static void encode(GroundSight ground, Map<String, String> fields) {
        fields.put("groundPlace", text(ground.place()));
        fields.put("groundUncertaintyM", Double.toString(ground.uncertaintyM()));
        fields.put("groundDepressionDeg", Double.toString(ground.depressionDeg()));
        fields.put("groundFlightId", ground.flightId());
        fields.put("groundAircraft", ground.aircraft());
        fields.put("groundSerial", ground.serial());
        fields.put("groundFootprint", ring(ground.footprint()));
        fields.put("groundAreaM2", measure(ground.areaM2()));
        fields.put("groundAreaUnsureM2", measure(ground.areaUnsureM2()));
    }

    private static String text(SiteView view) {
        return String.join(
                "|",
                view.incidentId(),
                view.kind().id(),
                view.label(),
                text(view.place()),
                Double.toString(view.uncertaintyM()),
                measure(view.areaM2()),
                measure(view.areaUnsureM2()),
                Integer.toString(view.pictures()),
                view.at().toString());
    }

    private static String text(GroundCover cover) {
        return String.join(
                ",",
                text(cover.corner()),
                Double.toString(cover.cellM()),
                Integer.toString(cover.columns()),
                Integer.toString(cover.rows()),
                cover.bits());
    }

    private static String ring(List<LonLat> corners) {
        return corners.stream().map(FlightFields::text).collect(Collectors.joining(" "));
    }

    private static String text(LonLat place) {
        return place.longitude() + "," + place.latitude();
    }

    /** Nothing where it is not known. */
    private static String measure(double value) {
        return Double.isNaN(value) ? "" : Double.toString(value);
    }
}
