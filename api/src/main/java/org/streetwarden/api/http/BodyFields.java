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

/** The fields of a small JSON object; every problem with them is collected before the whole is refused. */
final class BodyFields {

    private static final int MAX_SHOWN_CHARS = 80;
    private static final Instant EARLIEST = Instant.EPOCH;
    private static final Instant LATEST = Instant.parse("9999-12-31T23:59:59Z");

    private final JsonNode root;
    private final List<String> problems = new ArrayList<>();

    /** @throws Problem 400 where the body is no JSON object */
    BodyFields(byte[] body, Set<String> known) {
        root = RequestBody.object(body);
        root.fieldNames().forEachRemaining(name -> {
            if (!known.contains(name)) {
                problems.add("%s: expected only %s, found this"
                        .formatted(
                                cut(name),
                                String.join(", ", known.stream().sorted().toList())));
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

    List<String> texts(String field, int maxEntries, int maxChars) {
        JsonNode node = root.path(field);
        List<String> texts = new ArrayList<>();
        if (!has(field)) {
            return texts;
        }
        if (!node.isArray() || node.size() > maxEntries) {
            String found = node.isArray() ? node.size() + " of them" : shown(node);
            problems.add("%s: expected an array of at most %d texts, found %s".formatted(field, maxEntries, found));
            return texts;
        }
        for (int i = 0; i < node.size(); i++) {
            String text = text(field + "[" + i + "]", node.get(i), maxChars, false);
            if (text != null) {
                texts.add(text);
            }
        }
        return texts;
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
            problems.add("%s: expected at most %d characters, found %d".formatted(field, maxChars, text.length()));
        } else if (text.codePoints().anyMatch(point -> !printable(point) && !(lines && point == '\n'))) {
            wrong(field, lines ? "printable text" : "one line of printable text", node);
        } else {
            return text;
        }
        return null;
    }

    private static boolean printable(int point) {
        return !Character.isISOControl(point) && Character.getType(point) != Character.SURROGATE;
    }

    private void wrong(String field, String expected, JsonNode found) {
        problems.add("%s: expected %s, found %s".formatted(field, expected, shown(found)));
    }

    private static String shown(JsonNode node) {
        return node.isMissingNode() ? "nothing" : cut(node.toString());
    }

    private static String cut(String text) {
        String safe = text.replaceAll("[\\p{Cntrl}\\p{Cs}]", "\uFFFD");
        return safe.length() > MAX_SHOWN_CHARS ? safe.substring(0, MAX_SHOWN_CHARS) + "…" : safe;
    }
}
