package org.streetwarden.api.cases;

import com.fasterxml.jackson.core.JsonProcessingException;
import com.fasterxml.jackson.databind.JsonNode;
import com.fasterxml.jackson.databind.ObjectMapper;
import com.fasterxml.jackson.databind.node.ObjectNode;
import java.sql.ResultSet;
import java.sql.SQLException;
import java.sql.Timestamp;
import java.time.Instant;
import java.util.ArrayList;
import java.util.EnumMap;
import java.util.List;
import java.util.Map;

/** How columns of the database become values, and values columns. */
public final class Columns {

    private static final ObjectMapper JSON = new ObjectMapper();

    private Columns() {}

    /** @return null where the column is */
    public static Instant instant(ResultSet row, String column) throws SQLException {
        Timestamp time = row.getTimestamp(column);
        return time == null ? null : time.toInstant();
    }

    /**
     * What a {@code jsonb} holds.
     *
     * @return null where the text is
     */
    public static JsonNode json(String text) {
        try {
            return text == null ? null : JSON.readTree(text);
        } catch (JsonProcessingException impossible) {
            throw new IllegalStateException("jsonb is readable", impossible);
        }
    }

    /** A {@code jsonb} that holds an array of texts. */
    public static List<String> texts(String array) {
        List<String> texts = new ArrayList<>();
        json(array).forEach(text -> texts.add(text.asText()));
        return List.copyOf(texts);
    }

    public static String array(List<String> texts) {
        return JSON.valueToTree(texts).toString();
    }

    /** A {@code jsonb} that holds a number for some words of an enum. */
    public static <E extends Enum<E>> Map<E, Integer> counts(Class<E> words, String object) {
        Map<E, Integer> counts = new EnumMap<>(words);
        json(object)
                .properties()
                .forEach(count -> counts.put(
                        Enum.valueOf(words, count.getKey()), count.getValue().asInt()));
        return counts;
    }

    public static String object(Map<? extends Enum<?>, Integer> counts) {
        ObjectNode node = JSON.createObjectNode();
        counts.forEach((word, count) -> node.put(word.name(), count));
        return node.toString();
    }
}
