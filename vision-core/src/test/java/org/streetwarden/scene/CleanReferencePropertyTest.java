package org.streetwarden.scene;

import static org.assertj.core.api.Assertions.assertThat;

import java.time.Duration;
import java.util.ArrayList;
import java.util.List;
import java.util.Random;
import net.jqwik.api.ForAll;
import net.jqwik.api.Property;
import org.streetwarden.geometry.Box;

/** Whatever it is shown, at whatever times, it answers within its bounds. */
class CleanReferencePropertyTest {

    private static final SceneSettings QUICK = new SceneSettings(Duration.ofSeconds(1), Duration.ofSeconds(5));

    @Property(tries = 40)
    void staysWithinItsBounds(@ForAll long seed) {
        Random random = new Random(seed);
        CleanReference reference = new CleanReference(QUICK);
        long ptsUs = random.nextLong(1L << 40);
        byte[] samples = new byte[LumaGrid.WIDTH * LumaGrid.HEIGHT];
        for (int i = 0; i < 30; i++) {
            paint(random, samples);
            SceneView view = reference.look(ptsUs, new LumaGrid(samples.clone()), boxes(random), boxes(random));
            assertThat(view.objects()).hasSizeLessThanOrEqualTo(CleanReference.MOST_OBJECTS);
            assertThat(view.objects().stream().map(StaticObject::id)).doesNotHaveDuplicates();
            for (StaticObject object : view.objects()) {
                assertThat(object.score()).isBetween(0.0, 1.0);
                assertThat(object.sinceUs()).isLessThanOrEqualTo(ptsUs);
                assertThat(object.box().left()).isBetween(0.0, 1.0);
                assertThat(object.box().top()).isBetween(0.0, 1.0);
                assertThat(object.box().right()).isBetween(0.0, 1.0);
                assertThat(object.box().bottom()).isBetween(0.0, 1.0);
            }
            ptsUs += 1 + random.nextLong(10_000_000);
        }
    }

    /** A rectangle of noise, of one grey, or of stripes, over what was there. */
    private static void paint(Random random, byte[] samples) {
        int width = 1 + random.nextInt(LumaGrid.WIDTH);
        int height = 1 + random.nextInt(LumaGrid.HEIGHT);
        int left = random.nextInt(LumaGrid.WIDTH - width + 1);
        int top = random.nextInt(LumaGrid.HEIGHT - height + 1);
        int form = random.nextInt(3);
        byte grey = (byte) random.nextInt();
        for (int y = top; y < top + height; y++) {
            for (int x = left; x < left + width; x++) {
                byte stripe = (byte) ((x / 3 & 1) * 200);
                samples[y * LumaGrid.WIDTH + x] = form == 0 ? (byte) random.nextInt() : form == 1 ? grey : stripe;
            }
        }
    }

    /** Also outside the picture, and empty. */
    private static List<Box> boxes(Random random) {
        List<Box> boxes = new ArrayList<>();
        for (int i = random.nextInt(4); i > 0; i--) {
            double left = random.nextDouble(-1, 1.5);
            double top = random.nextDouble(-1, 1.5);
            boxes.add(new Box(left, top, left + random.nextDouble(), top + random.nextDouble()));
        }
        return boxes;
    }
}
