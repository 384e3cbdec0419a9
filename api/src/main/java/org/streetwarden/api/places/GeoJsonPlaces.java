package org.streetwarden.api.places;

import com.fasterxml.jackson.core.JsonFactory;
import com.fasterxml.jackson.core.JsonParser;
import com.fasterxml.jackson.core.JsonProcessingException;
import com.fasterxml.jackson.core.JsonToken;
import com.fasterxml.jackson.core.StreamReadConstraints;
import com.fasterxml.jackson.databind.JsonNode;
import com.fasterxml.jackson.databind.node.ArrayNode;
import com.fasterxml.jackson.databind.node.JsonNodeFactory;
import java.io.IOException;
import java.io.Reader;
import java.util.EnumMap;
import java.util.List;
import java.util.Map;
import org.streetwarden.api.models.Refusal;

/** A layer as a GeoJSON FeatureCollection (RFC 7946), whose properties go by the names of columns. */
final class GeoJsonPlaces implements PlaceFile {

    private static final int MAX_NUMBERS = 60_000;
    private static final int MAX_ARRAYS_DEEP = 4;
    private static final JsonFactory JSON = JsonFactory.builder()
            .streamReadConstraints(StreamReadConstraints.builder()
                    .maxNestingDepth(20)
                    .maxStringLength(10_000)
                    .maxNumberLength(100)
                    .maxNameLength(1000)
                    .build())
            .build();

    private final JsonParser parser;
    private int feature;
    private int numbers;

    /**
     * Goes to the first feature.
     *
     * @param text owned from now on
     * @throws Refusal where there are no features
     */
    GeoJsonPlaces(Reader text) throws IOException {
        parser = JSON.createParser(text);
        try {
            if (parser.nextToken() != JsonToken.START_OBJECT || !findFeatures()) {
                throw unusable("expected a FeatureCollection, found something else");
            }
        } catch (JsonProcessingException broken) {
            throw unusable(said(broken));
        }
    }

    private boolean findFeatures() throws IOException {
        while (parser.nextToken() == JsonToken.FIELD_NAME) {
            String name = parser.currentName();
            JsonToken value = parser.nextToken();
            if (name.equals("crs") && value != JsonToken.VALUE_NULL) {
                throw unusable("crs: expected no such member, because the request declares the system; found one");
            }
            if (value == JsonToken.START_ARRAY && name.equals("features")) {
                return true;
            }
            parser.skipChildren();
        }
        return false;
    }

    @Override
    public Row next() throws IOException {
        try {
            JsonToken token = parser.nextToken();
            if (token == JsonToken.END_ARRAY) {
                readToEnd();
                return null;
            }
            feature++;
            if (token != JsonToken.START_OBJECT) {
                parser.skipChildren();
                return Row.unreadable(place(), "expected a feature, found something else");
            }
            return feature();
        } catch (JsonProcessingException broken) {
            throw unusable(place() + ": " + said(broken));
        }
    }

    private void readToEnd() throws IOException {
        while (parser.nextToken() != null) {
            parser.skipChildren();
        }
    }

    private Row feature() throws IOException {
        Map<PlaceField, String> cells = new EnumMap<>(PlaceField.class);
        String sort = "";
        JsonNode coordinates = null;
        numbers = 0;
        while (parser.nextToken() == JsonToken.FIELD_NAME) {
            String name = parser.currentName();
            JsonToken value = parser.nextToken();
            if (value == JsonToken.START_OBJECT && name.equals("properties")) {
                readProperties(cells);
            } else if (value == JsonToken.START_OBJECT && name.equals("geometry")) {
                while (parser.nextToken() == JsonToken.FIELD_NAME) {
                    String member = parser.currentName();
                    JsonToken inner = parser.nextToken();
                    if (member.equals("type") && inner == JsonToken.VALUE_STRING) {
                        sort = parser.getText();
                    } else if (member.equals("coordinates") && inner == JsonToken.START_ARRAY) {
                        coordinates = array(1);
                    } else {
                        parser.skipChildren();
                    }
                }
            } else {
                parser.skipChildren();
            }
        }
        return numbers > MAX_NUMBERS
                ? Row.unreadable(place(), "geometry: expected at most %d numbers, found more".formatted(MAX_NUMBERS))
                : new Row(place(), cells, sort, coordinates, "");
    }

    private void readProperties(Map<PlaceField, String> cells) throws IOException {
        while (parser.nextToken() == JsonToken.FIELD_NAME) {
            String name = parser.currentName();
            JsonToken value = parser.nextToken();
            if (value.isScalarValue() && value != JsonToken.VALUE_NULL) {
                String text = parser.getText().strip();
                PlaceField.of(name).ifPresent(field -> cells.put(field, text));
            } else {
                parser.skipChildren();
            }
        }
    }

    /** What is no number and no array in its place becomes null; so does what lies too deep or is too much. */
    private ArrayNode array(int depth) throws IOException {
        ArrayNode array = JsonNodeFactory.instance.arrayNode();
        for (JsonToken token = parser.nextToken(); token != JsonToken.END_ARRAY; token = parser.nextToken()) {
            numbers++;
            boolean room = numbers <= MAX_NUMBERS;
            if (room && token == JsonToken.START_ARRAY && depth < MAX_ARRAYS_DEEP) {
                array.add(array(depth + 1));
            } else if (room && token.isNumeric()) {
                array.add(parser.getDoubleValue());
            } else {
                parser.skipChildren();
                if (room) {
                    array.addNull();
                }
            }
        }
        return array;
    }

    private String place() {
        return "feature " + feature;
    }

    private static String said(JsonProcessingException broken) {
        return "line %d, column %d: expected JSON, found a break or something else"
                .formatted(
                        broken.getLocation().getLineNr(), broken.getLocation().getColumnNr());
    }

    private static Refusal unusable(String problem) {
        return new Refusal(Refusal.Cause.UNUSABLE, List.of(problem));
    }

    @Override
    public List<String> remarks() {
        return List.of();
    }

    @Override
    public void close() throws IOException {
        parser.close();
    }
}
