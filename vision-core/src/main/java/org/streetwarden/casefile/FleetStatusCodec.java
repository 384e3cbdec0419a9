package org.streetwarden.casefile;

import java.util.LinkedHashMap;
import java.util.Map;
import java.util.stream.Collectors;

/** The one codec between a worker's status and the text in Redis: lines {@code name=value}, version 1. */
public final class FleetStatusCodec {

    private static final String VERSION = "1";
    private static final int MAX_CHARS = 2048;
    private static final int MAX_LINES = 32;
    private static final long MOST_CAMERAS = 1_000_000;
    private static final double MOST_CORES = 100_000;

    private FleetStatusCodec() {}

    public static String encode(FleetStatus status) {
        Map<String, String> fields = new LinkedHashMap<>();
        fields.put("v", VERSION);
        fields.put("workerId", status.workerId());
        fields.put("startedAt", status.startedAt().toString());
        fields.put("at", status.at().toString());
        fields.put("held", Integer.toString(status.held()));
        fields.put("capacity", Integer.toString(status.capacity()));
        fields.put("state", status.state().name());
        fields.put("coresUsed", Double.toString(status.coresUsed()));
        fields.put("residentBytes", Long.toString(status.residentBytes()));
        fields.put("openSessions", Integer.toString(status.openSessions()));
        fields.put("busiest", Double.toString(status.busiest()));
        fields.put("scarcest", status.scarcest());
        return fields.entrySet().stream()
                .map(each -> each.getKey() + "=" + each.getValue())
                .collect(Collectors.joining("\n"));
    }

    /**
     * @param text from outside: checked for form, ranges and length; names it does not know are left aside
     * @throws MalformedRecord naming everything at fault
     */
    public static FleetStatus decode(String text) throws MalformedRecord {
        if (text.length() > MAX_CHARS) {
            throw new MalformedRecord(
                    "fleet status: expected at most %d characters, found %d".formatted(MAX_CHARS, text.length()));
        }
        FieldReader fields = new FieldReader(fields(text));
        fields.version(VERSION);
        FleetStatus status = new FleetStatus(
                fields.matching("workerId", FieldReader.ID, "an id"),
                fields.time("startedAt"),
                fields.time("at"),
                count(fields, "held"),
                count(fields, "capacity"),
                fields.parsed("state", "WORKING, DRAINING or DRAINED", FleetStatus.State::valueOf),
                number(fields, "coresUsed", MOST_CORES),
                fields.count("residentBytes"),
                count(fields, "openSessions"),
                number(fields, "busiest", 1),
                fields.matching("scarcest", "[a-z-]{0,32}", "lower-case letters and hyphens"));
        fields.refuseProblems();
        return status;
    }

    private static Map<String, String> fields(String text) {
        return text.lines()
                .limit(MAX_LINES)
                .filter(line -> line.indexOf('=') > 0)
                .collect(Collectors.toMap(
                        line -> line.substring(0, line.indexOf('=')),
                        line -> line.substring(line.indexOf('=') + 1),
                        (first, second) -> first));
    }

    private static int count(FieldReader fields, String field) {
        long count = fields.count(field);
        if (count > MOST_CAMERAS) {
            fields.problem(field, "at most " + MOST_CAMERAS, Long.toString(count));
        }
        return (int) Math.clamp(count, 0, MOST_CAMERAS);
    }

    private static double number(FieldReader fields, String field, double most) {
        Double value = fields.parsed(field, "a number", Double::valueOf);
        if (value != null && !(value >= 0 && value <= most)) {
            fields.problem(field, "a number from 0 to " + most, value.toString());
        }
        return value == null ? 0 : value;
    }
}
