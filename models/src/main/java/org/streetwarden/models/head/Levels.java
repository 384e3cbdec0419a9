package org.streetwarden.models.head;

/**
 * The places of a detector with maps of several strides: level by level, anchor by anchor, row by row. A map has as many cells
 * as it takes to cover the input.
 */
final class Levels {

    private final int width;
    private final int height;
    private final int[] strides;
    private final int[] first;

    /**
     * @param width input pixels
     * @param height input pixels
     * @param anchors places of each cell
     * @param strides fine to coarse, in input pixels
     */
    Levels(int width, int height, int anchors, int... strides) {
        this.width = width;
        this.height = height;
        this.strides = strides.clone();
        this.first = new int[strides.length + 1];
        for (int level = 0; level < strides.length; level++) {
            first[level + 1] = first[level] + anchors * cells(level);
        }
    }

    int count() {
        return strides.length;
    }

    int stride(int level) {
        return strides[level];
    }

    int columns(int level) {
        return Math.ceilDiv(width, strides[level]);
    }

    int rows(int level) {
        return Math.ceilDiv(height, strides[level]);
    }

    int cells(int level) {
        return columns(level) * rows(level);
    }

    /** The column of a cell on its level. */
    int column(int level, int cell) {
        return cell % columns(level);
    }

    /** The row of a cell on its level. */
    int row(int level, int cell) {
        return cell / columns(level);
    }

    /** A level's first place. */
    int first(int level) {
        return first[level];
    }

    /** The level a place lies on. */
    int level(int place) {
        int level = 0;
        while (place >= first[level + 1]) {
            level++;
        }
        return level;
    }
}
