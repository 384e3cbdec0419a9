package org.streetwarden.scene;

import java.util.Arrays;
import org.streetwarden.geometry.Box;

/**
 * Groups cells that stand out into things. Cells that touch belong together, and cells one apart that came at the same look. What is too small, too thin, too
 * scattered, light alone, or less structured than the place without it, is no thing.
 */
final class Silhouettes {

    /** How far apart, in cells, two that came together may be. */
    private static final int REACH = 2;

    private static final int AT_ONCE_LOOKS = 3;
    private static final int LEAST_CELLS = 5;
    private static final int LEAST_SIDE = 2;

    /** Least share of its box that a thing fills. */
    private static final double LEAST_FILL = 0.4;

    /** A thing is not larger than this share of the picture. */
    private static final double LARGEST = 0.25;

    /** Where a thing was taken away, less structure is left than this share of the reference's. */
    private static final double TAKEN_AWAY = 0.6;

    private final boolean[] seen = new boolean[Cells.COUNT];
    private final int[] members = new int[Cells.COUNT];
    private final long[] sinceUs = new long[Cells.COUNT];
    private final int[] born = new int[Cells.COUNT];
    private final LightTest light = new LightTest();
    private int size;
    private int left;
    private int right;
    private int top;
    private int bottom;

    /** Begins a new search. */
    void reset() {
        Arrays.fill(seen, false);
    }

    /**
     * Finds the next group.
     *
     * @param from where to go on, a cell
     * @return the cell it was found at; the number of cells where there is none
     */
    int next(boolean[] standing, Newcomers newcomers, int from) {
        int cell = from;
        while (cell < Cells.COUNT && (!standing[cell] || seen[cell])) {
            cell++;
        }
        if (cell < Cells.COUNT) {
            gather(standing, newcomers, cell);
        }
        return cell;
    }

    private void gather(boolean[] standing, Newcomers newcomers, int start) {
        size = 0;
        left = Cells.COLUMNS;
        top = Cells.ROWS;
        right = -1;
        bottom = -1;
        take(start);
        for (int i = 0; i < size; i++) {
            int column = members[i] % Cells.COLUMNS;
            int row = members[i] / Cells.COLUMNS;
            for (int r = Math.max(0, row - REACH); r <= Math.min(Cells.ROWS - 1, row + REACH); r++) {
                for (int c = Math.max(0, column - REACH); c <= Math.min(Cells.COLUMNS - 1, column + REACH); c++) {
                    int other = r * Cells.COLUMNS + c;
                    boolean touches = Math.abs(r - row) <= 1 && Math.abs(c - column) <= 1;
                    boolean together = newcomers.born(other) == newcomers.born(members[i]);
                    if (standing[other] && !seen[other] && (touches || together)) {
                        take(other);
                    }
                }
            }
        }
    }

    private void take(int cell) {
        seen[cell] = true;
        members[size++] = cell;
        int column = cell % Cells.COLUMNS;
        int row = cell / Cells.COLUMNS;
        left = Math.min(left, column);
        right = Math.max(right, column);
        top = Math.min(top, row);
        bottom = Math.max(bottom, row);
    }

    int size() {
        return size;
    }

    int member(int i) {
        return members[i];
    }

    Box box() {
        return Cells.box(left, top, right, bottom);
    }

    /** Whether the group has the form of a thing. */
    boolean formed() {
        int width = right - left + 1;
        int height = bottom - top + 1;
        return size >= LEAST_CELLS
                && Math.min(width, height) >= LEAST_SIDE
                && size >= LEAST_FILL * width * height
                && size <= LARGEST * Cells.COUNT;
    }

    /** Whether it differs from the reference by light only. */
    boolean lightOnly(byte[] reference, byte[] now) {
        return light.explains(reference, now, members, size);
    }

    /** Whether it is where something was taken away rather than put. */
    boolean takenAway(byte[] reference, byte[] now) {
        return structure(now) < TAKEN_AWAY * structure(reference);
    }

    /** Sum of the differences between neighbouring pixels, edges of the group included. */
    private long structure(byte[] picture) {
        long sum = 0;
        for (int y = pixel(top) - 1; y < pixel(bottom + 1); y++) {
            for (int x = pixel(left) - 1; x < pixel(right + 1); x++) {
                int at = y * LumaGrid.WIDTH + x;
                int sample = picture[at] & 0xff;
                sum += Math.abs((picture[at + 1] & 0xff) - sample);
                sum += Math.abs((picture[at + LumaGrid.WIDTH] & 0xff) - sample);
            }
        }
        return sum;
    }

    /** The first pixel nearest to a column or row of cells. */
    private static int pixel(int line) {
        return line * Cells.STEP + (Signature.SIDE - Cells.STEP) / 2;
    }

    /** Whether most of it came at once, within some looks; the edge of a shadow creeps. */
    boolean cameAtOnce(Newcomers newcomers) {
        for (int i = 0; i < size; i++) {
            born[i] = newcomers.born(members[i]);
        }
        Arrays.sort(born, 0, size);
        return born[(size - 1) * 4 / 5] - born[size / 5] <= AT_ONCE_LOOKS;
    }

    /** When a quarter of it was there. */
    long sinceUs(Newcomers newcomers) {
        for (int i = 0; i < size; i++) {
            sinceUs[i] = newcomers.sinceUs(members[i]);
        }
        Arrays.sort(sinceUs, 0, size);
        return sinceUs[size / 4];
    }
}
