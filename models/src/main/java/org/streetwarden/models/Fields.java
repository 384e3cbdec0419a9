package org.streetwarden.models;

import com.fasterxml.jackson.databind.JsonNode;
import java.util.Arrays;
import java.util.HashSet;
import java.util.List;
import java.util.Locale;
import java.util.Set;
import java.util.function.Consumer;
import java.util.regex.Pattern;

/**
 * Reads one JSON object's fields. A wrong field is reported and read as a harmless value, so that every problem comes out
 * at once.
 */
final class Fields {

    private static final int SHOWN_CHARACTERS = 60;

    private final JsonNode object;
    private final String path;
    private final Consumer<String> problems;
    private final Set<String> asked = new HashSet<>();

    /** @param path of the object with a trailing dot, or empty for the root */
    Fields(JsonNode object, String path, Consumer<String> problems) {
        this.object = object;
        this.path = path;
        this.problems = problems;
        if (!object.isObject()) {
            problems.accept("%s: expected an object, found %s".formatted(place(), shown(object)));
        }
    }

    /** Where the fields of an object in here stand. */
    String path(String name) {
        return path + name + ".";
    }

    /** The field of that name; a missing node where there is none. */
    JsonNode node(String name) {
        asked.add(name);
        return object.path(name);
    }

    boolean has(String name) {
        return object.has(name);
    }

    String text(String name, Pattern pattern, String expected) {
        JsonNode node = node(name);
        if (node.isTextual() && pattern.matcher(node.textValue()).matches()) {
            return node.textValue();
        }
        wrong(name, expected, node);
        return "";
    }

    /** As {@link #text(String, Pattern, String)} where the field is there, otherwise {@code absent}. */
    String text(String name, Pattern pattern, String expected, String absent) {
        return node(name).isMissingNode() ? absent : text(name, pattern, expected);
    }

    int integer(String name, int min, int max, String expected) {
        JsonNode node = node(name);
        if (node.isIntegralNumber() && node.canConvertToInt() && node.intValue() >= min && node.intValue() <= max) {
            return node.intValue();
        }
        wrong(name, expected, node);
        return min;
    }

    /** A number above {@code over}, as a float too, and at most {@code max}. */
    double number(String name, double over, double max, String expected) {
        JsonNode node = node(name);
        if (node.isNumber() && (float) node.doubleValue() > over && node.doubleValue() <= max) {
            return node.doubleValue();
        }
        wrong(name, expected, node);
        return max;
    }

    boolean flag(String name, boolean absent) {
        JsonNode node = node(name);
        if (node.isBoolean() || node.isMissingNode()) {
            return node.asBoolean(absent);
        }
        wrong(name, "true or false", node);
        return absent;
    }

    /** One of the enum's constants, written in lower case with dashes. */
    <E extends Enum<E>> E choice(String name, Class<E> type) {
        JsonNode node = node(name);
        for (E constant : type.getEnumConstants()) {
            if (node.isTextual() && written(constant).equalsIgnoreCase(node.textValue())) {
                return constant;
            }
        }
        List<String> known =
                Arrays.stream(type.getEnumConstants()).map(Fields::written).toList();
        wrong(name, "one of " + String.join(", ", known), node);
        return type.getEnumConstants()[0];
    }

    /** As {@link #choice(String, Class)} where the field is there, otherwise {@code absent}. */
    <E extends Enum<E>> E choice(String name, Class<E> type, E absent) {
        return node(name).isMissingNode() ? absent : choice(name, type);
    }

    /** Reports the fields that nobody asked for. */
    void refuseOthers() {
        object.fieldNames().forEachRemaining(name -> {
            if (!asked.contains(name)) {
                problems.accept("%s%s: unknown field; expected one of %s"
                        .formatted(path, cut(name), String.join(", ", new java.util.TreeSet<>(asked))));
            }
        });
    }

    void wrong(String name, String expected, JsonNode found) {
        problems.accept("%s%s: expected %s, found %s".formatted(path, name, expected, shown(found)));
    }

    private String place() {
        return path.isEmpty() ? "the whole file" : path.substring(0, path.length() - 1);
    }

    private static String written(Enum<?> constant) {
        return constant.name().toLowerCase(Locale.ROOT).replace('_', '-');
    }

    private static String shown(JsonNode node) {
        return node.isMissingNode() ? "nothing" : cut(node.toString());
    }

    private static String cut(String text) {
        return text.length() <= SHOWN_CHARACTERS ? text : text.substring(0, SHOWN_CHARACTERS) + "…";
    }
}
