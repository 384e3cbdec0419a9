package org.streetwarden.track;

import static org.assertj.core.api.Assertions.assertThat;

import java.util.ArrayList;
import java.util.Collections;
import java.util.HashMap;
import java.util.HashSet;
import java.util.List;
import java.util.Map;
import java.util.Random;
import java.util.Set;
import net.jqwik.api.Arbitraries;
import net.jqwik.api.Arbitrary;
import net.jqwik.api.Combinators;
import net.jqwik.api.ForAll;
import net.jqwik.api.Property;
import net.jqwik.api.Provide;
import net.jqwik.api.constraints.IntRange;
import org.streetwarden.detect.Detection;
import org.streetwarden.geometry.Box;

class TrackerPropertyTest {

    private static final List<String> LABELS = List.of("stall", "vehicle", "bin", "bin_overflow", "rubbish", "person");

    /** Sixteen places far enough apart, looked at every 0.3 to 2.3 s, each box edge off by up to 4 % of its size. */
    @Property(tries = 100)
    void idsAreStableUnderJitter(@ForAll long seed, @ForAll @IntRange(min = 1, max = 16) int things) {
        Random random = new Random(seed);
        Tracker tracker = new Tracker();
        long ptsUs = 0;
        for (int look = 0; look < 40; look++) {
            List<Detection> detections = new ArrayList<>();
            for (int thing = 0; thing < things; thing++) {
                detections.add(jittered(thing, random));
            }
            ptsUs += 300_000 + random.nextInt(2_000_000);
            for (Track track : tracker.look(ptsUs, detections)) {
                int thing = detections.indexOf(track.seen());
                assertThat(track.id()).isLessThanOrEqualTo(things);
                assertThat(track.restSinceUs()).isEqualTo(track.firstUs());
                assertThat(track.rest().iou(place(thing))).isGreaterThan(0.85);
            }
            assertThat(tracker.size()).isEqualTo(things);
        }
    }

    @Property(tries = 200)
    void orderOfDetectionsChangesNothing(@ForAll("looks") List<List<Detection>> looks, @ForAll long seed) {
        Random random = new Random(seed);
        Tracker one = new Tracker();
        Tracker other = new Tracker();
        long ptsUs = 0;
        for (List<Detection> look : looks) {
            ptsUs += 700_000;
            List<Detection> shuffled = new ArrayList<>(look);
            Collections.shuffle(shuffled, random);
            assertThat(other.look(ptsUs, shuffled)).isEqualTo(one.look(ptsUs, look));
        }
    }

    @Property(tries = 200)
    void idsAreNeverUsedAgainNorTwiceInALook(@ForAll("looks") List<List<Detection>> looks) {
        Tracker tracker = new Tracker();
        Map<Long, Long> firstUs = new HashMap<>();
        long newest = 0;
        long ptsUs = 0;
        for (List<Detection> look : looks) {
            ptsUs += 20_000_000;
            Set<Long> ids = new HashSet<>();
            for (Track track : tracker.look(ptsUs, look)) {
                assertThat(ids.add(track.id())).isTrue();
                assertThat(look).contains(track.seen());
                if (track.firstUs() == ptsUs) {
                    assertThat(track.id()).isGreaterThan(newest);
                    newest = track.id();
                }
                assertThat(firstUs.computeIfAbsent(track.id(), id -> track.firstUs()))
                        .isEqualTo(track.firstUs());
            }
        }
    }

    private static Box place(int thing) {
        int row = thing / 4;
        double left = 0.02 + (thing - 4 * row) * 0.24;
        double top = 0.02 + row * 0.24;
        return new Box(left, top, left + 0.1, top + 0.15);
    }

    private static Detection jittered(int thing, Random random) {
        Box box = place(thing);
        double x = 0.04 * box.width();
        double y = 0.04 * box.height();
        return new Detection(
                LABELS.get(thing % LABELS.size()),
                0.5f + random.nextFloat() / 2,
                new Box(
                        box.left() + x * (2 * random.nextDouble() - 1),
                        box.top() + y * (2 * random.nextDouble() - 1),
                        box.right() + x * (2 * random.nextDouble() - 1),
                        box.bottom() + y * (2 * random.nextDouble() - 1)));
    }

    /** Anything: coarse places, so that boxes meet, repeat and tie. */
    @Provide
    Arbitrary<List<List<Detection>>> looks() {
        Arbitrary<Double> edge = Arbitraries.integers().between(0, 9).map(i -> i / 10.0);
        Arbitrary<Double> size = Arbitraries.integers().between(0, 3).map(i -> i / 10.0);
        Arbitrary<Float> score = Arbitraries.integers().between(1, 10).map(i -> i / 10f);
        Arbitrary<Box> box =
                Combinators.combine(edge, edge, size, size).as((x, y, w, h) -> new Box(x, y, x + w, y + h));
        Arbitrary<Detection> detection =
                Combinators.combine(Arbitraries.of(LABELS), score, box).as(Detection::new);
        return detection.list().ofMaxSize(12).list().ofMinSize(1).ofMaxSize(15);
    }
}
