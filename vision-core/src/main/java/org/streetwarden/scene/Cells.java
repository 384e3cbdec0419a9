package org.streetwarden.scene;

import org.streetwarden.geometry.Box;

/** The grid of overlapping windows that a reference is kept for: one every {@value #STEP} pixels. */
final class Cells {

    static final int STEP = 4;
    static final int COLUMNS = (LumaGrid.WIDTH - Signature.SIDE) / STEP + 1;
    static final int ROWS = (LumaGrid.HEIGHT - Signature.SIDE) / STEP + 1;
    static final int COUNT = COLUMNS * ROWS;

    /** From a window's edge to the part that only it is the nearest to. */
    private static final int INSET = (Signature.SIDE - STEP) / 2;

    private Cells() {}

    static int left(int cell) {
        return cell % COLUMNS * STEP;
    }

    static int top(int cell) {
        return cell / COLUMNS * STEP;
    }

    /** The pixels nearest to the cells from one column and row to another, both inclusive, as fractions. */
    static Box box(int fromColumn, int fromRow, int toColumn, int toRow) {
        double left = fromColumn * STEP + INSET;
        double top = fromRow * STEP + INSET;
        double right = toColumn * STEP + INSET + STEP;
        double bottom = toRow * STEP + INSET + STEP;
        return new Box(left / LumaGrid.WIDTH, top / LumaGrid.HEIGHT, right / LumaGrid.WIDTH, bottom / LumaGrid.HEIGHT);
    }

    /** Sets a flag for every cell whose window's middle lies in the box. */
    static void mark(Box box, boolean[] flags) {
        int fromColumn = first(box.left() * LumaGrid.WIDTH);
        int toColumn = last(box.right() * LumaGrid.WIDTH, COLUMNS);
        int fromRow = first(box.top() * LumaGrid.HEIGHT);
        int toRow = last(box.bottom() * LumaGrid.HEIGHT, ROWS);
        for (int row = fromRow; row <= toRow; row++) {
            for (int column = fromColumn; column <= toColumn; column++) {
                flags[row * COLUMNS + column] = true;
            }
        }
    }

    /** The first cell of a line whose middle is not before that pixel. */
    private static int first(double pixel) {
        return (int) Math.max(0, Math.ceil((pixel - Signature.SIDE / 2.0) / STEP));
    }

    private static int last(double pixel, int count) {
        return (int) Math.min(count - 1, Math.floor((pixel - Signature.SIDE / 2.0) / STEP));
    }
}
