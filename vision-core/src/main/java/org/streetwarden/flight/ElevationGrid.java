package org.streetwarden.flight;

import java.io.BufferedReader;
import java.io.IOException;
import java.io.Reader;
import java.nio.ByteBuffer;
import java.nio.ByteOrder;
import java.nio.ShortBuffer;
import java.util.HashMap;
import java.util.Locale;
import java.util.Map;
import java.util.StringTokenizer;
import java.util.regex.Matcher;
import java.util.regex.Pattern;
import org.streetwarden.directory.LonLat;

/**
 * Heights at the corners of a grid in longitude and latitude (WGS-84), as SRTM's {@code .hgt} and ESRI's ASCII grids bring
 * them; between them in proportion. Immutable.
 */
public final class ElevationGrid {

    private static final int MOST_CELLS = 20_000_000;
    private static final int MOST_HEADER_LINES = 6;
    private static final short HGT_VOID = -32768;
    private static final Pattern HGT_NAME =
            Pattern.compile("([NS])(\\d{2})([EW])(\\d{3})\\.hgt", Pattern.CASE_INSENSITIVE);
    private static final double METRES_PER_DEGREE = 111_000;

    private final double west;
    private final double north;
    private final double cell;
    private final int columns;
    private final int rows;
    private final float[] heights;

    private ElevationGrid(double west, double north, double cell, int columns, int rows, float[] heights) {
        this.west = west;
        this.north = north;
        this.cell = cell;
        this.columns = columns;
        this.rows = rows;
        this.heights = heights;
    }

    /**
     * A tile of SRTM: big-endian metres, row by row from the north-west, 1201 or 3601 a side.
     *
     * @param name such as {@code N36E117.hgt}; it says where the tile lies
     * @throws IllegalArgumentException saying what was expected
     */
    public static ElevationGrid hgt(String name, ByteBuffer bytes) {
        Matcher place = HGT_NAME.matcher(name);
        int side = bytes.remaining() == 1201 * 1201 * 2 ? 1201 : bytes.remaining() == 3601 * 3601 * 2 ? 3601 : 0;
        if (!place.matches() || side == 0) {
            throw new IllegalArgumentException(
                    "elevation: expected a tile such as N36E117.hgt of 1201 or 3601 heights a side, found '%s' of %d bytes"
                            .formatted(name, bytes.remaining()));
        }
        int south = Integer.parseInt(place.group(2)) * (place.group(1).equalsIgnoreCase("S") ? -1 : 1);
        int west = Integer.parseInt(place.group(4)) * (place.group(3).equalsIgnoreCase("W") ? -1 : 1);
        ShortBuffer shorts = bytes.slice().order(ByteOrder.BIG_ENDIAN).asShortBuffer();
        float[] heights = new float[side * side];
        for (int i = 0; i < heights.length; i++) {
            short height = shorts.get(i);
            heights[i] = height == HGT_VOID ? Float.NaN : height;
        }
        return new ElevationGrid(west, south + 1, 1.0 / (side - 1), side, side, heights);
    }

    /**
     * An ESRI ASCII grid in degrees: {@code ncols, nrows, xllcorner|xllcenter, yllcorner|yllcenter, cellsize, NODATA_value}, then
     * heights from the north-west. Reads no more than it announces.
     *
     * @throws IllegalArgumentException saying what was expected
     */
    public static ElevationGrid ascii(Reader from) throws IOException {
        BufferedReader lines = new BufferedReader(from);
        Map<String, Double> header = new HashMap<>();
        StringTokenizer row = new StringTokenizer("");
        for (int i = 0; i <= MOST_HEADER_LINES && !row.hasMoreTokens(); i++) {
            StringTokenizer words = new StringTokenizer(next(lines));
            String key = words.countTokens() == 2 ? words.nextToken() : "";
            if (key.isEmpty() || !Character.isLetter(key.charAt(0))) {
                row = key.isEmpty() ? words : new StringTokenizer(key + " " + words.nextToken());
            } else {
                header.put(key.toLowerCase(Locale.ROOT), number(words.nextToken()));
            }
        }
        int columns = (int) wanted(header, "ncols");
        int rows = (int) wanted(header, "nrows");
        double cell = wanted(header, "cellsize");
        if (columns < 2 || rows < 2 || (long) columns * rows > MOST_CELLS || cell <= 0 || cell > 1) {
            throw new IllegalArgumentException(
                    "elevation: expected 2 x 2 to %d heights in cells of at most 1 degree, found %d x %d of %s"
                            .formatted(MOST_CELLS, columns, rows, cell));
        }
        float missing = header.getOrDefault("nodata_value", -9999.0).floatValue();
        float[] heights = new float[columns * rows];
        for (int i = 0; i < heights.length; i++) {
            while (!row.hasMoreTokens()) {
                row = new StringTokenizer(next(lines));
            }
            float height = (float) number(row.nextToken());
            heights[i] = height == missing ? Float.NaN : height;
        }
        double half = cell / 2;
        double west = header.containsKey("xllcenter") ? header.get("xllcenter") : wanted(header, "xllcorner") + half;
        double south = header.containsKey("yllcenter") ? header.get("yllcenter") : wanted(header, "yllcorner") + half;
        return new ElevationGrid(west, south + (rows - 1) * cell, cell, columns, rows, heights);
    }

    private static String next(BufferedReader lines) throws IOException {
        String line = lines.readLine();
        if (line == null) {
            throw new IllegalArgumentException("elevation: expected as many heights as announced, found fewer");
        }
        return line;
    }

    private static double wanted(Map<String, Double> header, String key) {
        if (!header.containsKey(key)) {
            throw new IllegalArgumentException(
                    "elevation: expected '%s' in the header, found %s".formatted(key, header.keySet()));
        }
        return header.get(key);
    }

    private static double number(String word) {
        try {
            return Double.parseDouble(word);
        } catch (NumberFormatException e) {
            throw new IllegalArgumentException("elevation: expected a number, found '%.40s'".formatted(word), e);
        }
    }

    /** Metres; NaN outside, and beside heights that are missing. */
    public double heightM(LonLat place) {
        double x = (place.longitude() - west) / cell;
        double y = (north - place.latitude()) / cell;
        if (!(x >= 0 && y >= 0 && x <= columns - 1 && y <= rows - 1)) {
            return Double.NaN;
        }
        int column = Math.min(columns - 2, (int) x);
        int row = Math.min(rows - 2, (int) y);
        double right = x - column;
        double down = y - row;
        int at = row * columns + column;
        double upper = heights[at] * (1 - right) + heights[at + 1] * right;
        double lower = heights[at + columns] * (1 - right) + heights[at + columns + 1] * right;
        return upper * (1 - down) + lower * down;
    }

    /** A cell's height from south to north, metres. */
    double cellM() {
        return cell * METRES_PER_DEGREE;
    }
}
