package org.streetwarden.api.masking;

import static org.assertj.core.api.Assertions.assertThat;

import java.awt.image.BufferedImage;
import java.util.List;
import java.util.Random;
import net.jqwik.api.Arbitraries;
import net.jqwik.api.Arbitrary;
import net.jqwik.api.Combinators;
import net.jqwik.api.ForAll;
import net.jqwik.api.From;
import net.jqwik.api.Property;
import net.jqwik.api.Provide;
import net.jqwik.api.constraints.IntRange;
import net.jqwik.api.constraints.Size;
import org.junit.jupiter.api.Test;
import org.streetwarden.casefile.Masking;
import org.streetwarden.geometry.Box;

class MosaicTest {

    private static BufferedImage noise(int width, int height, long seed) {
        BufferedImage image = new BufferedImage(width, height, BufferedImage.TYPE_INT_RGB);
        Random random = new Random(seed);
        for (int y = 0; y < height; y++) {
            for (int x = 0; x < width; x++) {
                image.setRGB(x, y, random.nextInt(1 << 24));
            }
        }
        return image;
    }

    @Provide
    Arbitrary<Box> boxes() {
        Arbitrary<Double> edge = Arbitraries.doubles().between(-0.2, 1.2);
        return Combinators.combine(edge, edge, edge, edge)
                .filter((a, b, c, d) -> Math.abs(a - c) > 0.001 && Math.abs(b - d) > 0.001)
                .as((a, b, c, d) -> new Box(Math.min(a, c), Math.min(b, d), Math.max(a, c), Math.max(b, d)));
    }

    /** Two pictures whose blocks have the same means cannot be told apart outside the box, and that mean is all that stays. */
    @Property(tries = 60)
    void leavesOutsideTheBoxNothingButEachBlocksMean(
            @ForAll("boxes") Box clear,
            @ForAll @Size(max = 3) List<@From("boxes") Box> hidden,
            @ForAll @IntRange(min = 1, max = 100) int width,
            @ForAll @IntRange(min = 1, max = 100) int height,
            @ForAll long seed) {
        BufferedImage before = noise(width, height, seed);
        BufferedImage after = noise(width, height, seed);
        Mosaic.lay(after, Masking.blockPixels(width, height), clear, hidden);
        int block = Masking.blockPixels(width, height);
        int wrong = 0;
        for (int top = 0; top < height; top += block) {
            for (int left = 0; left < width; left += block) {
                int mean = mean(before, left, top, block);
                for (int y = top; y < Math.min(top + block, height); y++) {
                    for (int x = left; x < Math.min(left + block, width); x++) {
                        boolean seen = inside(clear, x, y, width, height) && !touched(hidden, x, y, width, height);
                        wrong += after.getRGB(x, y) == (seen ? before.getRGB(x, y) : mean) ? 0 : 1;
                    }
                }
            }
        }
        assertThat(wrong).isZero();
    }

    private static boolean inside(Box box, int x, int y, int w, int h) {
        return x >= box.left() * w && x + 1 <= box.right() * w && y >= box.top() * h && y + 1 <= box.bottom() * h;
    }

    private static boolean touched(List<Box> boxes, int x, int y, int w, int h) {
        return boxes.stream().anyMatch(box -> touches(box, x, y, w, h));
    }

    private static boolean touches(Box box, int x, int y, int w, int h) {
        return x + 1 > box.left() * w && x < box.right() * w && y + 1 > box.top() * h && y < box.bottom() * h;
    }

    private static int mean(BufferedImage image, int left, int top, int block) {
        long[] sums = new long[3];
        long n = 0;
        for (int y = top; y < Math.min(top + block, image.getHeight()); y++) {
            for (int x = left; x < Math.min(left + block, image.getWidth()); x++, n++) {
                int pixel = image.getRGB(x, y);
                sums[0] += pixel >> 16 & 0xff;
                sums[1] += pixel >> 8 & 0xff;
                sums[2] += pixel & 0xff;
            }
        }
        return 0xff << 24 | (int) (sums[0] / n) << 16 | (int) (sums[1] / n) << 8 | (int) (sums[2] / n);
    }

    @Test
    void hasThirtyTwoBlocksAlongTheLongerSide() {
        assertThat(Masking.blockPixels(1920, 1080)).isEqualTo(60);
        assertThat(Masking.blockPixels(1080, 1920)).isEqualTo(60);
        assertThat(Masking.blockPixels(320, 240)).isEqualTo(16);
    }

    @Test
    void leavesNothingWhereNothingMayBeSeen() {
        BufferedImage image = noise(64, 48, 7);
        Mosaic.lay(image, Masking.blockPixels(image.getWidth(), image.getHeight()), null, List.of());
        assertThat(image.getRGB(0, 0)).isEqualTo(image.getRGB(15, 15)).isNotEqualTo(image.getRGB(16, 15));
    }
}
