package org.streetwarden.scene;

/**
 * What each cell has been found to look like when nothing new stands there: up to {@value #MOST} looks of it (by day, by
 * lamp light, under a shadow), each the latest sample that was clearly the same (sample-based as ViBe, Barnich and Van
 * Droogenbroeck 2011, but renewed by time, not at random).
 */
final class Modes {

    static final int MOST = 3;

    /** A mode's sample is renewed by a window that is much like it, no more often than this. */
    private static final long RENEW_US = 30_000_000;

    private final Signature signature;
    private final byte[] samples;
    private final long[] matchedUs = new long[Cells.COUNT * MOST];
    private final long[] renewedUs = new long[Cells.COUNT * MOST];
    private final byte[] counts = new byte[Cells.COUNT];
    private final byte[] luma = new byte[LumaGrid.WIDTH * LumaGrid.HEIGHT];
    private int learnt;

    Modes(Signature signature) {
        this.signature = signature;
        this.samples = new byte[Cells.COUNT * MOST * signature.length()];
    }

    /** Cells that have at least one. */
    int learnt() {
        return learnt;
    }

    boolean knows(int cell) {
        return counts[cell] > 0;
    }

    /**
     * Compares a cell with what is known of it, and renews what it matches.
     *
     * @param window the cell's description in this look
     * @return the likeness to the nearest mode, -1 to 1; -1 where there is none
     */
    double match(int cell, byte[] window, int at, LumaGrid grid, long ptsUs) {
        int best = -1;
        double most = -1;
        for (int mode = cell * MOST; mode < cell * MOST + counts[cell]; mode++) {
            double likeness = signature.likeness(window, at, samples, mode * signature.length());
            if (likeness > most) {
                best = mode;
                most = likeness;
            }
        }
        if (most >= signature.same()) {
            boolean clearly = most >= (1 + signature.same()) / 2;
            boolean other = matchedUs[best] < newest(cell);
            matchedUs[best] = ptsUs;
            keep(cell, grid);
            if (clearly && (other || ptsUs - renewedUs[best] >= RENEW_US)) {
                renew(best, window, at, ptsUs);
            }
        }
        return most;
    }

    private long newest(int cell) {
        long newest = Long.MIN_VALUE;
        for (int mode = cell * MOST; mode < cell * MOST + counts[cell]; mode++) {
            newest = Math.max(newest, matchedUs[mode]);
        }
        return newest;
    }

    /** Adds a way the cell looks; the one unseen for longest makes room. */
    void add(int cell, byte[] window, int at, LumaGrid grid, long ptsUs) {
        int mode = cell * MOST;
        if (counts[cell] < MOST) {
            learnt += counts[cell] == 0 ? 1 : 0;
            mode += counts[cell]++;
        } else {
            for (int other = mode + 1; other < (cell + 1) * MOST; other++) {
                mode = matchedUs[other] < matchedUs[mode] ? other : mode;
            }
        }
        matchedUs[mode] = ptsUs;
        keep(cell, grid);
        renew(mode, window, at, ptsUs);
    }

    private void renew(int mode, byte[] window, int at, long ptsUs) {
        System.arraycopy(window, at, samples, mode * signature.length(), signature.length());
        renewedUs[mode] = ptsUs;
    }

    /** Keeps the pixels nearest to the cell as the clean place's latest. */
    private void keep(int cell, LumaGrid grid) {
        int inset = (Signature.SIDE - Cells.STEP) / 2;
        for (int row = inset; row < inset + Cells.STEP; row++) {
            int from = (Cells.top(cell) + row) * LumaGrid.WIDTH + Cells.left(cell) + inset;
            System.arraycopy(grid.samples(), from, luma, from, Cells.STEP);
        }
    }

    /** The latest samples of the clean place, as one picture; zero where nothing is known. */
    byte[] luma() {
        return luma;
    }
}
