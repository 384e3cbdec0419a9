package org.streetwarden.evidence;

import java.util.Arrays;
import java.util.List;
import java.util.Optional;
import org.streetwarden.casefile.Masking;
import org.streetwarden.geometry.Box;

/**
 * Coarsens the pictures of one clip in place: around the subject's box, and in it wherever something moves, every block is its
 * mean colour, which changes with each {@value #HELD}th picture only; in the box whatever must not be seen is grey. Used by one
 * thread.
 */
final class ClipMosaic {

    /** Pictures that share the surroundings of the first of them. */
    static final int HELD = 5;

    static final byte GREY = (byte) 128;

    private final int width;
    private final int height;
    private final int block;
    private final Edges clear;
    private final Optional<StillParts> still;
    private byte[][] means;
    private int pictures;

    /** In luma pixels, all even; right and bottom exclusive. */
    private record Edges(int left, int top, int right, int bottom) {

        static final Edges NONE = new Edges(0, 0, 0, 0);

        Edges and(Edges other) {
            int l = Math.max(left, other.left);
            int t = Math.max(top, other.top);
            return new Edges(
                    l, t, Math.max(l, Math.min(right, other.right)), Math.max(t, Math.min(bottom, other.bottom)));
        }
    }

    /**
     * @param clear what may be seen; empty: nothing
     * @param still where it is, and nothing else is seen of it; empty: nothing is
     */
    ClipMosaic(int width, int height, Optional<Box> clear, Optional<StillParts> still) {
        this.width = width;
        this.height = height;
        int pixels = Masking.blockPixels(width, height);
        block = pixels + pixels % 2;
        this.clear = still.isPresent() ? clear.map(this::inner).orElse(Edges.NONE) : Edges.NONE;
        this.still = still;
    }

    /**
     * @param picture of that size
     * @param hidden what may not be seen even in the clear part; empty: none of it may
     */
    void lay(SmallPicture picture, Optional<List<Box>> hidden) {
        if (pictures++ % HELD == 0) {
            means = new byte[][] {picture.means(0, block), picture.means(1, block / 2), picture.means(2, block / 2)};
        }
        Edges seen = hidden.isPresent() ? clear : Edges.NONE;
        boolean[] moving = still.map(parts -> parts.moving(picture)).orElse(new boolean[0]);
        for (int plane = 0; plane < 3; plane++) {
            surround(picture, plane, seen, moving);
            for (Box box : hidden.orElse(List.of())) {
                grey(picture, plane, outer(box).and(seen));
            }
        }
    }

    private void surround(SmallPicture picture, int plane, Edges seen, boolean[] moving) {
        int shift = plane == 0 ? 0 : 1;
        int edge = block >> shift;
        int cell = StillParts.CELL >> shift;
        int columns = picture.columns(plane);
        int across = (columns + edge - 1) / edge;
        int cellsAcross = (columns + cell - 1) / cell;
        byte[] samples = picture.planes()[plane];
        for (int y = 0; y < picture.rows(plane); y++) {
            boolean level = y >= seen.top >> shift && y < seen.bottom >> shift;
            for (int x = 0; x < columns; x++) {
                boolean kept = level && x >= seen.left >> shift && x < seen.right >> shift;
                if (!kept || moving[y / cell * cellsAcross + x / cell]) {
                    samples[y * columns + x] = means[plane][y / edge * across + x / edge];
                }
            }
        }
    }

    private static void grey(SmallPicture picture, int plane, Edges hidden) {
        int shift = plane == 0 ? 0 : 1;
        int columns = picture.columns(plane);
        for (int y = hidden.top >> shift; y < hidden.bottom >> shift; y++) {
            Arrays.fill(
                    picture.planes()[plane],
                    y * columns + (hidden.left >> shift),
                    y * columns + (hidden.right >> shift),
                    GREY);
        }
    }

    private Edges inner(Box box) {
        return new Edges(
                2 * (int) Math.ceil(part(box.left()) * width / 2),
                2 * (int) Math.ceil(part(box.top()) * height / 2),
                2 * (int) Math.floor(part(box.right()) * width / 2),
                2 * (int) Math.floor(part(box.bottom()) * height / 2));
    }

    private Edges outer(Box box) {
        return new Edges(
                2 * (int) Math.floor(part(box.left()) * width / 2),
                2 * (int) Math.floor(part(box.top()) * height / 2),
                2 * (int) Math.ceil(part(box.right()) * width / 2),
                2 * (int) Math.ceil(part(box.bottom()) * height / 2));
    }

    private static double part(double edge) {
        return Math.clamp(edge, 0, 1);
    }
}
