package org.streetwarden.track;

import static org.assertj.core.api.Assertions.assertThat;
import static org.assertj.core.api.Assertions.assertThatThrownBy;

import java.time.Duration;
import java.util.ArrayList;
import java.util.List;
import org.junit.jupiter.api.Test;
import org.streetwarden.detect.Detection;
import org.streetwarden.geometry.Box;

class TrackerTest {

    private static final long SECOND_US = 1_000_000;

    private final Tracker tracker = new Tracker();

    @Test
    void keepsIdOfStandingThing() {
        for (int second = 0; second < 30; second++) {
            assertThat(look(second, at("stall", 0.5, 0.5, 0.8f)))
                    .singleElement()
                    .satisfies(track -> {
                        assertThat(track.id()).isEqualTo(1);
                        assertThat(track.restSinceUs()).isZero();
                        assertThat(track.speed()).isZero();
                        assertThat(track.arrived()).isFalse();
                    });
        }
    }

    @Test
    void followsMovingThingAndMeasuresItsSpeed() {
        Track last = null;
        for (int second = 0; second < 12; second++) {
            last = look(second, at("vehicle", 0.1 + 0.05 * second, 0.5, 0.8f)).getFirst();
            assertThat(last.id()).isEqualTo(1);
        }
        assertThat(last.speed()).as("half a box width per second").isBetween(0.4, 0.6);
    }

    @Test
    void knowsWhenMovingThingComesToRest() {
        for (int second = 0; second < 8; second++) {
            look(second, at("vehicle", 0.1 + 0.05 * second, 0.5, 0.8f));
        }
        Track track = null;
        for (int second = 8; second < 20; second++) {
            track = look(second, at("vehicle", 0.45, 0.5, 0.8f)).getFirst();
        }
        assertThat(track.id()).isEqualTo(1);
        assertThat(track.arrived()).isTrue();
        assertThat(track.speed()).isLessThan(0.05);
        assertThat(track.restSinceUs()).isBetween(6 * SECOND_US, 10 * SECOND_US);
    }

    @Test
    void toleratesOneOddBox() {
        look(0, at("stall", 0.5, 0.5, 0.8f));
        look(1, at("stall", 0.5, 0.5, 0.8f));
        Detection half = new Detection("stall", 0.8f, new Box(0.45, 0.45, 0.488, 0.55));
        assertThat(look(2, half)).singleElement().satisfies(track -> {
            assertThat(track.fits()).isFalse();
            assertThat(track.rest()).isEqualTo(at("stall", 0.5, 0.5, 0.8f).box());
        });
        assertThat(look(3, at("stall", 0.5, 0.5, 0.8f)).getFirst().restSinceUs())
                .isZero();
    }

    @Test
    void looksAtTheRestingPlaceToo() {
        for (int second = 0; second < 5; second++) {
            look(second, at("stall", 0.5, 0.5, 0.8f));
        }
        look(5, at("stall", 0.56, 0.5, 0.8f));
        assertThat(look(15, at("stall", 0.47, 0.5, 0.8f)))
                .as("motion led away")
                .extracting(Track::id)
                .containsExactly(1L);
    }

    @Test
    void weakDetectionContinuesButDoesNotBegin() {
        assertThat(look(0, at("stall", 0.5, 0.5, 0.2f))).isEmpty();
        look(1, at("stall", 0.5, 0.5, 0.8f));
        assertThat(look(2, at("stall", 0.5, 0.5, 0.2f))).extracting(Track::id).containsExactly(1L);
    }

    @Test
    void prefersStrongDetectionToWeakOne() {
        look(0, at("stall", 0.5, 0.5, 0.8f));
        Detection weakButCloser = at("stall", 0.505, 0.5, 0.3f);
        Detection strong = at("stall", 0.53, 0.5, 0.8f);
        assertThat(look(1, weakButCloser, strong)).extracting(Track::seen).containsExactly(strong);
    }

    @Test
    void joinsConfusableLabelsAndVotes() {
        look(0, at("stall", 0.5, 0.5, 0.8f));
        look(1, at("stall", 0.5, 0.5, 0.8f));
        assertThat(look(2, at("vehicle", 0.5, 0.5, 0.8f))).singleElement().satisfies(track -> {
            assertThat(track.id()).isEqualTo(1);
            assertThat(track.label()).isEqualTo("stall");
            assertThat(track.seen().label()).isEqualTo("vehicle");
        });
    }

    @Test
    void neverJoinsLabelsThatCannotBeConfused() {
        look(0, at("stall", 0.5, 0.5, 0.8f));
        assertThat(look(1, at("rubbish", 0.5, 0.5, 0.8f))).extracting(Track::id).containsExactly(2L);
    }

    @Test
    void takesTwoLabelsOnOneThingForOneThing() {
        assertThat(look(0, at("bin", 0.5, 0.5, 0.5f), at("bin_overflow", 0.502, 0.5, 0.6f)))
                .singleElement()
                .satisfies(track -> assertThat(track.seen().label()).isEqualTo("bin_overflow"));
    }

    @Test
    void findsThingAgainAfterOcclusion() {
        for (int second = 0; second < 40; second++) {
            look(second, at("stall", 0.5, 0.5, 0.8f));
        }
        for (int second = 40; second < 70; second++) {
            look(second);
        }
        assertThat(look(70, at("stall", 0.5, 0.5, 0.8f))).extracting(Track::id).containsExactly(1L);
    }

    @Test
    void forgetsWhatItSawOnlyBriefly() {
        look(0, at("stall", 0.5, 0.5, 0.8f));
        for (int second = 1; second < 10; second++) {
            look(second);
        }
        assertThat(tracker.size()).isZero();
        assertThat(look(10, at("stall", 0.5, 0.5, 0.8f))).extracting(Track::id).containsExactly(2L);
    }

    @Test
    void keepsTracksOverGapWithoutLooks() {
        look(0, at("stall", 0.5, 0.5, 0.8f));
        look(1, at("stall", 0.5, 0.5, 0.8f));
        assertThat(look(600, at("stall", 0.5, 0.5, 0.8f))).extracting(Track::id).containsExactly(1L);
    }

    @Test
    void boundsTracksAndDetections() {
        Tracker small = new Tracker(new TrackerSettings(0.4, Duration.ofSeconds(60), 10, List.of()));
        for (int second = 0; second < 20; second++) {
            List<Detection> crowd = new ArrayList<>();
            for (int i = 0; i < 400; i++) {
                crowd.add(at("person", second * 40 + i, 0.5, 0.8f));
            }
            assertThat(small.look(second * SECOND_US, crowd)).hasSizeLessThanOrEqualTo(10);
            assertThat(small.size()).isEqualTo(10);
        }
    }

    @Test
    void leavesOutDetectionsWithoutAreaOrScore() {
        Detection line = new Detection("stall", 0.9f, new Box(0.5, 0.5, 0.5, 0.9));
        assertThat(look(0, line, at("stall", 0.5, 0.5, Float.NaN))).isEmpty();
    }

    @Test
    void refusesTimeThatDoesNotAdvance() {
        look(1);
        assertThatThrownBy(() -> look(1))
                .isInstanceOf(IllegalArgumentException.class)
                .hasMessage("look: expected a time after 1000000 us, found 1000000 us");
    }

    @Test
    void refusesEverySettingAtFault() {
        assertThatThrownBy(() -> new Tracker(new TrackerSettings(2, Duration.ofDays(1), 0, List.of())))
                .hasMessage("tracker: startScore: expected 0 to 1, found 2.0; lostFor: expected PT0S to PT1H, found"
                        + " PT24H; maxTracks: expected 1 to 4096, found 0");
    }

    private List<Track> look(int second, Detection... detections) {
        return tracker.look(second * SECOND_US, List.of(detections));
    }

    private static Detection at(String label, double x, double y, float score) {
        return new Detection(label, score, new Box(x - 0.05, y - 0.05, x + 0.05, y + 0.05));
    }
}
