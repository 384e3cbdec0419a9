package org.streetwarden.api.places;

import com.fasterxml.jackson.databind.JsonNode;
import java.io.Closeable;
import java.io.IOException;
import java.util.List;
import java.util.Map;

/** Reads a file of a register row by row. */
interface PlaceFile extends Closeable {

    /**
     * One row as it stands in the file.
     *
     * @param place where people find it
     * @param cells of the columns we know; empty where the row cannot be read
     * @param geometry GeoJSON's word for its sort; empty where there is none
     * @param coordinates GeoJSON's arrays; null where there are none
     * @param problem why it cannot be read; empty where it can
     */
    record Row(String place, Map<PlaceField, String> cells, String geometry, JsonNode coordinates, String problem) {

        static Row unreadable(String place, String problem) {
            return new Row(place, Map.of(), "", null, problem);
        }
    }

    /**
     * The next row.
     *
     * @return null behind the last
     * @throws org.streetwarden.api.models.Refusal where the rest of the file cannot be read
     */
    Row next() throws IOException;

    /** What is odd about the file as a whole, one sentence each. */
    List<String> remarks();
}
