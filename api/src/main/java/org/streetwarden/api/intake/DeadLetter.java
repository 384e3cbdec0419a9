package org.streetwarden.api.intake;

import com.fasterxml.jackson.core.JsonProcessingException;
import com.fasterxml.jackson.core.json.JsonWriteFeature;
import com.fasterxml.jackson.databind.json.JsonMapper;
import java.util.Map;
import java.util.TreeMap;

/** A refused record as plain ASCII that any database takes. */
final class DeadLetter {

    private static final int MAX_FIELDS = 64;
    private static final int MAX_VALUE_CHARS = 4096;
    private static final int MAX_REASON_CHARS = 4000;
    private static final JsonMapper ASCII =
            JsonMapper.builder().enable(JsonWriteFeature.ESCAPE_NON_ASCII).build();

    private DeadLetter() {}

    static String fields(Map<String, String> fields) {
        Map<String, String> kept = new TreeMap<>();
        fields.entrySet().stream()
                .limit(MAX_FIELDS)
                .forEach(field -> kept.put(cut(field.getKey(), 128), cut(field.getValue(), MAX_VALUE_CHARS)));
        try {
            return ASCII.writeValueAsString(kept);
        } catch (JsonProcessingException impossible) {
            throw new IllegalStateException("a map of texts is always JSON", impossible);
        }
    }

    static String reason(String reason) {
        return cut(reason, MAX_REASON_CHARS).replaceAll("[\\p{Cntrl}\\p{Cs}]", "\uFFFD");
    }

    private static String cut(String text, int maxChars) {
        return text.length() > maxChars ? text.substring(0, maxChars) + "…" : text;
    }
}
