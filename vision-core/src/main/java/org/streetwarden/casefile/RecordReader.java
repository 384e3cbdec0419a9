package org.streetwarden.casefile;

import java.util.ArrayList;
import java.util.Arrays;
import java.util.List;
import java.util.Map;
import java.util.TreeMap;
import java.util.function.Function;
import org.streetwarden.casefile.WorkerRecord.Agreement;
import org.streetwarden.casefile.WorkerRecord.CameraState;
import org.streetwarden.casefile.WorkerRecord.CoverageReport;
import org.streetwarden.casefile.WorkerRecord.IncidentCleared;
import org.streetwarden.casefile.WorkerRecord.IncidentFiled;
import org.streetwarden.casefile.WorkerRecord.LookTaken;
import org.streetwarden.casefile.WorkerRecord.ModelEvent;
import org.streetwarden.casefile.WorkerRecord.ModelReport;
import org.streetwarden.detect.ModelIdentity;
import org.streetwarden.detect.Verification;
import org.streetwarden.detect.Verification.Verdict;
import org.streetwarden.geometry.Box;
import org.streetwarden.incident.Basis;
import org.streetwarden.incident.Presence;
import org.streetwarden.scene.ViewState;
import org.streetwarden.zone.Kind;

/** Reads one record's fields, collecting every problem before it refuses. */
final class RecordReader {

    private static final int MAX_PARTS = 64;
    private static final int MAX_LABELS = 128;
    private static final String ID_OF_NEWS = "[A-Za-z0-9][A-Za-z0-9._-]{0,127}";

    private final FieldReader fields;

    RecordReader(Map<String, String> fields) {
        this.fields = new FieldReader(fields);
    }

    WorkerRecord read() throws MalformedRecord {
        fields.version(RecordCodec.VERSION);
        String type = fields.text("type", 16);
        WorkerRecord record =
                switch (type) {
                    case "incident" -> incident();
                    case "cleared" -> cleared();
                    case "camera" -> camera();
                    case "model" -> report();
                    case "model-event" -> event();
                    case "coverage" -> coverage();
                    case "look" -> look();
                    case "flight-inspected" -> new FlightReader(fields).inspected();
                    case "flight-progress" -> new FlightReader(fields).progress();
                    case "flight-surveyed" -> new FlightReader(fields).surveyed();
                    default -> {
                        fields.problem(
                                "type",
                                "incident, cleared, camera, model, model-event, coverage, look, flight-inspected, "
                                        + "flight-progress or flight-surveyed",
                                type);
                        yield null;
                    }
                };
        fields.refuseProblems();
        return record;
    }

    private IncidentFiled incident() {
        GroundSight ground = fields.hasAny("ground") ? new FlightReader(fields).ground() : null;
        return new IncidentFiled(
                fields.matching("incidentId", "[0-9a-f]{32}", "32 hexadecimal digits"),
                fields.parsed("kind", "a known kind", id -> Kind.of(id).orElseThrow()),
                cameraId(ground),
                fields.text("cameraName", 200),
                fields.matching("zoneId", FieldReader.ID, "an id"),
                fields.text("label", 64),
                unit("score"),
                fields.parsed("box", "left,top,right,bottom", RecordReader::box),
                Boolean.parseBoolean(fields.matching("experimental", "true|false", "true or false")),
                fields.time("firstSeenAt"),
                fields.time("thresholdAt"),
                fields.time("raisedAt"),
                fields.duration("presentMs"),
                fields.duration("observedMs"),
                fields.duration("longestGapMs"),
                fields.model(),
                fields.matching("ruleVersion", "[0-9a-f]{12}", "12 hexadecimal digits"),
                fields.matching("zoneVersion", "[0-9a-f]{12}", "12 hexadecimal digits"),
                fields.text("why", 2000),
                fields.matching("workerId", FieldReader.ID, "an id"),
                fields.matching("evidencePrefix", "([A-Za-z0-9][A-Za-z0-9._-]*/)+", "a key prefix ending in /"),
                fields.digest("manifestSha256"),
                parts(),
                fields.has("basis")
                        ? fields.parsed(
                                "basis", "a known basis", id -> Basis.of(id).orElseThrow())
                        : Basis.DETECTOR,
                fields.hasAny("verifier") ? verification() : null,
                ground);
    }

    private String cameraId(GroundSight ground) {
        if (ground == null) {
            return fields.matching("cameraId", FieldReader.ID, "an id");
        }
        String id = fields.text("cameraId", 64);
        if (!id.equals(FlightKeys.cameraId(ground.flightId()))) {
            fields.problem("cameraId", "its flight's", id);
        }
        return id;
    }

    private Verification verification() {
        return new Verification(
                fields.parsed("verifierVerdict", "a known verdict", id -> Verdict.of(id)
                        .orElseThrow()),
                new ModelIdentity(
                        fields.text("verifierName", 64),
                        fields.text("verifierVersion", 64),
                        fields.digest("verifierSha256")),
                unit("verifierScore"),
                fields.text("verifierDetail", 2000));
    }

    private IncidentCleared cleared() {
        return new IncidentCleared(
                fields.matching("incidentId", "[0-9a-f]{32}", "32 hexadecimal digits"),
                fields.time("lastSeenAt"),
                fields.time("clearedAt"));
    }

    private CameraState camera() {
        String last = fields.text("lastFrameAt", 64);
        return new CameraState(
                fields.matching("cameraId", FieldReader.ID, "an id"),
                fields.text("cameraName", 200),
                fields.parsed("state", "a known state", CameraState.State::valueOf),
                fields.text("reason", 64),
                fields.text("detail", 2000),
                fields.matching("workerId", FieldReader.ID, "an id"),
                fields.time("at"),
                last.isEmpty() ? null : fields.time("lastFrameAt"),
                fields.whole("framesJudged"),
                fields.has("group") ? fields.matching("group", FieldReader.ID, "an id") : Rollout.DEFAULT_GROUP);
    }

    private ModelReport report() {
        return new ModelReport(
                fields.matching("reportId", ID_OF_NEWS, "an id"),
                fields.matching("workerId", FieldReader.ID, "an id"),
                fields.matching("group", FieldReader.ID, "an id"),
                fields.parsed("role", "a known role", ModelRole::valueOf),
                fields.model(),
                fields.time("from"),
                fields.time("to"),
                fields.count("looks"),
                fields.count("failures"),
                fields.count("meanUs"),
                fields.count("maxUs"),
                fields.count("raises"),
                byLabel("detections", 1, counts -> counts[0]),
                byLabel("agreement", 3, counts -> new Agreement(counts[0], counts[1], counts[2])));
    }

    private ModelEvent event() {
        return new ModelEvent(
                fields.matching("eventId", ID_OF_NEWS, "an id"),
                fields.matching("workerId", FieldReader.ID, "an id"),
                fields.matching("group", FieldReader.ID, "an id"),
                fields.parsed("role", "a known role", ModelRole::valueOf),
                fields.model(),
                fields.parsed("step", "a known step", ModelEvent.Step::valueOf),
                fields.text("why", 2000),
                fields.time("at"));
    }

    private CoverageReport coverage() {
        return new CoverageReport(
                fields.matching("reportId", ID_OF_NEWS, "an id"),
                fields.matching("workerId", FieldReader.ID, "an id"),
                fields.time("from"),
                fields.time("to"),
                new CoverageLines(fields).read("cameras"));
    }

    private LookTaken look() {
        boolean pictured = fields.has("parts") || fields.has("pictureKey") || fields.hasAny("model");
        List<EvidencePart> pictures = pictured ? parts() : List.of();
        if (pictures.size() > 1 || (pictured && pictures.isEmpty())) {
            fields.problem("parts", "one picture or none", pictures.size() + " parts");
        }
        ViewState view = fields.parsed(
                "view", "a known view or nothing", name -> name.isEmpty() ? null : ViewState.valueOf(name));
        Presence.Finding finding = fields.parsed("finding", "a known finding", Presence.Finding::valueOf);
        if (finding != null && finding != Presence.Finding.UNTOLD && (view != ViewState.CLEAR || pictures.isEmpty())) {
            fields.problem("finding", "UNTOLD where there is no clear view with its picture", finding.name());
        }
        return new LookTaken(
                fields.matching("checkId", AskedLook.CHECK_ID, "a check's id"),
                (int) numbered("number"),
                fields.matching("cameraId", FieldReader.ID, "an id"),
                fields.matching("workerId", FieldReader.ID, "an id"),
                fields.time("at"),
                fields.whole("clockOffsetUs"),
                view,
                finding,
                unit("score"),
                fields.text("detail", 2000),
                pictured ? fields.model() : null,
                pictured
                        ? fields.matching(
                                "pictureKey", "([A-Za-z0-9][A-Za-z0-9._-]*/)+[A-Za-z0-9._-]{1,128}", "an object key")
                        : "",
                pictures.isEmpty() ? null : pictures.getFirst());
    }

    /** Lines {@code label|count|…} as values by label. */
    private <T> Map<String, T> byLabel(String field, int counts, Function<long[], T> value) {
        Map<String, T> values = new TreeMap<>();
        for (String line :
                fields.text(field, FieldReader.MAX_FIELD_CHARS).lines().toList()) {
            String[] cells = line.split("\\|", -1);
            boolean sound = cells.length == counts + 1
                    && cells[0].matches("[^|\\p{Cntrl}]{1,64}")
                    && Arrays.stream(cells).skip(1).allMatch(count -> count.matches("[0-9]{1,15}"));
            if (!sound || values.size() == MAX_LABELS) {
                fields.problem(field, "at most " + MAX_LABELS + " lines of a label and " + counts + " counts", line);
                break;
            }
            values.put(
                    cells[0],
                    value.apply(Arrays.stream(cells)
                            .skip(1)
                            .mapToLong(Long::parseLong)
                            .toArray()));
        }
        return values;
    }

    private List<EvidencePart> parts() {
        List<EvidencePart> parts = new ArrayList<>();
        for (String line :
                fields.text("parts", FieldReader.MAX_FIELD_CHARS).lines().toList()) {
            String[] cells = line.split("\\|", -1);
            boolean sound = cells.length == 4
                    && cells[0].matches(FieldReader.ID)
                    && cells[1].matches("[a-z]+/[a-z0-9.+-]+")
                    && cells[2].matches("[0-9]{1,15}")
                    && cells[3].matches(FieldReader.DIGEST);
            if (!sound || parts.size() == MAX_PARTS) {
                fields.problem("parts", "at most " + MAX_PARTS + " lines name|mime|bytes|sha256", line);
                break;
            }
            parts.add(new EvidencePart(cells[0], cells[1], Long.parseLong(cells[2]), cells[3]));
        }
        return parts;
    }

    private long numbered(String field) {
        long number = fields.whole(field);
        if (number < 1 || number > AskedLook.MOST_LOOKS) {
            fields.problem(field, "a number from 1 to " + AskedLook.MOST_LOOKS, Long.toString(number));
        }
        return number;
    }

    static Box box(String text) {
        String[] edges = text.split(",", -1);
        if (edges.length != 4) {
            throw new IllegalArgumentException(text);
        }
        return new Box(
                Double.parseDouble(edges[0]),
                Double.parseDouble(edges[1]),
                Double.parseDouble(edges[2]),
                Double.parseDouble(edges[3]));
    }

    private double unit(String field) {
        Double value = fields.parsed(field, "a number from 0 to 1", Double::valueOf);
        if (value != null && !(value >= 0 && value <= 1)) {
            fields.problem(field, "a number from 0 to 1", value.toString());
        }
        return value == null ? 0 : value;
    }
}
