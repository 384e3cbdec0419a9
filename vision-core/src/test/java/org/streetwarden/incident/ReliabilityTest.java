package org.streetwarden.incident;

import static org.assertj.core.api.Assertions.assertThat;

import java.time.Duration;
import java.util.List;
import java.util.Random;
import java.util.function.Supplier;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.EnumSource;
import org.streetwarden.detect.Detection;
import org.streetwarden.detect.ModelIdentity;
import org.streetwarden.geometry.Box;
import org.streetwarden.scene.LumaGrid;
import org.streetwarden.scene.ViewSettings;
import org.streetwarden.scene.ViewState;
import org.streetwarden.zone.Kind;

/** One stall that stands for a while, and everything that happens to cameras meanwhile: always exactly one incident. */
class ReliabilityTest {

    private static final ViewSettings VIEW = new ViewSettings("", Duration.ZERO, Duration.ofMinutes(20));
    private static final Painting PLACE = Painting.of(4);
    private static final Painting ELSEWHERE = Painting.of(2);
    private static final Detection STALL = Street.thing("stall", 0.4, 0.8);

    /** The view is learnt while nothing stands there. */
    private static Street street() {
        return new Street(VIEW, Street.zone(Kind.VENDING)).shows(PLACE).watch(10);
    }

    private static Incident theOne(Street street) {
        assertThat(street.raised()).hasSize(1);
        return street.raised().getFirst();
    }

    @Test
    void lightingSweep() {
        Street street = street();
        for (int i = 0; i <= 60; i++) {
            street.shows(PLACE.lit(1.3 - Math.sin(Math.PI * i / 60))).watch(10, STALL);
            assertThat(street.judge.view().state()).as("step %d", i).isEqualTo(ViewState.CLEAR);
        }
        assertThat(theOne(street).suspended()).isZero();
        assertThat(theOne(street).view()).isEqualTo(ViewState.CLEAR);
    }

    @Test
    void passingTruck() {
        Street street = street();
        Painting truck = PLACE.behind(new Box(0.1, 0.2, 0.7, 1), 7);
        Detection lorry = new Detection("vehicle", 0.9f, new Box(0.1, 0.2, 0.7, 1));
        for (int i = 0; i < 12; i++) {
            street.shows(PLACE).watch(40, STALL).shows(truck).watch(8, lorry);
            assertThat(street.judge.view().state()).isEqualTo(ViewState.CLEAR);
        }
        assertThat(theOne(street).first().ptsUs()).isEqualTo(10_000_000);
        assertThat(street.said(Verdict.Cleared.class)).isEmpty();
    }

    @Test
    void oneLookOfAnotherStreetIsLeftOut() {
        Street street = street();
        for (int i = 0; i < 32; i++) {
            street.shows(PLACE).watch(9, STALL).shows(ELSEWHERE).watch(1);
        }
        assertThat(theOne(street).why()).contains("looks in between not judged, because the view was turned");
        assertThat(theOne(street).observedUs()).isEqualTo(theOne(street).presentUs());
        assertThat(street.judge.view().reason()).isEmpty();
    }

    @Test
    void occlusionOfThirtySeconds() {
        Street street = street().watch(100, STALL).watch(30).watch(400, STALL);
        assertThat(theOne(street).longestGapUs()).isEqualTo(31_000_000);
    }

    @Test
    void streamDropBeforeAndAfterTheRaise() {
        Street street = street().watch(100, STALL)
                .skip(100)
                .watch(300, STALL)
                .skip(7200)
                .watch(900, STALL);
        assertThat(theOne(street).longestGapUs()).isEqualTo(101_000_000);
        assertThat(street.said(Verdict.Cleared.class)).isEmpty();
    }

    @Test
    void workersDeathBeforeAndAfterTheRaise() {
        Street whole = street().watch(150, STALL).skip(20).watch(600, STALL);
        Street killed = street().watch(150, STALL)
                .dies()
                .skip(20)
                .watch(300, STALL)
                .dies()
                .watch(300, STALL)
                .dies()
                .dies()
                .watch(620);
        assertThat(theOne(killed).id()).isEqualTo(theOne(whole).id());
        assertThat(theOne(killed).raised().ptsUs())
                .isEqualTo(theOne(whole).raised().ptsUs());
        assertThat(theOne(killed).why()).contains("; the watching was handed over meanwhile");
        assertThat(killed.said(Verdict.Cleared.class)).hasSize(1);
    }

    @Test
    void patrolRaisesByWatchingAndClearsByVisits() {
        Street street = new Street(VIEW, Street.zone(Kind.VENDING)).shows(PLACE);
        for (int visit = 0; visit < 20; visit++) {
            street.watch(1).skip(299);
        }
        for (int visit = 0; visit < 3; visit++) {
            street.watch(1, STALL).skip(299);
        }
        assertThat(street.raised()).as("nobody watched").isEmpty();
        street.watch(310, STALL);
        Incident one = theOne(street);
        assertThat(one.presentUs()).isEqualTo(one.observedUs());
        for (int visit = 0; visit < 30; visit++) {
            street.skip(299).watch(1, STALL);
        }
        assertThat(street.said(Verdict.Cleared.class)).isEmpty();
        for (int visit = 1; visit <= 5; visit++) {
            assertThat(street.said(Verdict.Cleared.class)).as("visit %d", visit).isEmpty();
            street.skip(299).watch(1);
        }
        assertThat(street.said(Verdict.Cleared.class)).hasSize(1);
        assertThat(street.raised()).hasSize(1);
    }

    @Test
    void modelSwap() {
        Random random = new Random(4);
        ModelIdentity next = new ModelIdentity("street-nano", "0.2", "cd".repeat(32));
        Street street = street().watch(150, STALL).looksWith(next).watch(400, i -> List.of(jittered(random)));
        assertThat(theOne(street).first().model()).isEqualTo(Street.MODEL);
        assertThat(theOne(street).raised().model()).isEqualTo(next);
    }

    private static Detection jittered(Random random) {
        double x = 0.01 + 0.006 * random.nextGaussian();
        double y = 0.006 * random.nextGaussian();
        Box box = STALL.box();
        return new Detection("stall", 0.6f, new Box(box.left() + x, box.top() + y, box.right() + x, box.bottom() + y));
    }

    @Test
    void clockStep() {
        Street street = street().watch(150, STALL)
                .setsClock(Duration.ofHours(-1))
                .watch(50, STALL)
                .setsClock(Duration.ofHours(3))
                .skip(40)
                .watch(400, STALL);
        assertThat(theOne(street).presentUs()).isEqualTo(300_000_000);
    }

    @Test
    void workersDeathWithClockSetBack() {
        Street street = street().skip(5000).watch(150, STALL).dies().skip(-3000).watch(400, STALL);
        Incident one = theOne(street);
        assertThat(one.presentUs()).isBetween(300_000_000L, 302_000_000L);
        assertThat(one.first().ptsUs()).isEqualTo(one.raised().ptsUs() - one.presentUs());
    }

    @Test
    void everythingInARow() {
        ModelIdentity next = new ModelIdentity("street-nano", "0.2", "cd".repeat(32));
        Painting truck = PLACE.behind(new Box(0.1, 0.2, 0.7, 1), 7);
        Street street = street().watch(60, STALL)
                .shows(truck)
                .watch(8)
                .shows(PLACE)
                .watch(60, STALL)
                .watch(30);
        street.watch(60, STALL)
                .dies()
                .skip(20)
                .watch(60, STALL)
                .setsClock(Duration.ofHours(-1))
                .looksWith(next);
        street.watch(60, STALL)
                .skip(100)
                .shows(PLACE.lit(1.3))
                .watch(600, STALL)
                .dies()
                .skip(300)
                .watch(60, STALL);
        assertThat(theOne(street).first().ptsUs()).isEqualTo(10_000_000);
        assertThat(street.said(Verdict.Cleared.class)).isEmpty();
    }

    @Test
    void turnedAwayAndBack() {
        Street street = street().watch(100, STALL).shows(ELSEWHERE).watch(60, Street.thing("stall", 0.7, 0.9));
        assertThat(street.judge.view().state()).isEqualTo(ViewState.TURNED);
        street.shows(PLACE).watch(400, STALL);
        assertThat(theOne(street).first().ptsUs()).isEqualTo(10_000_000);
        assertThat(theOne(street).observedUs()).as("not a second of the turn").isLessThanOrEqualTo(240_000_000);
        assertThat(theOne(street).suspended()).isEqualTo(60);
        assertThat(theOne(street).why()).contains("; 60 looks in between not judged, because the view was turned");
        street.shows(ELSEWHERE).watch(1300);
        assertThat(street.judge.view().asks()).isTrue();
        assertThat(street.said(Verdict.Cleared.class)).isEmpty();
        street.shows(PLACE).watch(30, STALL).watch(601);
        assertThat(street.raised()).hasSize(1);
        assertThat(street.said(Verdict.Cleared.class)).hasSize(1);
    }

    @ParameterizedTest
    @EnumSource(
            value = ViewState.class,
            names = {"TURNED", "COVERED", "DARK", "FROZEN"})
    void nothingIsClearedByWhatNobodySees(ViewState state) {
        Supplier<LumaGrid> pictures =
                switch (state) {
                    case TURNED -> ELSEWHERE;
                    case COVERED -> Painting.flat();
                    case DARK -> PLACE.lit(0.01);
                    default -> PLACE.frozen();
                };
        Street street = street().watch(320, STALL).shows(pictures).watch(1000);
        assertThat(street.judge.view().state()).isEqualTo(state);
        assertThat(street.said(Verdict.Cleared.class)).isEmpty();
        street.shows(PLACE).watch(20, STALL);
        assertThat(street.judge.view().state()).isEqualTo(ViewState.CLEAR);
        assertThat(street.raised()).hasSize(1);
    }

    @Test
    void aLorryThatHidesTheZoneClearsNothing() {
        Painting lorry = PLACE.behind(new Box(0, 0.45, 1, 1), 3);
        Street street = street().watch(320, STALL).shows(lorry).watch(700);
        assertThat(street.judge.view().state())
                .as("the rest of the place is there")
                .isEqualTo(ViewState.CLEAR);
        assertThat(street.judge.view().hidden()).containsExactly(0);
        assertThat(street.said(Verdict.Cleared.class)).isEmpty();
        street.shows(PLACE).watch(601);
        assertThat(street.said(Verdict.Cleared.class)).hasSize(1);
    }
}
