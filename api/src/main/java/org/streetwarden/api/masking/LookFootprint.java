package org.streetwarden.api.masking;

import com.fasterxml.jackson.databind.JsonNode;
import java.util.ArrayList;
import java.util.List;
import org.streetwarden.directory.LonLat;

/** What ground a flight's picture shows, as the evidence manifest says. */
final class LookFootprint {

    private static final int CORNERS = 4;

    private LookFootprint() {}

    /**
     * Four corners from the picture's upper left, clockwise.
     *
     * @param look first, threshold or raised
     * @return none where the manifest does not say, or says it in a form that cannot be read
     */
    static List<LonLat> of(byte[] manifest, String look) {
        JsonNode flight = SeenThings.tree(manifest).path("flight");
        JsonNode ring = look.equals(Cover.RAISED)
                ? flight.path("footprint")
                : flight.path("earlierFootprints").path(look);
        if (ring.size() != CORNERS) {
            return List.of();
        }
        List<LonLat> corners = new ArrayList<>();
        for (JsonNode corner : ring) {
            if (corner.size() != 2 || !SeenThings.numbers(corner)) {
                return List.of();
            }
            double longitude = corner.get(0).asDouble();
            double latitude = corner.get(1).asDouble();
            if (!(Math.abs(longitude) <= 180 && Math.abs(latitude) <= 90)) {
                return List.of();
            }
            corners.add(new LonLat(longitude, latitude));
        }
        return corners;
    }
}
