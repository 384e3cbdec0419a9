package org.streetwarden.flight;

import static org.assertj.core.api.Assertions.assertThat;

import java.util.ArrayList;
import java.util.List;
import java.util.Random;
import org.junit.jupiter.api.Test;
import org.streetwarden.directory.LonLat;
import org.streetwarden.flight.GroundFix.Placed;
import org.streetwarden.geometry.Box;
import org.streetwarden.geometry.Point;

/** Known places, drawn into the pictures of a flight whose telemetry is wrong by its budget, and found again. */
class GroundSitesTest {

    private static final double ASPECT = 16.0 / 9;
    private static final double HEIGHT_M = 80;
    private static final double SPEED_MPS = 6;
    private static final LonLat START = new LonLat(117.02, 36.66);
    private static final LocalPlane PLANE = new LocalPlane(START);
    private static final List<LonLat> THINGS =
            List.of(PLANE.at(5, 40), PLANE.at(-20, 75), PLANE.at(15, 100), PLANE.at(-10, 140));

    private record Errors(double east, double north, double height, double yaw, double pitch, double focal) {

        static Errors drawn(Random random) {
            ErrorBudget budget = ErrorBudget.PLAIN;
            double late = random.nextGaussian() * budget.clockS() * SPEED_MPS;
            return new Errors(
                    random.nextGaussian() * budget.gpsM(),
                    random.nextGaussian() * budget.gpsM() + late,
                    random.nextGaussian() * budget.heightM(),
                    random.nextGaussian() * budget.yawDeg(),
                    random.nextGaussian() * budget.pitchDeg(),
                    random.nextGaussian() * budget.focalShare());
        }
    }

    @Test
    void findsEachThingOnceAndAsSureAsItSays() {
        Random random = new Random(20261127);
        int within = 0;
        int all = 0;
        for (int flight = 0; flight < 60; flight++) {
            List<GroundSpot> found = flown(random);
            assertThat(found).hasSameSizeAs(THINGS);
            for (LonLat thing : THINGS) {
                all++;
                within += found.stream()
                                .anyMatch(spot -> new LocalPlane(thing).distanceM(spot.place()) <= spot.uncertaintyM())
                        ? 1
                        : 0;
            }
        }
        assertThat((double) within / all).isGreaterThanOrEqualTo(0.95);
    }

    private static List<GroundSpot> flown(Random random) {
        Errors errors = Errors.drawn(random);
        Pursuit pursuit = new Pursuit();
        for (int i = 0; i < 60; i++) {
            pursuit.look(i * 500_000L, looks(i * 500_000L, errors, random), null);
        }
        GroundSites sites = new GroundSites(List.of());
        sites.add(pursuit.end());
        return sites.sites().stream()
                .map(GroundSites.Site::spot)
                .filter(GroundSpot::isFinding)
                .toList();
    }

    private static List<GroundLook> looks(long atUs, Errors errors, Random random) {
        LonLat position = PLANE.at(0, SPEED_MPS * atUs / 1e6);
        double focal = AircraftCamera.UNKNOWN.focalWidths(Lens.UNSAID);
        Photograph truth = new Photograph(position, HEIGHT_M, new Attitude(0, -90, 0), focal, ASPECT);
        LocalPlane here = new LocalPlane(position);
        Pose told = new Pose(
                atUs,
                here.at(errors.east(), errors.north()),
                0,
                new Heights(HEIGHT_M + errors.height(), Double.NaN, Double.NaN),
                new Attitude(errors.yaw(), -90 + errors.pitch(), 0),
                null,
                new Lens(AircraftCamera.UNKNOWN.equivalentMm() * Math.exp(errors.focal()), 1),
                null,
                Provenance.SUBTITLES);
        GroundLocator locator =
                new GroundLocator(AircraftCamera.UNKNOWN, ASPECT, Terrain.level(0, 0), ErrorBudget.PLAIN);
        List<GroundLook> looks = new ArrayList<>();
        for (LonLat thing : THINGS) {
            Point shown = truth.shows(thing, 0);
            if (shown != null && Math.abs(shown.x() - 0.5) < 0.48 && Math.abs(shown.y() - 0.5) < 0.48) {
                double x = shown.x() + random.nextGaussian() * 0.004;
                double y = shown.y() + random.nextGaussian() * 0.007;
                Box box = new Box(x - 0.015, y - 0.027, x + 0.015, y + 0.027);
                Placed placed = (Placed) locator.locate(box, told, new Motion(0, SPEED_MPS, 0, 0));
                looks.add(new GroundLook(atUs, "rubbish", 0.8, box, placed, told.position(), Double.NaN, 0.2));
            }
        }
        return looks;
    }
}
