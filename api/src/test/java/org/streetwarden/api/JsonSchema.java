package org.streetwarden.api;

import com.fasterxml.jackson.databind.JsonNode;
import java.time.OffsetDateTime;
import java.time.format.DateTimeParseException;
import java.util.ArrayList;
import java.util.List;
import java.util.Set;
import java.util.stream.StreamSupport;

/** The part of JSON Schema that {@code openapi.yaml} uses; any other keyword fails, so that nothing passes unchecked. */
final class JsonSchema {

    private static final Set<String> KNOWN = Set.of(
            "type",
            "enum",
            "const",
            "pattern",
            "format",
            "minimum",
            "maximum",
            "required",
            "properties",
            "additionalProperties",
            "items",
            "maxItems",
            "maxLength",
            "description",
            "default",
            "$ref");

    private final JsonNode root;

    JsonSchema(JsonNode root) {
        this.root = root;
    }

    JsonNode resolve(JsonNode node) {
        return node.has("$ref") ? resolve(root.at(node.get("$ref").asText().substring(1))) : node;
    }

    /** @return one line per fault */
    List<String> problems(JsonNode schema, JsonNode value) {
        List<String> problems = new ArrayList<>();
        check(schema, value, "$", problems);
        return problems;
    }

    private void check(JsonNode reference, JsonNode value, String at, List<String> problems) {
        JsonNode schema = resolve(reference);
        schema.fieldNames().forEachRemaining(word -> {
            if (!KNOWN.contains(word)) {
                problems.add(at + ": schema word not understood: " + word);
            }
        });
        if (schema.has("type") && !isOfType(schema.get("type"), value)) {
            problems.add(at + ": expected " + schema.get("type") + ", found " + value);
            return;
        }
        checkValue(schema, value, at, problems);
        if (value.isObject()) {
            checkObject(schema, value, at, problems);
        }
        if (value.isArray() && schema.has("items")) {
            for (int i = 0; i < value.size(); i++) {
                check(schema.get("items"), value.get(i), at + "[" + i + "]", problems);
            }
        }
    }

    private static void checkValue(JsonNode schema, JsonNode value, String at, List<String> problems) {
        boolean listed = !schema.has("enum")
                || StreamSupport.stream(schema.get("enum").spliterator(), false).anyMatch(value::equals);
        boolean constant = !schema.has("const") || schema.get("const").equals(value);
        boolean matching = !schema.has("pattern")
                || value.asText().matches(schema.get("pattern").asText());
        boolean ranged = (!schema.has("minimum")
                        || value.asDouble() >= schema.get("minimum").asDouble())
                && (!schema.has("maximum")
                        || value.asDouble() <= schema.get("maximum").asDouble());
        boolean timed = !schema.has("format") || value.isNull() || isTime(value.asText());
        if (!(listed && constant && matching && ranged && timed)) {
            problems.add(at + ": not as described: " + value);
        }
    }

    private void checkObject(JsonNode schema, JsonNode value, String at, List<String> problems) {
        if (schema.has("required")) {
            schema.get("required").forEach(name -> {
                if (!value.has(name.asText())) {
                    problems.add(at + ": lacks " + name.asText());
                }
            });
        }
        value.properties().forEach(field -> {
            JsonNode described = schema.path("properties").get(field.getKey());
            if (described != null) {
                check(described, field.getValue(), at + "." + field.getKey(), problems);
            } else if (schema.path("additionalProperties").isObject()) {
                check(schema.get("additionalProperties"), field.getValue(), at + "." + field.getKey(), problems);
            } else if (schema.has("additionalProperties")) {
                problems.add(at + ": undescribed " + field.getKey());
            }
        });
    }

    private static boolean isOfType(JsonNode type, JsonNode value) {
        if (type.isArray()) {
            return StreamSupport.stream(type.spliterator(), false).anyMatch(one -> isOfType(one, value));
        }
        return switch (type.asText()) {
            case "object" -> value.isObject();
            case "array" -> value.isArray();
            case "string" -> value.isTextual();
            case "boolean" -> value.isBoolean();
            case "integer" -> value.isIntegralNumber();
            case "number" -> value.isNumber();
            case "null" -> value.isNull();
            default -> false;
        };
    }

    private static boolean isTime(String text) {
        try {
            return OffsetDateTime.parse(text) != null;
        } catch (DateTimeParseException unreadable) {
            return false;
        }
    }
}
