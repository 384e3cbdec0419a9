package org.streetwarden.casefile;

import java.time.Duration;
import java.time.Instant;
import java.util.ArrayList;
import java.util.List;
import java.util.Map;
import java.util.function.Function;
import org.streetwarden.casefile.WorkerRecord.CameraState;
import org.streetwarden.casefile.WorkerRecord.IncidentCleared;
import org.streetwarden.casefile.WorkerRecord.IncidentFiled;
import org.streetwarden.detect.ModelIdentity;
import org.streetwarden.detect.Verification;
import org.streetwarden.detect.Verification.Verdict;
import org.streetwarden.geometry.Box;
import org.streetwarden.incident.Basis;
import org.streetwarden.zone.Kind;

/** Reads one record's fields, collecting every problem before it refuses. */
final class RecordReader {

    private static final int MAX_FIELD_CHARS = 16_384;
    private static final int MAX_PARTS = 64;
    private static final Instant LATEST = Instant.parse("9999-12-31T23:59:59Z");
    private static final String DIGEST = "[0-9a-f]{64}";
    private static final String ID = "[A-Za-z0-9][A-Za-z0-9._-]{0,63}";

    private final Map<String, String> fields;
    private final List<String> problems = new ArrayList<>();

    RecordReader(Map<String, String> fields) {
        this.fields = fields;
    }

    WorkerRecord read() throws MalformedRecord {
        String version = matching("v", "[0-9]{1,4}", "a version number");
        if (problems.isEmpty() && !version.equals(RecordCodec.VERSION)) {
            problem("v", "version " + RecordCodec.VERSION, version);
        }
        String type = text("type", 16);
        WorkerRecord record =
                switch (type) {
                    case "incident" -> incident();
                    case "cleared" -> cleared();
                    case "camera" -> camera();
                    default -> {
                        problem("type", "incident, cleared or camera", type);
                        yield null;
                    }
                };
        if (!problems.isEmpty()) {
            throw new MalformedRecord(String.join("; ", problems));
        }
        return record;
    }

    private IncidentFiled incident() {
        return new IncidentFiled(
                matching("incidentId", "[0-9a-f]{32}", "32 hexadecimal digits"),
                parsed("kind", "a known kind", id -> Kind.of(id).orElseThrow()),
                matching("cameraId", ID, "an id"),
                text("cameraName", 200),
                matching("zoneId", ID, "an id"),
                text("label", 64),
                unit("score"),
                parsed("box", "left,top,right,bottom", RecordReader::box),
                Boolean.parseBoolean(matching("experimental", "true|false", "true or false")),
                time("firstSeenAt"),
                time("thresholdAt"),
                time("raisedAt"),
                duration("presentMs"),
                duration("observedMs"),
                duration("longestGapMs"),
                new ModelIdentity(text("modelName", 64), text("modelVersion", 64), digest("modelSha256")),
                matching("ruleVersion", "[0-9a-f]{12}", "12 hexadecimal digits"),
                matching("zoneVersion", "[0-9a-f]{12}", "12 hexadecimal digits"),
                text("why", 2000),
                matching("workerId", ID, "an id"),
                matching("evidencePrefix", "([A-Za-z0-9][A-Za-z0-9._-]*/)+", "a key prefix ending in /"),
                digest("manifestSha256"),
                parts(),
                fields.containsKey("basis")
                        ? parsed("basis", "a known basis", id -> Basis.of(id).orElseThrow())
                        : Basis.DETECTOR,
                fields.keySet().stream().anyMatch(name -> name.startsWith("verifier")) ? verification() : null);
    }

    private Verification verification() {
        return new Verification(
                parsed("verifierVerdict", "a known verdict", id -> Verdict.of(id).orElseThrow()),
                new ModelIdentity(text("verifierName", 64), text("verifierVersion", 64), digest("verifierSha256")),
                unit("verifierScore"),
                text("verifierDetail", 2000));
    }

    private IncidentCleared cleared() {
        return new IncidentCleared(
                matching("incidentId", "[0-9a-f]{32}", "32 hexadecimal digits"), time("lastSeenAt"), time("clearedAt"));
    }

    private CameraState camera() {
        String last = text("lastFrameAt", 64);
        return new CameraState(
                matching("cameraId", ID, "an id"),
                text("cameraName", 200),
                parsed("state", "a known state", CameraState.State::valueOf),
                text("reason", 64),
                text("detail", 2000),
                matching("workerId", ID, "an id"),
                time("at"),
                last.isEmpty() ? null : time("lastFrameAt"),
                whole("framesJudged"));
    }

    private List<EvidencePart> parts() {
        List<EvidencePart> parts = new ArrayList<>();
        for (String line : text("parts", MAX_FIELD_CHARS).lines().toList()) {
            String[] cells = line.split("\\|", -1);
            boolean sound = cells.length == 4
                    && cells[0].matches(ID)
                    && cells[1].matches("[a-z]+/[a-z0-9.+-]+")
                    && cells[2].matches("[0-9]{1,15}")
                    && cells[3].matches(DIGEST);
            if (!sound || parts.size() == MAX_PARTS) {
                problem("parts", "at most " + MAX_PARTS + " lines name|mime|bytes|sha256", line);
                break;
            }
            parts.add(new EvidencePart(cells[0], cells[1], Long.parseLong(cells[2]), cells[3]));
        }
        return parts;
    }

    private static Box box(String text) {
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
        Double value = parsed(field, "a number from 0 to 1", Double::valueOf);
        if (value != null && !(value >= 0 && value <= 1)) {
            problem(field, "a number from 0 to 1", value.toString());
        }
        return value == null ? 0 : value;
    }

    private String digest(String field) {
        return matching(field, DIGEST, "64 hexadecimal digits");
    }

    private Instant time(String field) {
        return parsed(field, "an ISO-8601 time from 1970 to 9999", text -> {
            Instant time = Instant.parse(text);
            if (time.isBefore(Instant.EPOCH) || time.isAfter(LATEST)) {
                throw new IllegalArgumentException(text);
            }
            return time;
        });
    }

    private long whole(String field) {
        Long value = parsed(field, "a whole number", Long::valueOf);
        return value == null ? 0 : value;
    }

    private Duration duration(String field) {
        return parsed(field, "milliseconds from 0", text -> {
            long ms = Long.parseLong(text);
            if (ms < 0) {
                throw new IllegalArgumentException(text);
            }
            return Duration.ofMillis(ms);
        });
    }

    private String matching(String field, String pattern, String expected) {
        String value = text(field, MAX_FIELD_CHARS);
        if (!value.matches(pattern)) {
            problem(field, expected, value);
        }
        return value;
    }

    /** @return null, with a problem noted, where the text cannot be parsed */
    private <T> T parsed(String field, String expected, Function<String, T> parser) {
        String value = text(field, MAX_FIELD_CHARS);
        try {
            return parser.apply(value);
        } catch (RuntimeException unreadable) {
            problem(field, expected, value);
            return null;
        }
    }

    private String text(String field, int maxChars) {
        String value = fields.get(field);
        if (value == null) {
            problem(field, "a value", "nothing");
            return "";
        }
        if (value.length() > maxChars) {
            problem(field, "at most " + maxChars + " characters", value.length() + " characters");
            return "";
        }
        if (value.indexOf('\0') >= 0) {
            problem(field, "text without NUL characters", "one");
            return "";
        }
        return value;
    }

    private void problem(String field, String expected, String found) {
        String shown = found.length() > 80 ? found.substring(0, 80) + "…" : found;
        problems.add(field + ": expected " + expected + ", found " + shown);
    }
}
