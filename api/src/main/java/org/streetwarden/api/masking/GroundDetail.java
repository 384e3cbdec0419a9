package org.streetwarden.api.masking;

import com.fasterxml.jackson.databind.JsonNode;
import java.util.ArrayList;
import java.util.List;
import java.util.OptionalInt;
import org.streetwarden.directory.LonLat;
import org.streetwarden.flight.Whereabouts;

/**
 * How coarse a picture from the air must be so that nobody can be told in it: {@value #MOST_PER_M} pixels to a metre of the
 * nearest ground that it shows, a face two of them wide. IEC 62676-4 asks 125 to recognise a person and 25 to see that there is one;
 * half of the latter, because a flight's height may be wrong.
 */
final class GroundDetail {

    private static final double MOST_PER_M = 12.5;
    private static final int CORNERS = 4;

    private GroundDetail() {}

    /**
     * Edge of a block, pixels; 1 where the picture is coarse enough as it is.
     *
     * @param manifest of the evidence, whose footprint is of the raise's picture: four corners from the upper left, clockwise
     * @param width of the raise's picture, pixels
     * @return empty where it is no flight's, or not known how near the ground was
     */
    static OptionalInt blockPixels(byte[] manifest, int width) {
        JsonNode ring = SeenThings.tree(manifest).path("flight").path("footprint");
        if (ring.size() != CORNERS) {
            return OptionalInt.empty();
        }
        List<LonLat> corners = new ArrayList<>();
        for (JsonNode corner : ring) {
            if (corner.size() != 2 || !SeenThings.numbers(corner)) {
                return OptionalInt.empty();
            }
            double longitude = corner.get(0).asDouble();
            double latitude = corner.get(1).asDouble();
            if (!(Math.abs(longitude) <= 180 && Math.abs(latitude) <= 90)) {
                return OptionalInt.empty();
            }
            corners.add(new LonLat(longitude, latitude));
        }
        double narrowestM = Math.min(metres(corners.get(0), corners.get(1)), metres(corners.get(2), corners.get(3)));
        double block = Math.ceil(width / narrowestM / MOST_PER_M);
        return block >= 1 && block <= width ? OptionalInt.of((int) block) : OptionalInt.empty();
    }

    private static double metres(LonLat from, LonLat to) {
        return new Whereabouts(from, 0).distanceM(to);
    }
}
