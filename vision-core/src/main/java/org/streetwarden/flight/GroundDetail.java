package org.streetwarden.flight;

import java.util.List;
import java.util.OptionalInt;
import org.streetwarden.directory.LonLat;

/**
 * How coarse a picture from the air must be so that nobody can be told in it: {@value #MOST_PER_M} pixels to a metre of the
 * nearest ground that it shows, a face two of them wide. IEC 62676-4 asks 125 to recognise a person and 25 to see that there is one;
 * half of the latter, because a flight's height may be wrong.
 */
public final class GroundDetail {

    private static final double MOST_PER_M = 12.5;
    private static final int CORNERS = 4;

    private GroundDetail() {}

    /**
     * Edge of a block, pixels; 1 where the picture is coarse enough as it is.
     *
     * @param footprint of the picture: four corners from the upper left, clockwise
     * @param width of it, pixels
     * @return empty where it is not known how near the ground was, or no block of it is coarse enough
     */
    public static OptionalInt blockPixels(List<LonLat> footprint, int width) {
        double block = Math.ceil(width / (nearestM(footprint) * MOST_PER_M));
        return block >= 1 && block <= width ? OptionalInt.of((int) block) : OptionalInt.empty();
    }

    /**
     * Pixels that such a picture may be wide.
     *
     * @return empty where it is not known how near the ground was
     */
    public static OptionalInt mostWidth(List<LonLat> footprint) {
        double width = Math.floor(nearestM(footprint) * MOST_PER_M);
        return width >= 1 ? OptionalInt.of((int) Math.min(width, Integer.MAX_VALUE)) : OptionalInt.empty();
    }

    /** How wide the nearest ground is; NaN where it is not known. */
    private static double nearestM(List<LonLat> ring) {
        return ring.size() == CORNERS
                ? Math.min(metres(ring.get(0), ring.get(1)), metres(ring.get(2), ring.get(3)))
                : Double.NaN;
    }

    private static double metres(LonLat from, LonLat to) {
        return new Whereabouts(from, 0).distanceM(to);
    }
}
