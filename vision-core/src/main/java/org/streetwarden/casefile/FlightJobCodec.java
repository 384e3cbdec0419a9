package org.streetwarden.casefile;

import java.net.URLDecoder;
import java.net.URLEncoder;
import java.nio.charset.StandardCharsets;
import java.util.ArrayList;
import java.util.HashSet;
import java.util.LinkedHashMap;
import java.util.List;
import java.util.Map;
import java.util.Set;
import java.util.stream.Collectors;

/**
 * The one codec between flight jobs and the flat fields of a stream entry: one line a file, {@code
 * role|bytes|sha256 or nothing|key|name|paired with or nothing}, names percent-encoded as UTF-8. Version 1; a reader refuses versions it does
 * not know.
 */
public final class FlightJobCodec {

    private static final String VERSION = "1";
    private static final int MAX_LINE_CHARS = 16_384;
    private static final int MAX_FILES_CHARS = 4 * 1024 * 1024;

    /** What the key of a flight's object looks like. */
    static final String KEY = "([A-Za-z0-9][A-Za-z0-9._-]{0,127}/){1,8}[A-Za-z0-9][A-Za-z0-9._-]{0,127}";

    private FlightJobCodec() {}

    /** @return the fields in a fixed order */
    public static Map<String, String> encode(FlightJob job) {
        Map<String, String> fields = new LinkedHashMap<>();
        fields.put("v", VERSION);
        fields.put("jobId", job.jobId());
        fields.put("flightId", job.flightId());
        fields.put("step", job.step().name());
        fields.put("name", job.name());
        fields.put("pilot", job.pilot());
        fields.put("createdAt", job.createdAt().toString());
        fields.put("files", job.files().stream().map(FlightJobCodec::line).collect(Collectors.joining("\n")));
        return fields;
    }

    private static String line(FlightObject file) {
        return String.join(
                "|",
                file.role().name(),
                Long.toString(file.bytes()),
                file.sha256(),
                file.key(),
                URLEncoder.encode(file.name(), StandardCharsets.UTF_8),
                URLEncoder.encode(file.pairedWith(), StandardCharsets.UTF_8));
    }

    /**
     * @param fields from outside: checked for presence, form and length
     * @throws MalformedRecord naming every field at fault
     */
    public static FlightJob decode(Map<String, String> fields) throws MalformedRecord {
        FieldReader reader = new FieldReader(fields);
        reader.version(VERSION);
        FlightJob job = new FlightJob(
                reader.matching("jobId", FieldReader.ID, "an id"),
                reader.matching("flightId", FlightKeys.FLIGHT_ID, "a flight's id"),
                reader.parsed("step", "a known step", FlightJob.Step::valueOf),
                reader.text("name", 200),
                reader.text("pilot", 200),
                reader.time("createdAt"),
                files(reader));
        reader.refuseProblems();
        return job;
    }

    private static List<FlightObject> files(FieldReader reader) {
        List<FlightObject> files = new ArrayList<>();
        Set<String> names = new HashSet<>();
        for (String line : reader.text("files", MAX_FILES_CHARS).lines().toList()) {
            FlightObject file = files.size() < FlightJob.MOST_FILES ? file(line) : null;
            if (file == null || !names.add(file.name())) {
                reader.problem(
                        "files",
                        "at most " + FlightJob.MOST_FILES
                                + " lines role|bytes|sha256|key|name|paired with of different names",
                        line);
                break;
            }
            files.add(file);
        }
        return files;
    }

    /** @return null where the line is none */
    private static FlightObject file(String line) {
        String[] cells = line.length() > MAX_LINE_CHARS ? new String[0] : line.split("\\|", -1);
        if (cells.length != 6
                || !cells[1].matches("[0-9]{1,15}")
                || !cells[2].matches("|" + FieldReader.DIGEST)
                || !cells[3].matches(KEY)) {
            return null;
        }
        try {
            String name = URLDecoder.decode(cells[4], StandardCharsets.UTF_8);
            String paired = URLDecoder.decode(cells[5], StandardCharsets.UTF_8);
            boolean named = !name.isEmpty()
                    && name.length() <= FlightObject.MOST_NAME_CHARS
                    && paired.length() <= FlightObject.MOST_NAME_CHARS;
            return named
                    ? new FlightObject(
                            name,
                            cells[3],
                            Long.parseLong(cells[1]),
                            cells[2],
                            FlightObject.Role.valueOf(cells[0]),
                            paired)
                    : null;
        } catch (IllegalArgumentException unreadable) {
            return null;
        }
    }
}
