package org.streetwarden.evidence;

import java.util.Arrays;
import java.util.List;

/**
 * What of a fixed camera's pictures stands still: cell by cell what most of some pictures have in common. Whatever differs from
 * that, somebody whom no model sees or a light that goes on, moves. Immutable.
 */
final class StillParts {

    /** Side of a cell in luma pixels. */
    static final int CELL = 8;

    /** Fewer pictures do not tell which of them shows what is usual. */
    static final int LEAST_PICTURES = 3;

    /** Cells around one that moves which are taken to move as well: a face is smaller than its body. */
    private static final int GROWN = 2;

    /** In levels: what coding and noise leave of a cell's mean. */
    private static final int LEAST = 6;

    private static final int LEAST_CHROMA = 4;
    /** What a cell that is never the same may differ by. */
    private static final int MOST = 18;

    /** So many times its median absolute deviation: leaves that stir, masts that shake. */
    private static final int TIMES = 3;

    private final int across;
    private final int down;
    private final int[][] usual = new int[3][];
    private final int[][] tolerance = new int[3][];

    /** @param pictures means of cells as {@link #cells} gives them, of pictures of one size, at least {@value #LEAST_PICTURES} */
    StillParts(int width, int height, List<byte[][]> pictures) {
        across = (width + CELL - 1) / CELL;
        down = (height + CELL - 1) / CELL;
        for (int plane = 0; plane < 3; plane++) {
            usual[plane] = new int[across * down];
            tolerance[plane] = new int[across * down];
            for (int cell = 0; cell < across * down; cell++) {
                int[] levels = new int[pictures.size()];
                for (int i = 0; i < levels.length; i++) {
                    levels[i] = pictures.get(i)[plane][cell] & 0xff;
                }
                int median = median(levels);
                for (int i = 0; i < levels.length; i++) {
                    levels[i] = Math.abs(levels[i] - median);
                }
                usual[plane][cell] = median;
                tolerance[plane][cell] =
                        Math.clamp((long) TIMES * median(levels), plane == 0 ? LEAST : LEAST_CHROMA, MOST);
            }
        }
    }

    /** Means of a picture's cells, row by row, of each plane. */
    static byte[][] cells(SmallPicture picture) {
        return new byte[][] {picture.means(0, CELL), picture.means(1, CELL / 2), picture.means(2, CELL / 2)};
    }

    /** Cells of a picture, row by row, that differ from what is usual by more than the whole picture does, and those around them. */
    boolean[] moving(SmallPicture picture) {
        byte[][] levels = cells(picture);
        int[] differences = new int[across * down];
        for (int cell = 0; cell < differences.length; cell++) {
            differences[cell] = (levels[0][cell] & 0xff) - usual[0][cell];
        }
        int brighter = median(differences.clone());
        boolean[] moving = new boolean[across * down];
        for (int cell = 0; cell < moving.length; cell++) {
            boolean differs = Math.abs(differences[cell] - brighter) > tolerance[0][cell];
            for (int plane = 1; plane < 3; plane++) {
                differs |= Math.abs((levels[plane][cell] & 0xff) - usual[plane][cell]) > tolerance[plane][cell];
            }
            if (differs) {
                mark(moving, cell % across, cell / across);
            }
        }
        return moving;
    }

    private void mark(boolean[] moving, int x, int y) {
        for (int row = Math.max(0, y - GROWN); row <= Math.min(down - 1, y + GROWN); row++) {
            int from = row * across;
            Arrays.fill(moving, from + Math.max(0, x - GROWN), from + Math.min(across - 1, x + GROWN) + 1, true);
        }
    }

    /** Sorts them. */
    private static int median(int[] levels) {
        Arrays.sort(levels);
        return levels[levels.length / 2];
    }
}
