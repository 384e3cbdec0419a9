package org.streetwarden.incident;

import static org.assertj.core.api.Assertions.assertThat;

import java.util.List;
import org.junit.jupiter.api.Test;
import org.streetwarden.detect.Detection;
import org.streetwarden.geometry.Box;
import org.streetwarden.geometry.Polygon;
import org.streetwarden.zone.Kind;
import org.streetwarden.zone.Zone;

/** What counts for and against each kind of incident. */
class KindsTest {

    private static final Polygon GREEN = Polygon.of(0, 0.3, 1, 0.3, 1, 0.6, 0, 0.6);

    @Test
    void raisesOverflowingBinAfterHalfAnHour() {
        Street street = new Street(Street.zone(Kind.BIN_OVERFLOW)).watch(1802, Street.thing("bin_overflow", 0.3, 0.8));
        assertThat(street.raised()).singleElement().satisfies(incident -> {
            assertThat(incident.raised().ptsUs()).isEqualTo(1800_000_000L);
            assertThat(incident.why()).startsWith("Waste stood above or beside a bin in zone 'lower' for 30 min");
        });
    }

    @Test
    void toleratesBinSeenAsPlainNowAndThen() {
        Street street = new Street(Street.zone(Kind.BIN_OVERFLOW))
                .watch(1810, i -> List.of(Street.thing(i % 5 == 3 ? "bin" : "bin_overflow", 0.3, 0.8)));
        assertThat(street.raised()).singleElement().satisfies(incident -> assertThat(
                        incident.raised().subject().label())
                .isEqualTo("bin_overflow"));
    }

    @Test
    void takesPlainBinAsEvidenceAgainst() {
        Street street = new Street(Street.zone(Kind.BIN_OVERFLOW))
                .watch(5000, i -> List.of(Street.thing(i % 2 == 1 ? "bin" : "bin_overflow", 0.3, 0.8)));
        assertThat(street.raised()).isEmpty();
        assertThat(new Street(Street.zone(Kind.BIN_OVERFLOW)).watch(4000, Street.thing("bin", 0.3, 0.8)).verdicts)
                .isEmpty();
    }

    @Test
    void clearsEmptiedBin() {
        Street street = new Street(Street.zone(Kind.BIN_OVERFLOW))
                .watch(1810, Street.thing("bin_overflow", 0.3, 0.8))
                .watch(901, Street.thing("bin", 0.3, 0.8));
        assertThat(street.said(Verdict.Cleared.class)).hasSize(1);
    }

    @Test
    void countsWasteBesideBinAsTheBinsAndNotAsDumping() {
        Zone bins = new Zone("bins", Kind.BIN_OVERFLOW, Street.LOWER_HALF);
        Zone street = new Zone("street", Kind.DUMPING, Polygon.PICTURE);
        Detection bin = Street.thing("bin", 0.3, 0.8);
        Detection beside = Street.thing("rubbish", 0.42, 0.8);
        assertThat(new Street(bins, street).watch(1810, bin, beside).raised())
                .singleElement()
                .satisfies(incident -> {
                    assertThat(incident.kind()).isEqualTo(Kind.BIN_OVERFLOW);
                    assertThat(incident.raised().subject()).isEqualTo(beside);
                });
        assertThat(new Street(street).watch(610, bin, beside).raised())
                .as("no zone holds the bin to account")
                .hasSize(1);
    }

    @Test
    void raisesRubbishAndSaysWhoStoodBy() {
        Detection rubbish = Street.thing("rubbish", 0.5, 0.9);
        Detection person = Street.thing("person", 0.58, 0.9);
        Zone zone = Street.zone(Kind.DUMPING);
        Street left =
                new Street(zone).watch(5, person).watch(3, person, rubbish).watch(610, rubbish);
        assertThat(left.raised()).singleElement().satisfies(incident -> {
            assertThat(incident.first().ptsUs()).isEqualTo(5_000_000);
            assertThat(incident.why()).endsWith("; a person stood near it at first sight.");
        });
        assertThat(new Street(zone).watch(610, rubbish).raised().getFirst().why())
                .endsWith("; nobody stood near it at first sight.");
    }

    @Test
    void raisesVehicleOnGreen() {
        Street street = new Street(new Zone("belt", Kind.GREEN_PARKING, GREEN))
                .watch(610, vehicle(new Box(0.3, 0.3, 0.5, 0.55)));
        assertThat(street.raised()).singleElement().satisfies(incident -> {
            assertThat(incident.threshold().ptsUs()).isEqualTo(300_000_000);
            assertThat(incident.why())
                    .startsWith(
                            "A vehicle stood with at least 40 % of its wheel contact on green belt 'belt' for 10 min");
        });
    }

    @Test
    void neverRaisesVehicleOnTheRoadBesideGreen() {
        Zone belt = new Zone("belt", Kind.GREEN_PARKING, GREEN);
        Box beforeIt = new Box(0.3, 0.4, 0.5, 0.65);
        Box halfOnTheKerb = new Box(0.3, 0.4, 0.5, 0.625);
        assertThat(belt.polygon().contains(beforeIt.centre()))
                .as("its centre is on the green")
                .isTrue();
        assertThat(new Street(belt).watch(1300, vehicle(beforeIt)).verdicts).isEmpty();
        assertThat(new Street(belt).watch(1300, vehicle(halfOnTheKerb)).verdicts)
                .isEmpty();
    }

    @Test
    void raisesVehicleWithEnoughOfItsWheelsOnGreen() {
        Polygon rightHalf = Polygon.of(0.5, 0, 1, 0, 1, 1, 0.5, 1);
        Zone belt = new Zone("belt", Kind.GREEN_PARKING, rightHalf);
        assertThat(new Street(belt)
                        .watch(610, vehicle(new Box(0.41, 0.3, 0.61, 0.5)))
                        .raised())
                .as("55 %")
                .hasSize(1);
        assertThat(new Street(belt)
                        .watch(610, vehicle(new Box(0.37, 0.3, 0.57, 0.5)))
                        .raised())
                .as("35 %")
                .isEmpty();
    }

    @Test
    void takesVehicleSeenArrivingForAnotherOne() {
        Zone belt = new Zone("belt", Kind.GREEN_PARKING, GREEN);
        Street street = new Street(belt);
        for (int visit = 0; visit < 8; visit++) {
            street.watch(6, i -> List.of(vehicle(new Box(0.3 - 0.05 * (5 - i), 0.3, 0.5 - 0.05 * (5 - i), 0.55))))
                    .watch(120, vehicle(new Box(0.3, 0.3, 0.5, 0.55)))
                    .watch(6, i -> List.of(vehicle(new Box(0.3 + 0.08 * i, 0.3, 0.5 + 0.08 * i, 0.55))))
                    .watch(5);
        }
        assertThat(street.raised()).isEmpty();
    }

    @Test
    void judgesKindsOfOneCameraApart() {
        Street street = new Street(
                        new Zone("v", Kind.VENDING, Polygon.PICTURE), new Zone("d", Kind.DUMPING, Polygon.PICTURE))
                .watch(610, Street.thing("stall", 0.3, 0.8), Street.thing("rubbish", 0.7, 0.8));
        assertThat(street.raised()).extracting(Incident::zoneId).containsExactly("v", "d");
    }

    private static Detection vehicle(Box box) {
        return new Detection("vehicle", 0.7f, box);
    }
}
