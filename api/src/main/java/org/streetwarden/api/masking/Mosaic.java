package org.streetwarden.api.masking;

import java.awt.image.BufferedImage;
import java.util.Arrays;
import java.util.List;
import org.streetwarden.casefile.Masking;
import org.streetwarden.flight.GroundDetail;
import org.streetwarden.geometry.Box;

/**
 * A fixed grid of coarse blocks over a picture: every pixel outside the part that may be seen becomes its whole block's mean
 * colour. Unless it was taken from high enough ({@link GroundDetail}), the grid has {@value Masking#BLOCKS} blocks along the longer side, and no
 * block is smaller than {@value Masking#LEAST_BLOCK_PIXELS}
 * pixels, so that a face or a plate has a handful of colours left, however sharp the camera. The blocks' place does not
 * depend on what is shown, so that several pictures of one camera add nothing to each other where nothing moves.
 */
final class Mosaic {

    private final BufferedImage pixels;
    private final Edges clear;
    private final List<Edges> hidden;

    /** In pixels; right and bottom exclusive. */
    private record Edges(int left, int top, int right, int bottom) {

        static final Edges NONE = new Edges(0, 0, 0, 0);

        boolean holds(int x, int y) {
            return x >= left && x < right && y >= top && y < bottom;
        }
    }

    private Mosaic(BufferedImage pixels, Edges clear, List<Edges> hidden) {
        this.pixels = pixels;
        this.clear = clear;
        this.hidden = hidden;
    }

    /**
     * Coarsens a picture in place.
     *
     * @param block edge of a block, pixels
     * @param clear what may be seen, of which only pixels that lie in it whole stay; null: nothing
     * @param hidden what may not be seen even there; a pixel that one touches goes
     */
    static void lay(BufferedImage pixels, int block, Box clear, List<Box> hidden) {
        int w = pixels.getWidth();
        int h = pixels.getHeight();
        Edges seen = clear == null ? Edges.NONE : inner(clear, w, h);
        List<Edges> gone = hidden.stream().map(box -> outer(box, w, h)).toList();
        Mosaic mosaic = new Mosaic(pixels, seen, gone);
        for (int y = 0; y < h; y += block) {
            for (int x = 0; x < w; x += block) {
                mosaic.coarsen(x, y, Math.min(block, w - x), Math.min(block, h - y));
            }
        }
    }

    private static Edges inner(Box box, int w, int h) {
        return new Edges(
                (int) Math.ceil(part(box.left()) * w),
                (int) Math.ceil(part(box.top()) * h),
                (int) Math.floor(part(box.right()) * w),
                (int) Math.floor(part(box.bottom()) * h));
    }

    private static Edges outer(Box box, int w, int h) {
        return new Edges(
                (int) Math.floor(part(box.left()) * w),
                (int) Math.floor(part(box.top()) * h),
                (int) Math.ceil(part(box.right()) * w),
                (int) Math.ceil(part(box.bottom()) * h));
    }

    private static double part(double edge) {
        return Math.clamp(edge, 0, 1);
    }

    private boolean mayBeSeen(int x, int y) {
        if (!clear.holds(x, y)) {
            return false;
        }
        for (Edges each : hidden) {
            if (each.holds(x, y)) {
                return false;
            }
        }
        return true;
    }

    private void coarsen(int left, int top, int w, int h) {
        int[] block = pixels.getRGB(left, top, w, h, null, 0, w);
        int mean = mean(block);
        for (int i = 0; i < block.length; i++) {
            if (!mayBeSeen(left + i % w, top + i / w)) {
                block[i] = mean;
            }
        }
        pixels.setRGB(left, top, w, h, block, 0, w);
    }

    private static int mean(int[] block) {
        long red = Arrays.stream(block)
                .asLongStream()
                .map(each -> each >> 16 & 0xff)
                .sum();
        long green = Arrays.stream(block)
                .asLongStream()
                .map(each -> each >> 8 & 0xff)
                .sum();
        long blue = Arrays.stream(block).asLongStream().map(each -> each & 0xff).sum();
        long n = block.length;
        return 0xff << 24 | (int) (red / n) << 16 | (int) (green / n) << 8 | (int) (blue / n);
    }
}
