package org.streetwarden.api;

import static java.nio.charset.StandardCharsets.UTF_8;

import com.fasterxml.jackson.core.JsonProcessingException;
import com.fasterxml.jackson.databind.JsonNode;
import com.fasterxml.jackson.databind.ObjectMapper;
import com.fasterxml.jackson.databind.node.ArrayNode;
import com.fasterxml.jackson.databind.node.JsonNodeFactory;
import com.fasterxml.jackson.databind.node.ObjectNode;
import java.net.URLEncoder;
import java.util.ArrayList;
import java.util.Collections;
import java.util.LinkedHashMap;
import java.util.List;
import java.util.Map;
import java.util.Random;

/**
 * Requests for one operation of {@code openapi.yaml}: a good one, and others that each have one thing wrong or odd with them,
 * chosen by a seeded source of chance.
 */
final class FuzzedRequests {

    /** How many odd values each parameter or field is tried with. */
    private static final int TRIES = 3;

    private static final String HOLE = "@@hole@@";
    private static final String LONG = "长".repeat(90) + "a".repeat(400);

    private static final List<String> ODD = List.of(
            "",
            " ",
            LONG,
            "\0",
            "a\0b",
            "a\u0007b",
            "\u0085",
            "a\nb",
            "a\r\nX-Injected: 1",
            "\uFFFF",
            "\uFDD0",
            "\uDBFF\uDFFE",
            "\u202E",
            "\u2028",
            "=HYPERLINK(\"http://x/\")",
            "@SUM(1)",
            "' OR 1=1 --",
            "'; DROP TABLE cases; --",
            "<script>alert(1)</script>",
            "../../etc/passwd",
            "..\\..\\boot.ini",
            "%2e%2e%2f",
            "-1",
            "0",
            "1",
            "2147483648",
            "9223372036854775807",
            "9223372036854775808",
            "99999999999999999999999999",
            "1e400",
            "NaN",
            "１２",
            "null",
            "2026-02-30",
            "0000-00-00",
            "-999999999-01-01",
            "2026-11-21T08:00:00",
            "2026-11-21T08:00:00+99:00",
            "+292278994-08-17T07:12:55Z",
            "9999-12-31",
            "{}",
            "[]",
            "🙂");

    private static final List<String> ODD_JSON = List.of(
            "null",
            "true",
            "0",
            "-1",
            "0.1",
            "1e308",
            "1e400",
            "-0.0",
            "9223372036854775808",
            "1".repeat(60),
            "[]",
            "{}",
            "[null]",
            "[[[[[[]]]]]]",
            "{\"a\":{\"b\":{\"c\":{\"d\":1}}}}",
            "\"\\ud800\"",
            "\"a\\udc00b\"",
            "\"\\u0000\"",
            "\"" + "长".repeat(3000) + "\"",
            "[" + "1,".repeat(600) + "1]");

    /** Bodies that are wrong as a whole. */
    private static final List<String> WHOLE = List.of(
            "",
            "null",
            "[]",
            "\"text\"",
            "{",
            "{\"a\":1}{",
            "{\"who\":\"a\",\"who\":\"b\"}",
            "\uFEFF{}",
            "{\"surprise\":1}",
            "[".repeat(3000),
            "{\"a\":".repeat(900),
            "\0\0\0\0");

    private final JsonSchema schemas;
    private final Map<String, String> good;
    private final Random chance;

    /** @param good values that the api knows, by {@code template name} or name alone */
    FuzzedRequests(JsonSchema schemas, Map<String, String> good, Random chance) {
        this.schemas = schemas;
        this.good = good;
        this.chance = chance;
    }

    /**
     * One request.
     *
     * @param at what is odd in it, as a refusal is to name it; null where nothing is
     * @param isPath whether that stands in the path, where nothing need be found
     */
    @SuppressWarnings("ArrayRecordComponent") // never compared
    record Request(String method, String path, Map<String, String> headers, byte[] body, String at, boolean isPath) {

        String[] headerPairs() {
            return headers.entrySet().stream()
                    .flatMap(each -> java.util.stream.Stream.of(each.getKey(), each.getValue()))
                    .toArray(String[]::new);
        }

        @Override
        public String toString() {
            String text = new String(body, UTF_8);
            return "%s %s %s %s"
                    .formatted(method, path, headers, text.length() > 600 ? text.substring(0, 600) + "…" : text);
        }
    }

    /** Everything that a request is made of, while it is. */
    private static final class Draft {
        private final String template;
        private final String method;
        private final Map<String, String> path = new LinkedHashMap<>();
        private final Map<String, String> query = new LinkedHashMap<>();
        private final Map<String, String> headers = new LinkedHashMap<>();
        private String body = "";

        Draft(String template, String method) {
            this.template = template;
            this.method = method;
        }

        Request request(String at, boolean isPath) {
            String url = template;
            for (Map.Entry<String, String> each : path.entrySet()) {
                url = url.replace("{" + each.getKey() + "}", each.getValue());
            }
            String mark = "?";
            StringBuilder whole = new StringBuilder(url);
            for (Map.Entry<String, String> each : query.entrySet()) {
                whole.append(mark).append(each.getKey()).append('=').append(each.getValue());
                mark = "&";
            }
            return new Request(method, whole.toString(), Map.copyOf(headers), body.getBytes(UTF_8), at, isPath);
        }
    }

    static String encoded(String text) {
        return URLEncoder.encode(text, UTF_8).replace("+", "%20");
    }

    /** @return the good one first */
    List<Request> of(String template, String method, JsonNode operation) {
        Draft draft = new Draft(template, method.toUpperCase(java.util.Locale.ROOT));
        List<JsonNode> parameters = new ArrayList<>();
        operation.path("parameters").forEach(each -> parameters.add(schemas.resolve(each)));
        for (JsonNode parameter : parameters) {
            place(draft, parameter).put(name(parameter), encoded(goodText(template, parameter)));
        }
        JsonNode content = operation.at("/requestBody/content");
        ObjectNode body = null;
        if (!content.isMissingNode()) {
            String type = content.fieldNames().next();
            draft.headers.put("Content-Type", type);
            if (type.equals("application/json")) {
                body = (ObjectNode) goodJson(
                        operation.get("operationId").asText(), content.get(type).get("schema"));
                draft.body = body.toString();
            } else {
                draft.body = good.getOrDefault(type, "x");
            }
        }
        List<Request> requests = new ArrayList<>();
        requests.add(draft.request(null, false));
        parameters.forEach(parameter -> odd(draft, parameter, requests));
        if (!content.isMissingNode()) {
            oddBodies(draft, body, requests);
        }
        oddExtras(draft, requests);
        return requests;
    }

    private static String name(JsonNode parameter) {
        return parameter.get("name").asText();
    }

    private static Map<String, String> place(Draft draft, JsonNode parameter) {
        return switch (parameter.get("in").asText()) {
            case "path" -> draft.path;
            case "query" -> draft.query;
            default -> draft.headers;
        };
    }

    private <T> List<T> some(List<T> all) {
        List<T> mixed = new ArrayList<>(all);
        Collections.shuffle(mixed, chance);
        return mixed.subList(0, Math.min(TRIES, mixed.size()));
    }

    private void odd(Draft draft, JsonNode parameter, List<Request> requests) {
        Map<String, String> place = place(draft, parameter);
        String name = name(parameter);
        String sound = place.get(name);
        boolean isPath = place == draft.path;
        List<String> values =
                new ArrayList<>(some(ODD).stream().map(FuzzedRequests::encoded).toList());
        values.add("%ED%A0%80");
        values.add("%C0%AF");
        for (String value : values) {
            if (!value.isEmpty() || !isPath) {
                place.put(name, value);
                requests.add(draft.request(name, isPath));
            }
        }
        if (!isPath) {
            place.remove(name);
            requests.add(draft.request(parameter.path("required").asBoolean() ? name : null, false));
        }
        if (place == draft.query) {
            place.put(name, sound + "&" + name + "=" + sound);
            requests.add(draft.request(name, false));
        }
        place.put(name, sound);
    }

    private void oddBodies(Draft draft, ObjectNode body, List<Request> requests) {
        String sound = draft.body;
        String type = draft.headers.get("Content-Type");
        for (String wrong : List.of("text/plain", "application/json5", "multipart/form-data", "x")) {
            draft.headers.put("Content-Type", wrong);
            requests.add(draft.request("Content-Type", false));
        }
        draft.headers.put("Content-Type", type);
        for (String whole : some(WHOLE)) {
            draft.body = whole;
            requests.add(draft.request(null, false));
        }
        if (body != null) {
            for (Field field : fields(body, "")) {
                oddField(draft, body, field, requests);
            }
        }
        draft.body = sound;
    }

    /** Where a value stands: the object or array that holds it, its name or index, and by what name a refusal tells of it. */
    private record Field(JsonNode holder, String name, String told, JsonNode value) {
        void set(JsonNode other) {
            if (holder instanceof ObjectNode object) {
                object.set(name, other);
            } else {
                ((ArrayNode) holder).set(Integer.parseInt(name), other);
            }
        }
    }

    private static List<Field> fields(JsonNode node, String name) {
        List<Field> fields = new ArrayList<>();
        node.properties().forEach(each -> {
            fields.add(new Field(node, each.getKey(), each.getKey(), each.getValue()));
            fields.addAll(fields(each.getValue(), each.getKey()));
        });
        for (int i = 0; node.isArray() && i < node.size(); i++) {
            fields.add(new Field(node, Integer.toString(i), name, node.get(i)));
            fields.addAll(fields(node.get(i), name));
        }
        return fields;
    }

    private void oddField(Draft draft, ObjectNode body, Field field, List<Request> requests) {
        String named = field.told();
        List<String> values = new ArrayList<>(some(ODD_JSON));
        some(ODD)
                .forEach(text ->
                        values.add(JsonNodeFactory.instance.textNode(text).toString()));
        field.set(JsonNodeFactory.instance.textNode(HOLE));
        String whole = body.toString();
        for (String value : values) {
            draft.body = whole.replace('"' + HOLE + '"', value);
            requests.add(draft.request(named, false));
        }
        field.set(field.value());
        if (field.holder() instanceof ObjectNode object) {
            object.remove(field.name());
            draft.body = body.toString();
            requests.add(draft.request(null, false));
            object.set(field.name(), field.value());
        }
    }

    /** What no operation names. */
    private void oddExtras(Draft draft, List<Request> requests) {
        draft.query.put("surprise", "1");
        requests.add(draft.request("surprise", false));
        draft.query.remove("surprise");
        for (String range : List.of("bytes=99999999999-", "bytes=5-1", "bytes=-0", "bytes=0-0,2-3", "lines=1-2")) {
            if (draft.method.equals("GET")) {
                draft.headers.put("Range", range);
                requests.add(draft.request(null, false));
            }
        }
        draft.headers.remove("Range");
    }

    private String goodText(String template, JsonNode parameter) {
        String name = name(parameter);
        String known = good.getOrDefault(template + " " + name, good.get(name));
        if (known != null) {
            return known;
        }
        JsonNode value = goodJson(name, parameter.get("schema"));
        return value.isArray() ? value.get(0).asText() : value.asText();
    }

    private JsonNode goodJson(String name, JsonNode reference) {
        JsonNode schema = schemas.resolve(reference);
        if (good.getOrDefault(name, "").startsWith("{")) {
            return read(good.get(name));
        }
        if (good.containsKey(name)) {
            return JsonNodeFactory.instance.textNode(good.get(name));
        }
        if (schema.has("enum")) {
            return schema.get("enum").get(0);
        }
        JsonNode type = schema.path("type");
        return switch (type.isArray() ? type.get(0).asText() : type.asText()) {
            case "object" -> goodObject(schema);
            case "array" -> JsonNodeFactory.instance.arrayNode().add(goodJson(name, schema.path("items")));
            case "integer", "number" ->
                JsonNodeFactory.instance.numberNode(schema.path("minimum").asInt(1));
            case "boolean" -> JsonNodeFactory.instance.booleanNode(false);
            default ->
                JsonNodeFactory.instance.textNode(
                        schema.path("format").asText().equals("date-time") ? "2026-11-21T08:00:00Z" : "x1");
        };
    }

    private static JsonNode read(String json) {
        try {
            return new ObjectMapper().readTree(json);
        } catch (JsonProcessingException impossible) {
            throw new IllegalArgumentException(impossible);
        }
    }

    private ObjectNode goodObject(JsonNode schema) {
        ObjectNode object = JsonNodeFactory.instance.objectNode();
        schema.path("properties")
                .properties()
                .forEach(each -> object.set(each.getKey(), goodJson(each.getKey(), each.getValue())));
        return object;
    }
}
