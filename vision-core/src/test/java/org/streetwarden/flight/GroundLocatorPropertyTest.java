package org.streetwarden.flight;

import static org.assertj.core.api.Assertions.assertThat;

import java.util.Random;
import net.jqwik.api.ForAll;
import net.jqwik.api.Property;
import net.jqwik.api.Tuple;
import net.jqwik.api.Tuple.Tuple2;
import org.junit.jupiter.api.Test;
import org.streetwarden.directory.LonLat;
import org.streetwarden.flight.GroundFix.Placed;
import org.streetwarden.geometry.Box;
import org.streetwarden.geometry.Point;

class GroundLocatorPropertyTest {

    private static final double ASPECT = 16.0 / 9;
    private static final double GROUND_M = 37.5;

    /** A pose, and a place on the ground that it shows. */
    private static Tuple2<Pose, LonLat> view(Random random) {
        while (true) {
            LonLat camera = new LonLat(random.nextDouble(-180, 180), random.nextDouble(-60, 60));
            double heightM = random.nextDouble(20, 200);
            Attitude gimbal =
                    new Attitude(random.nextDouble(-180, 180), random.nextDouble(-90, -20), random.nextDouble(-10, 10));
            Pose pose = new Pose(
                    0,
                    camera,
                    0,
                    new Heights(heightM, Double.NaN, Double.NaN),
                    gimbal,
                    null,
                    new Lens(random.nextDouble(22, 80), 1),
                    null,
                    Provenance.XMP);
            LocalPlane plane = new LocalPlane(camera);
            double away = random.nextDouble(0, 2.6) * heightM;
            double course = random.nextDouble(0, 2 * Math.PI);
            LonLat place = plane.at(away * Math.sin(course), away * Math.cos(course));
            Point shown = shows(pose, place);
            if (shown != null && inside(shown.x()) && inside(shown.y())) {
                return Tuple.of(pose, place);
            }
        }
    }

    private static boolean inside(double fraction) {
        return fraction >= 0.02 && fraction <= 0.98;
    }

    private static Point shows(Pose pose, LonLat place) {
        double focal = AircraftCamera.UNKNOWN.focalWidths(pose.lens());
        double cameraM = GROUND_M + pose.heights().aboveTakeOffM();
        return new Photograph(pose.position(), cameraM, pose.gimbal(), focal, ASPECT).shows(place, GROUND_M);
    }

    /** Within 10 cm: the earth bends by 2 cm at 500 m, which the plane leaves out. */
    @Property(tries = 300)
    void findsThePlaceAgainThatAnIndependentCameraShows(@ForAll long seed) {
        Tuple2<Pose, LonLat> view = view(new Random(seed));
        Point shown = shows(view.get1(), view.get2());
        GroundLocator locator = new GroundLocator(
                AircraftCamera.UNKNOWN, ASPECT, Terrain.level(0, 0), new ErrorBudget(0, 0, 0, 0, 0, 0, 0));
        GroundFix fix = locator.locate(new Box(shown.x(), shown.y(), shown.x(), shown.y()), view.get1(), Motion.NONE);
        if (fix instanceof Placed placed) {
            assertThat(new LocalPlane(view.get2()).distanceM(placed.place())).isLessThan(0.1);
        } else {
            LocalPlane plane = new LocalPlane(view.get1().position());
            double depression = Math.atan2(view.get1().heights().aboveTakeOffM(), plane.distanceM(view.get2()));
            assertThat(Math.toDegrees(depression)).isLessThan(20.1);
        }
    }

    /** Errors drawn from the budget: at least 95 of 100 lie within what is stated, and not by stating the moon. */
    @Test
    void isAsSureAsItSays() {
        Random random = new Random(20261127);
        int placed = 0;
        int within = 0;
        double stated = 0;
        double missed = 0;
        while (placed < 4000) {
            Tuple2<Pose, LonLat> view = view(random);
            Motion motion = new Motion(
                    random.nextGaussian() * 4,
                    random.nextGaussian() * 4,
                    random.nextGaussian() * 5,
                    random.nextGaussian());
            GroundFix fix = measured(random, view.get1(), view.get2(), motion);
            if (fix instanceof Placed told) {
                double offM = new LocalPlane(view.get2()).distanceM(told.place());
                placed++;
                within += offM <= told.uncertaintyM() ? 1 : 0;
                stated += told.uncertaintyM();
                missed += offM;
            }
        }
        assertThat(within / 4000.0).isBetween(0.95, 0.995);
        assertThat(stated).isLessThan(4 * missed);
    }

    private static GroundFix measured(Random random, Pose truth, LonLat place, Motion motion) {
        ErrorBudget budget = ErrorBudget.PLAIN;
        Terrain level = Terrain.level(0, 3);
        double late = random.nextGaussian() * budget.clockS();
        LocalPlane plane = new LocalPlane(truth.position());
        LonLat position = plane.at(
                motion.eastMps() * late + random.nextGaussian() * budget.gpsM(),
                motion.northMps() * late + random.nextGaussian() * budget.gpsM());
        Attitude gimbal = new Attitude(
                truth.gimbal().yawDeg() + motion.yawDegPerS() * late + random.nextGaussian() * budget.yawDeg(),
                truth.gimbal().pitchDeg() + motion.pitchDegPerS() * late + random.nextGaussian() * budget.pitchDeg(),
                truth.gimbal().rollDeg() + random.nextGaussian() * budget.pitchDeg());
        double heightM = truth.heights().aboveTakeOffM()
                + random.nextGaussian() * budget.heightM()
                + random.nextGaussian() * level.unsureM();
        Lens lens = new Lens(truth.lens().equivalentMm() * Math.exp(random.nextGaussian() * budget.focalShare()), 1);
        Pose told = new Pose(
                0,
                position,
                0,
                new Heights(heightM, Double.NaN, Double.NaN),
                gimbal,
                null,
                lens,
                null,
                Provenance.SUBTITLES);
        Point shown = shows(truth, place);
        return new GroundLocator(AircraftCamera.UNKNOWN, ASPECT, level, budget)
                .locate(boxAround(random, shown, told), told, motion);
    }

    /** A box in which the thing stands where such things stand on average, give or take an eighth. */
    private static Box boxAround(Random random, Point shown, Pose pose) {
        double width = random.nextDouble(0.01, 0.08);
        double height = width * ASPECT;
        double share = ErrorBudget.PLAIN.pictureShare();
        double x = shown.x() + random.nextGaussian() * Math.hypot(share, width / 8);
        double y = shown.y() + random.nextGaussian() * Math.hypot(share * ASPECT, height / 8);
        Sightline line = new Sightline(ASPECT);
        line.pitchDeg = pose.gimbal().pitchDeg();
        line.rollDeg = pose.gimbal().rollDeg();
        line.focalWidths = AircraftCamera.UNKNOWN.focalWidths(pose.lens());
        line.x = x;
        line.y = y;
        double sine = Math.sin(Math.toRadians(Math.max(0, line.depressionDeg())));
        double bottom = y + sine * sine * height / 2;
        return new Box(x - width / 2, bottom - height, x + width / 2, bottom);
    }
}
