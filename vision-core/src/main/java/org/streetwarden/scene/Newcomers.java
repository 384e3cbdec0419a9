package org.streetwarden.scene;

/**
 * What each cell shows now that its reference does not: one at a time, held by majority over looks (Boyer and Moore 1981,
 * MJRTY): a look that shows the same counts for it, any other against it. Passing traffic never gathers votes, because no
 * two vehicles look alike; a thing that stands keeps its votes while it is hidden for a look or two.
 */
final class Newcomers {

    /** Votes from which it stands; also the most it can lose before it has gone. */
    static final int STANDS = 3;

    private static final int MOST_VOTES = 6;

    private final Signature signature;
    private final byte[] samples;
    private final byte[] votes = new byte[Cells.COUNT];
    private final long[] sinceUs = new long[Cells.COUNT];
    private final int[] born = new int[Cells.COUNT];
    private final boolean[] sceneWide = new boolean[Cells.COUNT];

    Newcomers(Signature signature) {
        this.signature = signature;
        this.samples = new byte[Cells.COUNT * signature.length()];
    }

    /**
     * A look showed something that the reference does not know.
     *
     * @param look its number
     * @param wide whether most of the picture changed
     */
    void see(int cell, byte[] window, int at, long ptsUs, int look, boolean wide) {
        if (votes[cell] > 0 && like(cell, window, at)) {
            votes[cell] = (byte) Math.min(MOST_VOTES, votes[cell] + 1);
            return;
        }
        fade(cell);
        if (votes[cell] == 0) {
            System.arraycopy(window, at, samples, cell * signature.length(), signature.length());
            votes[cell] = 1;
            sinceUs[cell] = ptsUs;
            born[cell] = look;
            sceneWide[cell] = wide;
        }
    }

    private boolean like(int cell, byte[] window, int at) {
        return signature.likeness(window, at, samples, cell * signature.length()) >= signature.same();
    }

    /** A look showed something else, or the reference. */
    void fade(int cell) {
        votes[cell] = (byte) Math.max(0, votes[cell] - 1);
    }

    void forget(int cell) {
        votes[cell] = 0;
    }

    boolean stands(int cell) {
        return votes[cell] >= STANDS;
    }

    /** Whether it has full support: shown by most looks since it came. */
    boolean firm(int cell) {
        return votes[cell] == MOST_VOTES;
    }

    long sinceUs(int cell) {
        return sinceUs[cell];
    }

    /** The number of the look that first showed it. */
    int born(int cell) {
        return born[cell];
    }

    /** Whether it came when most of the picture changed: light or weather, not a thing. */
    boolean sceneWide(int cell) {
        return sceneWide[cell];
    }
}
