package org.streetwarden.api.directory;

import com.fasterxml.jackson.core.JsonFactory;
import com.fasterxml.jackson.core.JsonParser;
import com.fasterxml.jackson.core.JsonProcessingException;
import com.fasterxml.jackson.core.JsonToken;
import com.fasterxml.jackson.core.StreamReadConstraints;
import java.io.IOException;
import java.io.Reader;
import java.util.EnumMap;
import java.util.List;
import java.util.Map;
import org.streetwarden.api.models.Refusal;
import org.streetwarden.directory.CameraField;

/** A catalogue as points of a GeoJSON FeatureCollection (RFC 7946), whose properties go by the names of columns. */
final class GeoJsonCatalogue implements CatalogueFile {

    private static final JsonFactory JSON = JsonFactory.builder()
            .streamReadConstraints(StreamReadConstraints.builder()
                    .maxNestingDepth(20)
                    .maxStringLength(100_000)
                    .maxNumberLength(100)
                    .maxNameLength(1000)
                    .build())
            .build();

    private final JsonParser parser;
    private int feature;

    /**
     * Goes to the first feature.
     *
     * @param text owned from now on
     * @throws Refusal where there are no features
     */
    GeoJsonCatalogue(Reader text) throws IOException {
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
            boolean features = parser.currentName().equals("features");
            if (parser.nextToken() == JsonToken.START_ARRAY && features) {
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
                return new Row(place(), Map.of(), "expected a feature, found something else");
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
        Map<CameraField, String> cells = new EnumMap<>(CameraField.class);
        Map<CameraField, String> point = new EnumMap<>(CameraField.class);
        while (parser.nextToken() == JsonToken.FIELD_NAME) {
            String name = parser.currentName();
            JsonToken value = parser.nextToken();
            if (value == JsonToken.START_OBJECT && name.equals("properties")) {
                readProperties(cells);
            } else if (value == JsonToken.START_OBJECT && name.equals("geometry")) {
                readGeometry(point);
            } else {
                parser.skipChildren();
            }
        }
        cells.remove(CameraField.X);
        cells.remove(CameraField.Y);
        cells.putAll(point);
        return new Row(place(), cells, "");
    }

    private void readProperties(Map<CameraField, String> cells) throws IOException {
        while (parser.nextToken() == JsonToken.FIELD_NAME) {
            String name = parser.currentName();
            JsonToken value = parser.nextToken();
            if (value.isScalarValue() && value != JsonToken.VALUE_NULL) {
                String text = parser.getText();
                CameraField.of(name).ifPresent(field -> cells.put(field, text));
            } else {
                parser.skipChildren();
            }
        }
    }

    /** Only a Point's place is one; a line or an area leaves the camera without. */
    private void readGeometry(Map<CameraField, String> point) throws IOException {
        boolean isPoint = false;
        while (parser.nextToken() == JsonToken.FIELD_NAME) {
            String name = parser.currentName();
            JsonToken value = parser.nextToken();
            if (name.equals("type")) {
                isPoint = "Point".equals(parser.getText());
            } else if (name.equals("coordinates") && value == JsonToken.START_ARRAY) {
                readCoordinates(point);
            } else {
                parser.skipChildren();
            }
        }
        if (!isPoint) {
            point.clear();
        }
    }

    private void readCoordinates(Map<CameraField, String> point) throws IOException {
        int index = 0;
        for (JsonToken token = parser.nextToken(); token != JsonToken.END_ARRAY; token = parser.nextToken()) {
            if (token.isNumeric() && index < 2) {
                point.put(index == 0 ? CameraField.X : CameraField.Y, parser.getText());
            }
            parser.skipChildren();
            index++;
        }
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
