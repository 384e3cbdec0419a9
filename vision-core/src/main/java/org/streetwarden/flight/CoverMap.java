package org.streetwarden.flight;

import java.util.ArrayList;
import java.util.HashMap;
import java.util.List;
import java.util.Map;
import org.streetwarden.directory.LonLat;

/**
 * Counts, cell by cell, how often and from how far apart a flight saw the ground, in bounded memory: where it becomes too much
 * cells double in size. One thread.
 */
public final class CoverMap {

    private static final double CELL_M = 8;
    private static final int MOST_CELLS = 40_000;
    private static final int LIMIT = GroundCover.MOST_SIDE / 2 - 1;

    private LonLat middle;
    private double cellM = CELL_M;
    private final Map<Long, Seen> cells = new HashMap<>();

    /** How often, from where first (metres east, north and up of the middle), and the widest turn since. */
    private record Seen(int times, float eastM, float northM, float upM, float turnedDeg) {

        Seen with(Seen other) {
            Seen first = times > 0 ? this : other;
            return new Seen(
                    Math.max(times, other.times),
                    first.eastM,
                    first.northM,
                    first.upM,
                    Math.max(turnedDeg, other.turnedDeg));
        }
    }

    /** What it takes to go on elsewhere: one line a cell. */
    public List<String> lines() {
        List<String> lines = new ArrayList<>();
        if (middle != null) {
            lines.add(middle.longitude() + " " + middle.latitude() + " " + cellM);
        }
        cells.entrySet().stream()
                .sorted(Map.Entry.comparingByKey())
                .forEach(each -> lines.add("%d %d %s %s %s %s"
                        .formatted(
                                each.getKey(),
                                each.getValue().times(),
                                each.getValue().eastM(),
                                each.getValue().northM(),
                                each.getValue().upM(),
                                each.getValue().turnedDeg())));
        return lines;
    }

    /**
     * Goes on from what {@link #lines} was.
     *
     * @throws IllegalArgumentException where the lines are none
     */
    public static CoverMap of(List<String> lines) {
        CoverMap map = new CoverMap();
        if (lines.isEmpty()) {
            return map;
        }
        try {
            String[] head = lines.getFirst().split(" ", 3);
            map.middle = new LonLat(Double.parseDouble(head[0]), Double.parseDouble(head[1]));
            map.cellM = Double.parseDouble(head[2]);
            for (String line : lines.subList(1, lines.size())) {
                String[] each = line.split(" ", 6);
                Seen seen = new Seen(
                        Integer.parseInt(each[1]),
                        Float.parseFloat(each[2]),
                        Float.parseFloat(each[3]),
                        Float.parseFloat(each[4]),
                        Float.parseFloat(each[5]));
                map.cells.put(Long.parseLong(each[0]), seen);
            }
            return map;
        } catch (IndexOutOfBoundsException e) {
            throw new IllegalArgumentException("cover: expected six numbers a line, found fewer", e);
        }
    }

    /**
     * A picture showed this ground.
     *
     * @param footprint corners in order; none: nothing happens
     * @param heightM of the camera above it
     */
    public void add(List<LonLat> footprint, LonLat camera, double heightM) {
        if (footprint.isEmpty()) {
            return;
        }
        middle = middle == null ? camera : middle;
        LocalPlane plane = new LocalPlane(middle);
        double[] east = footprint.stream().mapToDouble(plane::eastM).toArray();
        double[] north = footprint.stream().mapToDouble(plane::northM).toArray();
        while (reach(east, north) > LIMIT * cellM || cells.size() > MOST_CELLS) {
            coarser();
        }
        Seen from = new Seen(1, (float) plane.eastM(camera), (float) plane.northM(camera), (float) heightM, 0);
        for (int row = cell(least(north)); row <= cell(most(north)); row++) {
            for (int column = cell(least(east)); column <= cell(most(east)); column++) {
                if (holds(east, north, (column + 0.5) * cellM, (row + 0.5) * cellM)) {
                    see(column, row, from);
                }
            }
        }
    }

    private void see(int column, int row, Seen from) {
        Seen before = cells.get(key(column, row));
        Seen now = before == null
                ? from
                : new Seen(
                        Math.min(GroundSpot.LEAST_PICTURES, before.times() + 1),
                        before.eastM(),
                        before.northM(),
                        before.upM(),
                        (float) Math.max(before.turnedDeg(), turned(column, row, before, from)));
        cells.put(key(column, row), now);
    }

    private double turned(int column, int row, Seen one, Seen other) {
        double eastM = (column + 0.5) * cellM;
        double northM = (row + 0.5) * cellM;
        double[] first = {one.eastM() - eastM, one.northM() - northM, one.upM()};
        double[] second = {other.eastM() - eastM, other.northM() - northM, other.upM()};
        double dot = first[0] * second[0] + first[1] * second[1] + first[2] * second[2];
        double lengths = Math.hypot(Math.hypot(first[0], first[1]), first[2])
                * Math.hypot(Math.hypot(second[0], second[1]), second[2]);
        return lengths == 0 ? 0 : Math.toDegrees(Math.acos(Math.clamp(dot / lengths, -1, 1)));
    }

    private void coarser() {
        cellM *= 2;
        Map<Long, Seen> fine = Map.copyOf(cells);
        cells.clear();
        for (Map.Entry<Long, Seen> each :
                fine.entrySet().stream().sorted(Map.Entry.comparingByKey()).toList()) {
            int column = Math.floorDiv(column(each.getKey()), 2);
            int row = Math.floorDiv(row(each.getKey()), 2);
            cells.merge(key(column, row), each.getValue(), Seen::with);
        }
    }

    private static double reach(double[] east, double[] north) {
        return Math.max(
                Math.max(Math.abs(least(east)), Math.abs(most(east))),
                Math.max(Math.abs(least(north)), Math.abs(most(north))));
    }

    /** Whether a place lies on the same side of every edge. */
    private static boolean holds(double[] east, double[] north, double x, double y) {
        int side = 0;
        for (int i = 0; i < east.length; i++) {
            int next = (i + 1) % east.length;
            double cross = (east[next] - east[i]) * (y - north[i]) - (north[next] - north[i]) * (x - east[i]);
            int here = cross > 0 ? 1 : -1;
            if (side != 0 && here != side) {
                return false;
            }
            side = here;
        }
        return true;
    }

    private int cell(double metres) {
        return (int) Math.floor(metres / cellM);
    }

    private static double least(double[] values) {
        double least = values[0];
        for (double value : values) {
            least = Math.min(least, value);
        }
        return least;
    }

    private static double most(double[] values) {
        double most = values[0];
        for (double value : values) {
            most = Math.max(most, value);
        }
        return most;
    }

    private static long key(int column, int row) {
        return ((long) row << 32) | (column & 0xFFFFFFFFL);
    }

    private static int column(long key) {
        return (int) key;
    }

    private static int row(long key) {
        return (int) (key >> 32);
    }

    /** The cells in which a thing would have become a finding. */
    public GroundCover cover() {
        List<Long> seen = cells.entrySet().stream()
                .filter(each -> each.getValue().times() >= GroundSpot.LEAST_PICTURES
                        && each.getValue().turnedDeg() >= GroundSpot.LEAST_TURN_DEG)
                .map(Map.Entry::getKey)
                .toList();
        if (seen.isEmpty()) {
            return GroundCover.NONE;
        }
        int west = seen.stream().mapToInt(CoverMap::column).min().orElseThrow();
        int south = seen.stream().mapToInt(CoverMap::row).min().orElseThrow();
        int columns = seen.stream().mapToInt(CoverMap::column).max().orElseThrow() - west + 1;
        int rows = seen.stream().mapToInt(CoverMap::row).max().orElseThrow() - south + 1;
        boolean[] bits = new boolean[columns * rows];
        for (long key : seen) {
            bits[(row(key) - south) * columns + column(key) - west] = true;
        }
        LonLat corner = new LocalPlane(middle).at(west * cellM, south * cellM);
        return GroundCover.of(corner, cellM, columns, bits);
    }
}
