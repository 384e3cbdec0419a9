package org.streetwarden.api.http;

import io.vertx.core.MultiMap;
import io.vertx.ext.web.RoutingContext;
import java.time.DateTimeException;
import java.time.Instant;
import java.time.OffsetDateTime;
import java.util.List;
import java.util.Optional;
import java.util.Set;
import java.util.function.Function;
import org.streetwarden.directory.PlainText;

/** A request's query, refused as a whole where it holds anything unknown, repeated, overlong or unprintable. */
final class QueryParameters {

    private static final int MAX_VALUES = 16;
    private static final int MAX_VALUE_CHARS = 256;
    private static final Instant EARLIEST = Instant.EPOCH;
    private static final Instant LATEST = Instant.parse("9999-12-31T23:59:59Z");

    private final MultiMap values;

    /** @throws Problem 400 naming the first parameter at fault */
    QueryParameters(RoutingContext context, Set<String> known) {
        values = context.queryParams();
        values.forEach(entry -> {
            String name = entry.getKey();
            if (!known.contains(name)) {
                throw Problem.badParameter("query", known.isEmpty() ? "no parameters" : "only " + sorted(known), name);
            }
            if (entry.getValue().length() > MAX_VALUE_CHARS) {
                throw Problem.badParameter(
                        name,
                        "at most " + MAX_VALUE_CHARS + " characters",
                        entry.getValue().length() + " characters");
            }
            if (!entry.getValue().codePoints().allMatch(PlainText::printable)) {
                throw Problem.badParameter(name, "printable text", entry.getValue());
            }
        });
    }

    private static String sorted(Set<String> names) {
        return String.join(", ", names.stream().sorted().toList());
    }

    Optional<String> one(String name) {
        List<String> all = values.getAll(name);
        if (all.size() > 1) {
            throw Problem.badParameter(name, "one value", all.size() + " values");
        }
        return all.stream().findFirst();
    }

    /** @param parser empty where a value is none of the expected ones */
    <T> List<T> many(String name, String expected, Function<String, Optional<T>> parser) {
        List<String> all = values.getAll(name);
        if (all.size() > MAX_VALUES) {
            throw Problem.badParameter(name, "at most " + MAX_VALUES + " values", all.size() + " values");
        }
        return all.stream()
                .map(text -> parser.apply(text).orElseThrow(() -> Problem.badParameter(name, expected, text)))
                .distinct()
                .sorted()
                .toList();
    }

    /** @return false where it is absent */
    boolean truth(String name) {
        String text = one(name).orElse("false");
        if (!text.equals("true") && !text.equals("false")) {
            throw Problem.badParameter(name, "true or false", text);
        }
        return text.equals("true");
    }

    /** @return null where it is absent */
    Instant time(String name) {
        return one(name).map(text -> time(name, text)).orElse(null);
    }

    private static Instant time(String name, String text) {
        String expected = "an ISO-8601 time with its offset, such as 2026-11-21T08:00:00%2B08:00";
        try {
            Instant time = OffsetDateTime.parse(text).toInstant();
            if (time.isBefore(EARLIEST) || time.isAfter(LATEST)) {
                throw Problem.badParameter(name, "a time from " + EARLIEST + " to " + LATEST, text);
            }
            return time;
        } catch (DateTimeException unreadable) {
            throw Problem.badParameter(name, expected, text);
        }
    }

    int number(String name, int least, int most, int otherwise) {
        return one(name).map(text -> number(name, text, least, most)).orElse(otherwise);
    }

    private static int number(String name, String text, int least, int most) {
        if (text.matches("[0-9]{1,9}")) {
            int value = Integer.parseInt(text);
            if (value >= least && value <= most) {
                return value;
            }
        }
        throw Problem.badParameter(name, "a whole number from " + least + " to " + most, text);
    }

    Optional<Boolean> flag(String name) {
        return one(name).map(text -> switch (text) {
            case "true" -> true;
            case "false" -> false;
            default -> throw Problem.badParameter(name, "true or false", text);
        });
    }
}
