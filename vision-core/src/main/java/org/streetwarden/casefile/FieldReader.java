package org.streetwarden.casefile;

import java.time.Duration;
import java.time.Instant;
import java.util.ArrayList;
import java.util.List;
import java.util.Map;
import java.util.function.Function;
import org.streetwarden.detect.ModelIdentity;

/** Reads named text fields from outside, collecting every problem before the reader refuses. */
final class FieldReader {

    static final int MAX_FIELD_CHARS = 16_384;
    static final String DIGEST = "[0-9a-f]{64}";
    static final String ID = "[A-Za-z0-9][A-Za-z0-9._-]{0,63}";
    private static final Instant LATEST = Instant.parse("9999-12-31T23:59:59Z");

    private final Map<String, String> fields;
    private final List<String> problems = new ArrayList<>();

    FieldReader(Map<String, String> fields) {
        this.fields = fields;
    }

    /** @throws MalformedRecord naming every field at fault, where there was one */
    void refuseProblems() throws MalformedRecord {
        if (!problems.isEmpty()) {
            throw new MalformedRecord(String.join("; ", problems));
        }
    }

    /** A version this program knows; nothing else is worth a complaint where it is another. */
    void version(String known) {
        String version = matching("v", "[0-9]{1,4}", "a version number");
        if (problems.isEmpty() && !version.equals(known)) {
            problem("v", "version " + known, version);
        }
    }

    boolean has(String field) {
        return fields.containsKey(field);
    }

    /** Whether any field's name begins so. */
    boolean hasAny(String prefix) {
        return fields.keySet().stream().anyMatch(name -> name.startsWith(prefix));
    }

    ModelIdentity model() {
        return new ModelIdentity(text("modelName", 64), text("modelVersion", 64), digest("modelSha256"));
    }

    String digest(String field) {
        return matching(field, DIGEST, "64 hexadecimal digits");
    }

    Instant time(String field) {
        return parsed(field, "an ISO-8601 time from 1970 to 9999", FieldReader::instant);
    }

    /** @throws RuntimeException where it is not an ISO-8601 time from 1970 to 9999 */
    static Instant instant(String text) {
        Instant time = Instant.parse(text);
        if (time.isBefore(Instant.EPOCH) || time.isAfter(LATEST)) {
            throw new IllegalArgumentException(text);
        }
        return time;
    }

    long whole(String field) {
        Long value = parsed(field, "a whole number", Long::valueOf);
        return value == null ? 0 : value;
    }

    /** A whole number from 0. */
    long count(String field) {
        long value = whole(field);
        if (value < 0) {
            problem(field, "a count from 0", Long.toString(value));
        }
        return value;
    }

    Duration duration(String field) {
        return parsed(field, "milliseconds from 0", text -> {
            long ms = Long.parseLong(text);
            if (ms < 0) {
                throw new IllegalArgumentException(text);
            }
            return Duration.ofMillis(ms);
        });
    }

    String matching(String field, String pattern, String expected) {
        String value = text(field, MAX_FIELD_CHARS);
        if (!value.matches(pattern)) {
            problem(field, expected, value);
        }
        return value;
    }

    /** @return null, with a problem noted, where the text cannot be parsed */
    <T> T parsed(String field, String expected, Function<String, T> parser) {
        String value = text(field, MAX_FIELD_CHARS);
        try {
            return parser.apply(value);
        } catch (RuntimeException unreadable) {
            problem(field, expected, value);
            return null;
        }
    }

    String text(String field, int maxChars) {
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

    void problem(String field, String expected, String found) {
        String shown = found.length() > 80 ? found.substring(0, 80) + "…" : found;
        problems.add(field + ": expected " + expected + ", found " + shown);
    }
}
