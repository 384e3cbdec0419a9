package org.streetwarden.flight;

import java.util.ArrayList;
import java.util.Base64;
import java.util.List;
import java.util.function.Predicate;
import org.streetwarden.directory.LonLat;

/**
 * Ground that a flight saw well enough to find something on it: square cells from a south-western corner.
 *
 * @param corner of the first cell
 * @param cellM length of a cell's side, metres
 * @param columns eastward, at most {@value #MOST_SIDE}
 * @param rows northward, likewise
 * @param bits one a cell, row by row from the south-west, lowest bit of a byte first; base64url without padding
 */
public record GroundCover(LonLat corner, double cellM, int columns, int rows, String bits) {

    /** Most cells along a side. */
    public static final int MOST_SIDE = 1024;

    /** Ground of which nothing was seen. */
    public static final GroundCover NONE = new GroundCover(new LonLat(0, 0), 1, 0, 0, "");

    /** @throws IllegalArgumentException where sizes and bits do not agree */
    public GroundCover {
        boolean sized = columns >= 0 && rows >= 0 && columns <= MOST_SIDE && rows <= MOST_SIDE;
        if (!sized || !(cellM > 0 && cellM <= 10_000)) {
            throw new IllegalArgumentException("cover: expected up to %d cells a side, found %d x %d of %s m"
                    .formatted(MOST_SIDE, columns, rows, cellM));
        }
        int bytes = (columns * rows + 7) / 8;
        if (bits.length() != (bytes * 4 + 2) / 3 || decoded(bits).length != bytes) {
            throw new IllegalArgumentException("cover: expected a bit for each of %d x %d cells, found %d characters"
                    .formatted(columns, rows, bits.length()));
        }
    }

    /** @param cells row by row from the south-west */
    static GroundCover of(LonLat corner, double cellM, int columns, boolean[] cells) {
        byte[] bytes = new byte[(cells.length + 7) / 8];
        for (int i = 0; i < cells.length; i++) {
            bytes[i / 8] |= (byte) (cells[i] ? 1 << (i % 8) : 0);
        }
        String bits = Base64.getUrlEncoder().withoutPadding().encodeToString(bytes);
        return new GroundCover(corner, cellM, columns, columns == 0 ? 0 : cells.length / columns, bits);
    }

    /** Whether the flight saw that place. */
    public boolean holds(LonLat place) {
        return ground().test(place);
    }

    /** Tells of any number of places whether the flight saw them. */
    public Predicate<LonLat> ground() {
        LocalPlane plane = new LocalPlane(corner);
        byte[] cells = decoded(bits);
        return place -> holds(plane, cells, place);
    }

    private boolean holds(LocalPlane plane, byte[] cells, LonLat place) {
        int column = (int) Math.floor(plane.eastM(place) / cellM);
        int row = (int) Math.floor(plane.northM(place) / cellM);
        if (column < 0 || row < 0 || column >= columns || row >= rows) {
            return false;
        }
        int cell = row * columns + column;
        return (cells[cell / 8] & 1 << (cell % 8)) != 0;
    }

    /** What it covers as rectangles: each of one row's cells side by side, four corners from the south-west, anticlockwise. */
    public List<List<LonLat>> bands() {
        LocalPlane plane = new LocalPlane(corner);
        byte[] bytes = decoded(bits);
        List<List<LonLat>> bands = new ArrayList<>();
        for (int row = 0; row < rows; row++) {
            int from = 0;
            for (int column = 0; column <= columns; column++) {
                int cell = row * columns + column;
                boolean seen = column < columns && (bytes[cell / 8] & 1 << (cell % 8)) != 0;
                if (!seen && column > from) {
                    bands.add(List.of(
                            plane.at(from * cellM, row * cellM),
                            plane.at(column * cellM, row * cellM),
                            plane.at(column * cellM, (row + 1) * cellM),
                            plane.at(from * cellM, (row + 1) * cellM)));
                }
                from = seen ? from : column + 1;
            }
        }
        return bands;
    }

    private static byte[] decoded(String bits) {
        return Base64.getUrlDecoder().decode(bits);
    }
}
