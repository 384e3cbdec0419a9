package org.streetwarden.api.retention;

import com.fasterxml.jackson.core.JsonProcessingException;
import com.fasterxml.jackson.databind.JsonNode;
import com.fasterxml.jackson.databind.ObjectMapper;
import java.util.ArrayList;
import java.util.List;
import java.util.Map;

/**
 * One object of evidence as it was filed.
 *
 * @param key in the store
 * @param sha256 64 lower-case hexadecimal digits
 */
public record NamedObject(String key, String sha256, long bytes) {

    private static final ObjectMapper JSON = new ObjectMapper();

    Map<String, Object> members() {
        return Map.of("key", key, "sha256", sha256, "bytes", bytes);
    }

    static List<NamedObject> parse(String json) {
        List<NamedObject> objects = new ArrayList<>();
        for (JsonNode each : tree(json)) {
            objects.add(new NamedObject(
                    each.path("key").asText(),
                    each.path("sha256").asText(),
                    each.path("bytes").asLong()));
        }
        return objects;
    }

    /** @param json out of the database */
    static JsonNode tree(String json) {
        try {
            return JSON.readTree(json);
        } catch (JsonProcessingException impossible) {
            throw new IllegalStateException("the database holds JSON", impossible);
        }
    }
}
