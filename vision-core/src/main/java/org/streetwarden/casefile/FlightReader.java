package org.streetwarden.casefile;

import java.util.ArrayList;
import java.util.List;
import org.streetwarden.casefile.FlightRecord.FlightInspected;
import org.streetwarden.casefile.FlightRecord.FlightProgress;
import org.streetwarden.casefile.FlightRecord.FlightSurveyed;
import org.streetwarden.directory.LonLat;
import org.streetwarden.flight.GroundCover;
import org.streetwarden.zone.Kind;

/** The part of {@link RecordReader} that reads what flights say; bounded in number and size. */
final class FlightReader {

    private static final int MAX_LINE_CHARS = 512;
    private static final int MAX_COVER_CHARS = 200_000;
    private static final double FARTHEST_M = 100_000;
    private static final double LARGEST_M2 = 1e10;

    private final FieldReader fields;

    FlightReader(FieldReader fields) {
        this.fields = fields;
    }

    FlightInspected inspected() {
        return new FlightInspected(
                flightId("flightId"),
                fields.matching("jobId", FieldReader.ID, "an id"),
                fields.text("inspectionJson", FlightInspected.MOST_INSPECTION_CHARS),
                Boolean.parseBoolean(fields.matching("usable", "true|false", "true or false")),
                fields.time("at"));
    }

    FlightProgress progress() {
        long eta = fields.whole("etaSeconds");
        if (eta < -1) {
            fields.problem("etaSeconds", "seconds from 0, or -1", Long.toString(eta));
        }
        return new FlightProgress(
                flightId("flightId"),
                fields.matching("workerId", FieldReader.ID, "an id"),
                fields.count("doneMs"),
                fields.count("totalMs"),
                fields.count("pictures"),
                (int) Math.min(Integer.MAX_VALUE, fields.count("findings")),
                eta,
                fields.time("at"));
    }

    FlightSurveyed surveyed() {
        return new FlightSurveyed(
                flightId("flightId"),
                fields.matching("jobId", FieldReader.ID, "an id"),
                fields.matching("workerId", FieldReader.ID, "an id"),
                fields.parsed("outcome", "a known outcome", FlightSurveyed.Outcome::valueOf),
                fields.text("detail", 2000),
                fields.matching("trackKey", "|" + FlightJobCodec.KEY, "an object key or nothing"),
                views(),
                cover(),
                fields.time("at"));
    }

    GroundSight ground() {
        List<LonLat> footprint = fields.parsed("groundFootprint", "no corners or 4 to 8 of them", FlightReader::ring);
        return new GroundSight(
                fields.parsed("groundPlace", "longitude,latitude", FlightReader::place),
                within("groundUncertaintyM", FARTHEST_M),
                within("groundDepressionDeg", 90),
                flightId("groundFlightId"),
                fields.text("groundAircraft", 64),
                fields.text("groundSerial", 64),
                footprint == null ? List.of() : footprint,
                measure("groundAreaM2"),
                measure("groundAreaUnsureM2"));
    }

    private String flightId(String field) {
        return fields.matching(field, FlightKeys.FLIGHT_ID, "a flight's id");
    }

    private List<SiteView> views() {
        List<SiteView> views = new ArrayList<>();
        String text = fields.text("views", FlightSurveyed.MOST_VIEWS * MAX_LINE_CHARS);
        for (String line : text.lines().toList()) {
            SiteView view = views.size() < FlightSurveyed.MOST_VIEWS ? view(line) : null;
            if (view == null) {
                fields.problem(
                        "views",
                        "at most " + FlightSurveyed.MOST_VIEWS
                                + " lines incident|kind|label|place|uncertainty|area|its error|pictures|time",
                        line);
                break;
            }
            views.add(view);
        }
        return views;
    }

    /** @return null where the line is none */
    private static SiteView view(String line) {
        String[] cells = line.split("\\|", -1);
        if (cells.length != 9
                || !cells[0].matches("[0-9a-f]{32}")
                || !cells[2].matches("[^|\\p{Cntrl}]{1,64}")
                || !cells[7].matches("[0-9]{1,9}")) {
            return null;
        }
        try {
            return new SiteView(
                    cells[0],
                    Kind.of(cells[1]).orElseThrow(),
                    cells[2],
                    place(cells[3]),
                    bounded(cells[4], FARTHEST_M),
                    measured(cells[5]),
                    measured(cells[6]),
                    Integer.parseInt(cells[7]),
                    FieldReader.instant(cells[8]));
        } catch (RuntimeException unreadable) {
            return null;
        }
    }

    private GroundCover cover() {
        String[] cells = fields.text("cover", MAX_COVER_CHARS).split(",", -1);
        try {
            return new GroundCover(
                    place(cells[0] + "," + cells[1]),
                    bounded(cells[2], 10_000),
                    Integer.parseInt(cells[3]),
                    Integer.parseInt(cells[4]),
                    cells.length == 6 ? cells[5] : "!");
        } catch (RuntimeException unreadable) {
            fields.problem("cover", "longitude,latitude,cell,columns,rows,bits", String.join(",", cells));
            return GroundCover.NONE;
        }
    }

    private double within(String field, double most) {
        Double value = fields.parsed(field, "a number from 0 to " + most, text -> bounded(text, most));
        return value == null ? 0 : value;
    }

    private double measure(String field) {
        Double value = fields.parsed(field, "square metres or nothing", FlightReader::measured);
        return value == null ? Double.NaN : value;
    }

    private static double measured(String text) {
        return text.isEmpty() ? Double.NaN : bounded(text, LARGEST_M2);
    }

    private static double bounded(String text, double most) {
        double value = Double.parseDouble(text);
        if (!(value >= 0 && value <= most)) {
            throw new IllegalArgumentException(text);
        }
        return value;
    }

    private static List<LonLat> ring(String text) {
        List<LonLat> corners = new ArrayList<>();
        String[] cells = text.isEmpty() ? new String[0] : text.split(" ", GroundSight.MOST_CORNERS + 1);
        for (String cell : cells) {
            corners.add(place(cell));
        }
        if (!corners.isEmpty() && corners.size() < GroundSight.LEAST_CORNERS) {
            throw new IllegalArgumentException(text);
        }
        return corners;
    }

    private static LonLat place(String text) {
        String[] cells = text.split(",", -1);
        double longitude = Double.parseDouble(cells[0]);
        double latitude = Double.parseDouble(cells[1]);
        boolean possible = Math.abs(longitude) <= 180 && Math.abs(latitude) <= 90;
        if (cells.length != 2 || !possible) {
            throw new IllegalArgumentException(text);
        }
        return new LonLat(longitude, latitude);
    }
}
