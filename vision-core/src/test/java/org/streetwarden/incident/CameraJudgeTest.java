package org.streetwarden.incident;

import static org.assertj.core.api.Assertions.assertThat;
import static org.assertj.core.api.Assertions.assertThatThrownBy;

import java.time.Duration;
import java.util.ArrayList;
import java.util.List;
import java.util.Map;
import java.util.Random;
import org.junit.jupiter.api.Test;
import org.streetwarden.detect.Detection;
import org.streetwarden.geometry.Box;
import org.streetwarden.geometry.Polygon;
import org.streetwarden.zone.Kind;
import org.streetwarden.zone.RuleOverrides;
import org.streetwarden.zone.Schedule;
import org.streetwarden.zone.Zone;

class CameraJudgeTest {

    private static final Detection STALL = Street.thing("stall", 0.4, 0.8);

    @Test
    void raisesStallOnceAndClearsIt() {
        Street street = new Street(Street.zone(Kind.VENDING)).watch(400, STALL).watch(601);
        assertThat(street.raised()).singleElement().satisfies(incident -> {
            assertThat(incident.first().ptsUs()).isZero();
            assertThat(incident.threshold().ptsUs()).isEqualTo(120_000_000);
            assertThat(incident.raised().ptsUs()).isEqualTo(300_000_000);
            assertThat(incident.presentUs()).isEqualTo(300_000_000);
            assertThat(incident.observedUs()).isEqualTo(300_000_000);
            assertThat(incident.longestGapUs()).isEqualTo(1_000_000);
            assertThat(incident.looks()).isEqualTo(301);
            assertThat(incident.raised().all()).contains(incident.raised().subject());
            assertThat(incident.why())
                    .isEqualTo("A stall stood in zone 'lower' for 5 min (limit 5 min): seen in 301 of 301 looks"
                            + " (100 %, at least 70 %), observed for 5 min, longest gap 1 s.");
        });
        assertThat(street.said(Verdict.Cleared.class)).singleElement().satisfies(cleared -> {
            assertThat(cleared.incidentId())
                    .isEqualTo(street.raised().getFirst().id());
            assertThat(cleared.lastSeenAt()).isEqualTo(Street.START.plusSeconds(399));
            assertThat(cleared.at()).isEqualTo(Street.START.plusSeconds(399 + 600));
        });
        assertThat(street.judge.open()).isEmpty();
    }

    @Test
    void saysSightedReachedRaisedInThatOrder() {
        Street street = new Street(Street.zone(Kind.VENDING)).watch(301, STALL);
        assertThat(street.verdicts)
                .extracting(verdict -> verdict.getClass().getSimpleName())
                .containsExactly("Sighted", "Reached", "Raised");
        assertThat(street.said(Verdict.Raised.class).getFirst().candidateId())
                .isEqualTo(street.said(Verdict.Sighted.class).getFirst().candidateId());
    }

    @Test
    void derivesTheIdFromWhatHappened() {
        String id = new Street(Street.zone(Kind.VENDING))
                .watch(301, STALL)
                .raised()
                .getFirst()
                .id();
        Street later = new Street(Street.zone(Kind.VENDING)).skip(1).watch(301, STALL);
        assertThat(id)
                .matches("[0-9a-f]{32}")
                .isEqualTo(new Street(Street.zone(Kind.VENDING))
                        .watch(310, STALL)
                        .raised()
                        .getFirst()
                        .id());
        assertThat(later.raised().getFirst().id()).isNotEqualTo(id);
    }

    @Test
    void returnAfterClearingIsAnotherIncident() {
        Street street = new Street(Street.zone(Kind.VENDING))
                .watch(310, STALL)
                .watch(620)
                .watch(310, STALL);
        assertThat(street.raised()).hasSize(2);
        assertThat(street.raised().get(0).id())
                .isNotEqualTo(street.raised().get(1).id());
    }

    @Test
    void returnBeforeClearingIsTheSameIncident() {
        Street street = new Street(Street.zone(Kind.VENDING))
                .watch(310, STALL)
                .watch(590)
                .watch(700, STALL);
        assertThat(street.raised()).hasSize(1);
        assertThat(street.said(Verdict.Cleared.class)).isEmpty();
    }

    @Test
    void neverRaisesPassersBy() {
        Street street = new Street(Street.zone(Kind.VENDING))
                .watch(1200, i -> List.of(Street.thing("stall", 0.05 + i % 20 * 0.045, 0.8)));
        assertThat(street.raised()).isEmpty();
        assertThat(street.said(Verdict.Reached.class)).isEmpty();
        assertThat(street.said(Verdict.Sighted.class))
                .as("60 passages, hardly a picture pinned for each")
                .hasSizeLessThanOrEqualTo(120);
        assertThat(street.said(Verdict.Dropped.class))
                .hasSizeGreaterThanOrEqualTo(street.said(Verdict.Sighted.class).size() - 3);
    }

    @Test
    void neverRaisesSlowlyPushedCart() {
        Street street = new Street(Street.zone(Kind.VENDING))
                .watch(450, i -> List.of(Street.thing("stall", 0.05 + i * 0.002, 0.8)));
        assertThat(street.raised()).isEmpty();
    }

    @Test
    void toleratesOcclusionOfThirtySeconds() {
        Street street = new Street(Street.zone(Kind.VENDING))
                .watch(100, STALL)
                .watch(30, Street.thing("vehicle", 0.8, 0.9))
                .watch(180, STALL);
        assertThat(street.raised()).singleElement().satisfies(incident -> {
            assertThat(incident.first().ptsUs()).isZero();
            assertThat(incident.longestGapUs()).isEqualTo(31_000_000);
            assertThat(incident.observedUs()).isEqualTo(269_000_000);
            assertThat(incident.looks()).isEqualTo(271);
        });
    }

    @Test
    void toleratesFlickeringLabel() {
        Street street = new Street(Street.zone(Kind.VENDING))
                .watch(310, i -> List.of(Street.thing(i > 0 && i % 3 == 0 ? "vehicle" : "stall", 0.4, 0.8)));
        assertThat(street.raised()).singleElement().satisfies(incident -> {
            assertThat(incident.raised().subject().label()).isEqualTo("stall");
            assertThat(incident.raised().ptsUs())
                    .as("at 300 s it looked like a vehicle")
                    .isEqualTo(301_000_000);
            assertThat(incident.looks()).isEqualTo(302);
        });
    }

    @Test
    void raisesInSpiteOfJitterMissesAndFlicker() {
        for (int seed = 0; seed < 20; seed++) {
            Random random = new Random(seed);
            Street street = new Street(Street.zone(Kind.VENDING)).watch(330, i -> noisy(random));
            assertThat(street.raised()).as("seed %d", seed).hasSize(1);
        }
    }

    /** A tenth of the looks miss it, a third call it a vehicle, every edge is off by some 5 % of the box. */
    private static List<Detection> noisy(Random random) {
        if (random.nextInt(10) == 0) {
            return List.of();
        }
        Box box = STALL.box();
        double x = 0.05 * box.width();
        double y = 0.05 * box.height();
        Box off = new Box(
                box.left() + x * random.nextGaussian(),
                box.top() + y * random.nextGaussian(),
                box.right() + x * random.nextGaussian(),
                box.bottom() + y * random.nextGaussian());
        String label = random.nextInt(3) == 0 ? "vehicle" : "stall";
        return List.of(new Detection(label, 0.3f + 0.6f * random.nextFloat(), off));
    }

    @Test
    void leavesVehicleThatFlickersAlone() {
        Street street = new Street(Street.zone(Kind.VENDING))
                .watch(900, i -> List.of(Street.thing(i % 4 == 3 ? "stall" : "vehicle", 0.4, 0.8)));
        assertThat(street.raised()).isEmpty();
    }

    @Test
    void makesOneIncidentOfTwoStalls() {
        Detection other = Street.thing("stall", 0.7, 0.9);
        Street street =
                new Street(Street.zone(Kind.VENDING)).watch(400, STALL, other).watch(900, other);
        assertThat(street.raised()).singleElement().satisfies(incident -> assertThat(incident.why())
                .contains("; 2 such things in the zone at the raise"));
        assertThat(street.said(Verdict.Dropped.class)).hasSize(1);
        assertThat(street.said(Verdict.Cleared.class))
                .as("the other one still stands")
                .isEmpty();
        street.watch(601);
        assertThat(street.said(Verdict.Cleared.class)).hasSize(1);
    }

    @Test
    void passersByDoNotHoldAnIncident() {
        Street street = new Street(Street.zone(Kind.VENDING))
                .watch(310, STALL)
                .watch(620, i -> List.of(Street.thing("stall", 0.05 + i % 10 * 0.09, 0.95)));
        assertThat(street.said(Verdict.Cleared.class)).hasSize(1);
    }

    @Test
    void cartsPushedPastThePlaceDoNotHoldAnIncident() {
        Street street = new Street(Street.zone(Kind.VENDING))
                .watch(310, STALL)
                .watch(700, i -> List.of(Street.thing("stall", 0.06 + i % 28 * 0.03, 0.8)));
        assertThat(street.said(Verdict.Cleared.class)).hasSize(1);
    }

    @Test
    void judgesByGroundContactNotByCentre() {
        Detection standsInside = new Detection("stall", 0.8f, new Box(0.4, 0.2, 0.5, 0.55));
        Detection leansInside = new Detection("stall", 0.8f, new Box(0.4, 0.1, 0.5, 0.49));
        assertThat(new Street(Street.zone(Kind.VENDING))
                        .watch(310, standsInside)
                        .raised())
                .hasSize(1);
        assertThat(new Street(Street.zone(Kind.VENDING)).watch(310, leansInside).raised())
                .isEmpty();
    }

    @Test
    void permittedHoursSuspendRaising() {
        List<String> problems = new ArrayList<>();
        // The street's clock starts at 12:00 in Shanghai.
        Schedule hours = Schedule.parse("Asia/Shanghai", List.of("daily 11:00-12:10"), problems);
        Zone zone = new Zone("market", Kind.VENDING, Polygon.PICTURE, hours, RuleOverrides.NONE);
        Street street = new Street(zone).watch(600 + 301, STALL);
        assertThat(street.raised()).singleElement().satisfies(incident -> {
            assertThat(incident.first().ptsUs()).as("dwell begins with the ban").isEqualTo(600_000_000);
            assertThat(incident.why()).contains("; outside the permitted hours");
        });
    }

    @Test
    void carriesIncidentOverOutage() {
        Street street = new Street(Street.zone(Kind.VENDING))
                .watch(310, STALL)
                .skip(3600)
                .watch(700, STALL);
        assertThat(street.raised()).hasSize(1);
        assertThat(street.said(Verdict.Cleared.class)).isEmpty();
    }

    @Test
    void resumesWithoutRaisingAgain() {
        Street street = new Street(Street.zone(Kind.VENDING)).watch(310, STALL);
        List<OpenIncident> open = street.judge.open();
        assertThat(open).singleElement().satisfies(incident -> {
            assertThat(incident.incidentId())
                    .isEqualTo(street.raised().getFirst().id());
            assertThat(incident.lastSeenUs()).isEqualTo(309_000_000);
        });
        street.judge = new CameraJudge("cam-1", List.of(Street.zone(Kind.VENDING)), Map.of());
        assertThat(street.judge.resume(open)).isEmpty();
        assertThat(street.judge.open()).isEqualTo(open);
        street.skip(60).watch(900, STALL);
        assertThat(street.raised()).hasSize(1);
        street.watch(601);
        assertThat(street.said(Verdict.Cleared.class)).singleElement().satisfies(cleared -> assertThat(
                        cleared.incidentId())
                .isEqualTo(open.getFirst().incidentId()));
    }

    @Test
    void resumesWithClockSetBack() {
        CameraJudge judge = new CameraJudge("cam-1", List.of(Street.zone(Kind.VENDING)), Map.of());
        judge.resume(List.of(new OpenIncident("ab", "lower", Kind.VENDING, 9_000_000_000L, STALL.box())));
        Street street = new Street(Street.zone(Kind.VENDING));
        street.judge = judge;
        street.watch(400, STALL).watch(602);
        assertThat(street.raised()).isEmpty();
        assertThat(street.said(Verdict.Cleared.class)).hasSize(1);
    }

    @Test
    void handsBackIncidentsOfZonesItDoesNotKnow() {
        CameraJudge judge = new CameraJudge("cam-1", List.of(Street.zone(Kind.VENDING)), Map.of());
        OpenIncident stranger = new OpenIncident("ab", "lower", Kind.DUMPING, 5, STALL.box());
        assertThat(judge.resume(List.of(stranger))).containsExactly(stranger);
        assertThat(judge.open()).isEmpty();
    }

    @Test
    void judgesSlowLooks() {
        Street street = new Street(Street.zone(Kind.VENDING));
        for (int i = 0; i <= 32; i++) {
            street.watch(1, STALL).skip(9);
        }
        assertThat(street.raised()).singleElement().satisfies(incident -> {
            assertThat(incident.longestGapUs()).isEqualTo(10_000_000);
            assertThat(incident.observedUs()).isGreaterThanOrEqualTo(210_000_000);
        });
    }

    @Test
    void boundsCandidatesAndCountsTheRest() {
        List<Detection> crowd = new ArrayList<>();
        for (int i = 0; i < 20; i++) {
            crowd.add(Street.thing("stall", 0.05 + i % 10 * 0.1, i < 10 ? 0.7 : 0.95));
        }
        Street street = new Street(Street.zone(Kind.VENDING)).watch(10, i -> crowd);
        assertThat(street.said(Verdict.Sighted.class)).hasSize(ZoneJudge.MAX_CANDIDATES);
        assertThat(street.judge.crowdedOut()).isEqualTo(10 * 12);
    }

    @Test
    void ignoresLooksThatDoNotAdvance() {
        CameraJudge judge = new CameraJudge("cam-1", List.of(Street.zone(Kind.VENDING)), Map.of());
        judge.look(new Look(5, Street.START, List.of(STALL), Street.MODEL));
        assertThat(judge.look(new Look(5, Street.START, List.of(STALL), Street.MODEL)))
                .isEmpty();
        assertThat(judge.look(new Look(4, Street.START, List.of(), Street.MODEL)))
                .isEmpty();
        assertThat(judge.ignoredLooks()).isEqualTo(2);
    }

    @Test
    void refusesEveryFaultAtOnce() {
        Zone small = new Zone("a", Kind.VENDING, Polygon.of(0, 0, 1, 1));
        RuleOverrides late = RuleOverrides.times(Duration.ofHours(1), null, null);
        Zone twice = new Zone("a", Kind.VENDING, Polygon.PICTURE, Schedule.NEVER, late);
        assertThatThrownBy(() -> new CameraJudge("cam 1", List.of(small, twice), Map.of()))
                .isInstanceOf(IllegalArgumentException.class)
                .hasMessage("camera 'cam 1': id: expected 1 to 64 letters, digits, '.', '-', '_', found 'cam 1';"
                        + " zone 'a': polygon: expected 3 to 256 corners, found 2;"
                        + " zone 'a': id: expected one that no other zone of the camera has;"
                        + " zone 'a': noticeAfter: expected PT0S to PT5M, found PT1H");
    }
}
