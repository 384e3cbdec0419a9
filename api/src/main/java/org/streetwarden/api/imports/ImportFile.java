package org.streetwarden.api.imports;

import com.fasterxml.jackson.databind.JsonNode;
import java.io.Closeable;
import java.io.IOException;
import java.io.Reader;
import java.nio.file.Path;
import java.util.List;
import java.util.Map;

/** Reads a file row by row, in constant memory. */
public interface ImportFile<F extends Enum<F>> extends Closeable {

    /**
     * Opens a file; the caller closes it.
     *
     * @throws org.streetwarden.api.models.Refusal where the file as a whole cannot be used
     */
    static <F extends Enum<F>> ImportFile<F> open(Path file, Format format, Header<F> header) throws IOException {
        Reader text = SourceText.open(file);
        try {
            return switch (format) {
                case CSV -> new CsvFile<>(text, header);
                case GEOJSON -> new GeoJsonFile<>(text, header);
            };
        } catch (IOException | RuntimeException unusable) {
            text.close();
            throw unusable;
        }
    }

    /**
     * One row as it stands in the file.
     *
     * @param place where people find it
     * @param cells of the columns we know, stripped; empty where the row cannot be read
     * @param geometry null where the file is a table
     * @param problem why it cannot be read; empty where it can
     */
    record Row<F extends Enum<F>>(String place, Map<F, String> cells, Geometry geometry, String problem) {

        static <F extends Enum<F>> Row<F> unreadable(String place, String problem) {
            return new Row<F>(place, Map.of(), null, problem);
        }
    }

    /**
     * A feature's geometry as it stands in the file.
     *
     * @param type GeoJSON's word; empty where there is none
     * @param coordinates GeoJSON's arrays; null where there are none
     */
    record Geometry(String type, JsonNode coordinates) {}

    /**
     * The next row.
     *
     * @return null behind the last
     * @throws org.streetwarden.api.models.Refusal where the rest of the file cannot be read
     */
    Row<F> next() throws IOException;

    /** Whether the file, read to its end, ends in the middle of something. */
    boolean torn();

    /** What is odd about the file as a whole, one sentence each. */
    List<String> remarks();
}
