package org.streetwarden.api.http;

import com.fasterxml.jackson.databind.JsonNode;
import java.time.DateTimeException;
import java.time.Instant;
import java.time.OffsetDateTime;
import java.time.temporal.ChronoUnit;
import java.util.ArrayList;
import java.util.List;
import java.util.Set;
import java.util.function.Predicate;
import org.streetwarden.api.models.Refusal;
import org.streetwarden.directory.PlainText;

/** The fields of a small JSON object; every problem with them is collected before the whole is refused. */
final class BodyFields {

    private static final int MAX_SHOWN_CHARS = 80;
    private static final Instant EARLIEST = Instant.EPOCH;
    private static final Instant LATEST = Instant.parse("9999-12-31T23:59:59Z");

    private final JsonNode root;
    private final String prefix;
    private final List<String> problems;

    /** @throws Problem 400 where the body is no JSON object */
    BodyFields(byte[] body, Set<String> known) {
        this(RequestBody.object(body), "", known, new ArrayList<>());
    }

    private BodyFields(JsonNode root, String prefix, Set<String> known, List<String> problems) {
        this.root = root;
        this.prefix = prefix;
        this.problems = problems;
        root.fieldNames().forEachRemaining(name -> {
            if (!known.contains(name)) {
                String expected = String.join(", ", known.stream().sorted().toList());
                problems.add("%s%s: expected only %s, found this".formatted(prefix, cut(name), expected));
            }
        });
    }

    /** @throws Refusal naming every field at fault, if any is */
    void finish() {
        if (!problems.isEmpty()) {
            throw new Refusal(Refusal.Cause.UNUSABLE, problems);
        }
    }

    boolean has(String field) {
        return root.hasNonNull(field);
    }

    void missing(String field, String expected) {
        wrong(field, expected, root.path(field));
    }

    /** @return null where it is absent or a problem is noted */
    String optional(String field, int maxChars, boolean lines) {
        return has(field) ? text(field, root.path(field), maxChars, lines) : null;
    }

    /** @return null where a problem is noted */
    String required(String field, int maxChars) {
        if (!has(field)) {
            wrong(field, "text", root.path(field));
            return null;
        }
        return text(field, root.path(field), maxChars, false);
    }

    /** A word, which some write as a number. */
    String wordOrNumber(String field, int maxChars) {
        JsonNode node = root.path(field);
        return node.isIntegralNumber() && node.canConvertToLong() ? node.asText() : required(field, maxChars);
    }

    /** @return null where it is absent or a problem is noted */
    String matching(String field, Predicate<String> form, String expected) {
        JsonNode node = root.path(field);
        if (!has(field)) {
            return null;
        }
        if (!node.isTextual() || !form.test(node.asText())) {
            wrong(field, expected, node);
            return null;
        }
        return node.asText();
    }

    /** Without those that a problem is noted for; empty where it is absent. */
    List<String> texts(String field, int maxEntries, int maxChars) {
        List<String> texts = new ArrayList<>();
        int i = 0;
        for (JsonNode entry : entries(field, maxEntries)) {
            String text = text(field + "[" + i++ + "]", entry, maxChars, false);
            if (text != null) {
                texts.add(text);
            }
        }
        return texts;
    }

    /** Empty where it is absent or a problem is noted. */
    List<BodyFields> objects(String field, int maxEntries, Set<String> known) {
        List<BodyFields> objects = new ArrayList<>();
        int i = 0;
        for (JsonNode entry : entries(field, maxEntries)) {
            objects.add(new BodyFields(entry, "%s%s[%d].".formatted(prefix, field, i++), known, problems));
        }
        return objects;
    }

    private JsonNode entries(String field, int maxEntries) {
        JsonNode node = root.path(field);
        if (has(field) && (!node.isArray() || node.size() > maxEntries)) {
            String found = node.isArray() ? node.size() + " of them" : shown(node);
            problems.add("%s%s: expected an array of at most %d, found %s".formatted(prefix, field, maxEntries, found));
            return root.path("");
        }
        return node;
    }

    /** @return {@code otherwise} where it is absent or a problem is noted */
    int whole(String field, int min, int max, int otherwise) {
        JsonNode node = root.path(field);
        if (!has(field)) {
            return otherwise;
        }
        if (!node.isInt() || node.asInt() < min || node.asInt() > max) {
            wrong(field, "a whole number from %d to %d".formatted(min, max), node);
            return otherwise;
        }
        return node.asInt();
    }

    /** @return 0 where it is absent or a problem is noted */
    long bytes(String field) {
        JsonNode node = root.path(field);
        if (!node.isIntegralNumber() || !node.canConvertToLong() || node.asLong() < 0) {
            wrong(field, "a number of bytes", node);
            return 0;
        }
        return node.asLong();
    }

    /** Text as it is, whatever its characters; empty where a problem is noted. */
    String raw(String field) {
        JsonNode node = root.path(field);
        if (!node.isTextual()) {
            wrong(field, "text", node);
        }
        return node.isTextual() ? node.asText() : "";
    }

    boolean flag(String field) {
        if (!root.path(field).isBoolean()) {
            wrong(field, "true or false", root.path(field));
        }
        return root.path(field).asBoolean();
    }

    /** @return whole microseconds; null where it is absent or a problem is noted */
    Instant time(String field, boolean required) {
        JsonNode node = root.path(field);
        if (!has(field) && !required) {
            return null;
        }
        try {
            Instant time = node.isTextual() && node.asText().length() <= MAX_SHOWN_CHARS
                    ? OffsetDateTime.parse(node.asText()).toInstant().truncatedTo(ChronoUnit.MICROS)
                    : null;
            if (time != null && !time.isBefore(EARLIEST) && !time.isAfter(LATEST)) {
                return time;
            }
        } catch (DateTimeException unreadable) {
            // said below
        }
        wrong(field, "an ISO-8601 time with its offset, such as 2026-11-21T08:00:00+08:00", node);
        return null;
    }

    private String text(String field, JsonNode node, int maxChars, boolean lines) {
        String text = node.isTextual() ? node.asText().strip() : "";
        if (text.isEmpty()) {
            wrong(field, "text", node);
        } else if (text.length() > maxChars) {
            problems.add(
                    "%s%s: expected at most %d characters, found %d".formatted(prefix, field, maxChars, text.length()));
        } else if (text.codePoints().anyMatch(point -> !printable(point) && !(lines && point == '\n'))) {
            wrong(field, lines ? "printable text" : "one line of printable text", node);
        } else {
            return text;
        }
        return null;
    }

    private static boolean printable(int point) {
        return PlainText.printable(point);
    }

    private void wrong(String field, String expected, JsonNode found) {
        problems.add("%s%s: expected %s, found %s".formatted(prefix, field, expected, shown(found)));
    }

    private static String shown(JsonNode node) {
        return node.isMissingNode() ? "nothing" : cut(node.toString());
    }

    private static String cut(String text) {
        String safe = text.replaceAll("[\\p{Cntrl}\\p{Cs}]", "\uFFFD");
        return safe.length() > MAX_SHOWN_CHARS ? safe.substring(0, MAX_SHOWN_CHARS) + "…" : safe;
    }
}
