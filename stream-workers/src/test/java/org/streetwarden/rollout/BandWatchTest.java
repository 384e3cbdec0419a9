package org.streetwarden.rollout;

import static org.assertj.core.api.Assertions.assertThat;

import java.time.Duration;
import java.util.Optional;
import org.junit.jupiter.api.Test;
import org.streetwarden.casefile.Rollout.Band;

/** Failures at most 2 %, a picture at most 100 ms, raises at most 3 times the usual; nothing is said before 50 pictures. */
class BandWatchTest {

    private static final Band BAND = new Band(0.02, Duration.ofMillis(100), 3);
    private static final Counts REFERENCE = new Counts(10_000, 0, 0, 9);

    private final BandWatch watch = new BandWatch(50, Counts.NONE, Counts.NONE);

    private static Counts counts(long looks, long failures, long meanUs, long raises) {
        return new Counts(looks, failures, looks * meanUs, raises);
    }

    private Optional<String> outside(Counts now) {
        return watch.outside(BAND, now, REFERENCE);
    }

    @Test
    void saysNothingOfAModelInItsBand() {
        for (int looks = 0; looks < 5_000; looks += 50) {
            assertThat(outside(counts(looks, looks / 100, 99_000, looks / 400))).isEmpty();
        }
    }

    @Test
    void findsFailures() {
        assertThat(outside(counts(46, 3, 1_000, 0))).as("49 pictures say nothing").isEmpty();
        assertThat(outside(counts(47, 3, 1_000, 0)))
                .contains("failures: expected at most 0.02000 of pictures, found 0.06000 (3 of 50)");
    }

    @Test
    void takesTwoFailuresForChance() {
        assertThat(outside(counts(48, 2, 1_000, 0))).isEmpty();
    }

    @Test
    void findsAModelThatOnlyFails() {
        assertThat(outside(counts(0, 50, 0, 0))).isPresent();
    }

    @Test
    void findsSlowness() {
        assertThat(outside(counts(60, 0, 100_000, 0))).isEmpty();
        assertThat(outside(counts(61, 0, 100_500, 0)))
                .contains("time of a picture: expected a mean of at most 100.0 ms, found 100.5 ms over 61 pictures");
    }

    /** Thousands of good pictures do not hide that it has gone bad since. */
    @Test
    void forgetsOldLooks() {
        for (int looks = 100; looks <= 20_000; looks += 100) {
            assertThat(outside(counts(looks, 0, 1_000, 0))).isEmpty();
        }
        Optional<String> found = Optional.empty();
        long failures = 0;
        while (found.isEmpty() && failures < 100) {
            found = outside(counts(20_000, ++failures, 1_000, 0));
        }
        assertThat(failures).isLessThan(25);
    }

    @Test
    void findsTooManyRaises() {
        assertThat(outside(counts(1_000, 0, 1_000, 4))).as("four may be chance").isEmpty();
        assertThat(outside(counts(1_500, 0, 1_000, 5)))
                .contains("raises: expected at most 3.000 times those of the model it is compared with"
                        + " (9 in 10000 looks), found 5 in 1500 looks");
    }

    @Test
    void takesRaisesAsUsualWhereTheReferenceRaisesAsMuch() {
        assertThat(watch.outside(BAND, counts(1_000, 0, 1_000, 50), counts(1_000, 0, 0, 20))).isEmpty();
        assertThat(watch.outside(BAND, counts(1_000, 0, 1_000, 70), counts(1_000, 0, 0, 20)))
                .isPresent();
    }

    @Test
    void comparesRaisesWithNothingWhereNothingWasLookedAt() {
        assertThat(watch.outside(BAND, counts(1_000, 0, 1_000, 500), Counts.NONE)).isEmpty();
    }

    /** What both did before the trial began says nothing of it. */
    @Test
    void countsFromTheBeginningOfTheTrial() {
        BandWatch late = new BandWatch(50, counts(100, 100, 900_000, 100), counts(1_000, 0, 0, 0));
        assertThat(late.outside(BAND, counts(200, 100, 450_000, 100), counts(2_000, 0, 0, 0)))
                .isEmpty();
    }
}
