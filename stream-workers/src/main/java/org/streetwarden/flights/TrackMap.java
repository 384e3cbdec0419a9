package org.streetwarden.flights;

import java.util.ArrayList;
import java.util.Arrays;
import java.util.List;
import java.util.Locale;
import org.streetwarden.directory.LonLat;

/** A track in letters, north up, for a terminal: {@code A} where it begins, {@code Z} where it ends. */
final class TrackMap {

    private static final int COLUMNS = 48;
    private static final int ROWS = 12;

    /** A terminal's letters are twice as high as wide. */
    private static final double LETTER_ASPECT = 2;

    private static final double METRES_PER_DEGREE = 111_320;
    private static final double LEAST_M = 20;

    private TrackMap() {}

    /** @param track at least one place */
    static List<String> lines(List<LonLat> track) {
        double west = track.stream().mapToDouble(LonLat::longitude).min().orElseThrow();
        double east = track.stream().mapToDouble(LonLat::longitude).max().orElseThrow();
        double south = track.stream().mapToDouble(LonLat::latitude).min().orElseThrow();
        double north = track.stream().mapToDouble(LonLat::latitude).max().orElseThrow();
        double narrow = Math.cos(Math.toRadians((south + north) / 2));
        double wideM = Math.max(LEAST_M, (east - west) * narrow * METRES_PER_DEGREE);
        double highM = Math.max(LEAST_M, (north - south) * METRES_PER_DEGREE);
        double letterM = Math.max(wideM / (COLUMNS - 1), highM / (ROWS - 1) / LETTER_ASPECT);
        char[][] map = new char[ROWS][COLUMNS];
        for (char[] row : map) {
            Arrays.fill(row, ' ');
        }
        for (int i = 0; i < track.size(); i++) {
            LonLat place = track.get(i);
            double eastM = (place.longitude() - (west + east) / 2) * narrow * METRES_PER_DEGREE;
            double northM = (place.latitude() - (south + north) / 2) * METRES_PER_DEGREE;
            int column = clamp((int) Math.round(COLUMNS / 2.0 + eastM / letterM), COLUMNS);
            int row = clamp((int) Math.round(ROWS / 2.0 - northM / letterM / LETTER_ASPECT), ROWS);
            boolean kept = map[row][column] == 'A';
            map[row][column] = i == 0 || kept ? 'A' : i == track.size() - 1 ? 'Z' : '.';
        }
        List<String> lines = new ArrayList<>();
        lines.add("+" + "-".repeat(COLUMNS - 3) + " N +");
        for (char[] row : map) {
            lines.add("|" + new String(row) + "|");
        }
        lines.add(String.format(Locale.ROOT, "+%s+ |-- %.0f m --|", "-".repeat(COLUMNS), letterM * COLUMNS));
        return lines;
    }

    private static int clamp(int at, int size) {
        return Math.max(0, Math.min(size - 1, at));
    }
}
