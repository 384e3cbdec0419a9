package org.streetwarden.api.imports;

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

/** A file as a GeoJSON FeatureCollection (RFC 7946), whose properties go by the names of columns. */
final class GeoJsonFile<F extends Enum<F>> implements ImportFile<F> {

    private static final int MAX_NUMBERS = 60_000;
    private static final int MAX_ARRAYS_DEEP = 4;
    private static final JsonFactory JSON = JsonFactory.builder()
            .streamReadConstraints(StreamReadConstraints.builder()
                    .maxNestingDepth(20)
                    .maxStringLength(100_000)
                    .maxNumberLength(100)
                    .maxNameLength(1000)
                    .build())
            .build();

    private final JsonParser parser;
    private final Header<F> header;
    private int feature;
    private int numbers;

    /**
     * Goes to the first feature.
     *
     * @param text owned from now on
     * @throws Refusal where there are no features
     */
    GeoJsonFile(Reader text, Header<F> header) throws IOException {
        parser = JSON.createParser(text);
        this.header = header;
        try {
            if (parser.nextToken() != JsonToken.START_OBJECT || !findFeatures()) {
                throw Refusal.unusable("expected a FeatureCollection, found something else");
            }
        } catch (JsonProcessingException broken) {
            throw Refusal.unusable(said(broken));
        }
    }

    private boolean findFeatures() throws IOException {
        while (parser.nextToken() == JsonToken.FIELD_NAME) {
            String name = parser.currentName();
            JsonToken value = parser.nextToken();
            if (name.equals("crs") && value != JsonToken.VALUE_NULL) {
                throw Refusal.unusable(
                        "crs: expected no such member, because the request declares the system; found one");
            }
            if (value == JsonToken.START_ARRAY && name.equals("features")) {
                return true;
            }
            parser.skipChildren();
        }
        return false;
    }

    @Override
    public Row<F> next() throws IOException {
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
            throw Refusal.unusable(place() + ": " + said(broken));
        }
    }

    private void readToEnd() throws IOException {
        while (parser.nextToken() != null) {
            parser.skipChildren();
        }
    }

    private Row<F> feature() throws IOException {
        Map<F, String> cells = new EnumMap<>(header.type());
        Geometry geometry = new Geometry("", null);
        numbers = 0;
        while (parser.nextToken() == JsonToken.FIELD_NAME) {
            String name = parser.currentName();
            JsonToken value = parser.nextToken();
            if (value == JsonToken.START_OBJECT && name.equals("properties")) {
                readProperties(cells);
            } else if (value == JsonToken.START_OBJECT && name.equals("geometry")) {
                geometry = geometry();
            } else {
                parser.skipChildren();
            }
        }
        return numbers > MAX_NUMBERS
                ? Row.unreadable(place(), "geometry: expected at most %d numbers, found more".formatted(MAX_NUMBERS))
                : new Row<>(place(), cells, geometry, "");
    }

    private Geometry geometry() throws IOException {
        String type = "";
        JsonNode coordinates = null;
        while (parser.nextToken() == JsonToken.FIELD_NAME) {
            String name = parser.currentName();
            JsonToken value = parser.nextToken();
            if (name.equals("type") && value == JsonToken.VALUE_STRING) {
                type = parser.getText();
            } else if (name.equals("coordinates") && value == JsonToken.START_ARRAY) {
                coordinates = array(1);
            } else {
                parser.skipChildren();
            }
        }
        return new Geometry(type, coordinates);
    }

    private void readProperties(Map<F, String> cells) throws IOException {
        while (parser.nextToken() == JsonToken.FIELD_NAME) {
            String name = parser.currentName();
            JsonToken value = parser.nextToken();
            if (value.isScalarValue() && value != JsonToken.VALUE_NULL) {
                String text = parser.getText().strip();
                header.named().apply(name).ifPresent(field -> cells.put(field, text));
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
                array.add(parser.getDecimalValue());
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

    /** A broken file is refused as a whole. */
    @Override
    public boolean torn() {
        return false;
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
