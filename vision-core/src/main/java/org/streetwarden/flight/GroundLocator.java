package org.streetwarden.flight;

import java.util.function.DoubleConsumer;
import org.streetwarden.directory.LonLat;
import org.streetwarden.flight.GroundFix.Near;
import org.streetwarden.flight.GroundFix.Placed;
import org.streetwarden.flight.GroundFix.Reason;
import org.streetwarden.flight.GroundFix.Refused;
import org.streetwarden.geometry.Box;
import org.streetwarden.geometry.Point;

/**
 * Where on the ground a box of a picture stands, and how sure that is.
 *
 * <p>The uncertainty: for each error e of the {@link ErrorBudget} the place is worked out again with e at plus and minus two
 * standard deviations; half the larger displacement d(e) stands for one. Displacements add up as a covariance,
 * {@code C = sum d(e) d(e)^T + gps^2 I}, and {@code uncertaintyM = 2.4477 * sqrt(largest eigenvalue of C)}: the radius that 95 % of
 * a round normal distribution of that width lies within, so at least 95 % of this one. On level ground at height h and
 * depression t an error of pitch shows as {@code h / sin^2 t} a radian and one of height as {@code 1 / tan t}: at 20 degrees
 * and 100 m, 15 m a degree and 2.7 m a metre. That is why nothing shallower is placed.
 */
public final class GroundLocator {

    /** Shallower than this nothing is placed. */
    public static final double LEAST_DEPRESSION_DEG = 20;

    /** How far a thing may be from an aircraft whose camera's direction nobody wrote. */
    public static final double NEAR_M = 60;

    /** 95 % of a round normal distribution in the plane: the square root of -2 ln 0.05. */
    private static final double R95 = 2.4477;

    private static final double TRIED = 2;

    /** Where in its box a thing touches the ground, one standard deviation as a share of the box. */
    private static final double BOX_SHARE = 1.0 / 8;

    private static final double LOWEST_M = 2;

    /** The middle of the picture, where the laser points, as a share of its width. */
    private static final double LASER_SPOT = 0.02;

    private static final double LASER_M = 0.5;
    private static final double LASER_SHARE = 0.0015;

    private final AircraftCamera camera;
    private final double aspect;
    private final Terrain terrain;
    private final ErrorBudget budget;

    /** @param aspect width of the picture over its height */
    public GroundLocator(AircraftCamera camera, double aspect, Terrain terrain, ErrorBudget budget) {
        this.camera = camera;
        this.aspect = aspect;
        this.terrain = terrain;
        this.budget = budget;
    }

    /** Where the thing in a box stands. */
    public GroundFix locate(Box box, Pose pose, Motion motion) {
        if (pose.position() == null) {
            return new Refused(Reason.NO_POSITION);
        }
        LaserTarget target = pose.target();
        boolean lased = target != null && target.valid();
        double heightM = pose.heights().aboveTakeOffM();
        boolean ranged = lased
                && target.distanceM() > 0
                && pose.gimbal() != null
                && pose.gimbal().pitchDeg() < 0;
        if (lased && holdsMiddle(box)) {
            return byLaser(pose, target);
        }
        if (pose.gimbal() == null) {
            return near(pose, Reason.NO_GIMBAL);
        }
        if (Double.isNaN(heightM) && !ranged) {
            return near(pose, Reason.NO_HEIGHT);
        }
        Ground ground = ranged ? ranged(pose, target) : new Ground(heightM, terrain, budget.heightM());
        return ground.aircraftM() - ground.terrain().heightM(pose.position()) < LOWEST_M
                ? new Refused(Reason.TOO_LOW)
                : sighted(box, pose, motion, ground);
    }

    /** Height and ground in one frame; {@code heightUnsureM} is the aircraft's. */
    private record Ground(double aircraftM, Terrain terrain, double heightUnsureM) {}

    private static boolean holdsMiddle(Box box) {
        Point foot = box.ground();
        boolean inside = box.left() <= 0.5 && box.right() >= 0.5 && box.top() <= 0.5 && box.bottom() >= 0.5;
        return inside
                && Math.hypot(foot.x() - 0.5, foot.y() - 0.5) <= Math.max(LASER_SPOT, box.height() / 2 + LASER_SPOT);
    }

    private GroundFix byLaser(Pose pose, LaserTarget target) {
        double distanceM = Double.isNaN(target.distanceM())
                ? new LocalPlane(target.place()).distanceM(pose.position())
                : target.distanceM();
        double aim = distanceM * Math.toRadians(Math.max(budget.pitchDeg(), budget.yawDeg()));
        double sigma = Math.hypot(Math.hypot(budget.gpsM(), aim), LASER_M + LASER_SHARE * distanceM);
        double depression = pose.gimbal() == null ? Double.NaN : -pose.gimbal().pitchDeg();
        return new Placed(target.place(), R95 * sigma, R95 * LASER_M, depression, true);
    }

    /** Level ground as high as where the laser hit it. */
    private Ground ranged(Pose pose, LaserTarget target) {
        double pitch = Math.toRadians(pose.gimbal().pitchDeg());
        double distanceM = target.distanceM();
        double unsure = Math.hypot(
                LASER_M + LASER_SHARE * distanceM, distanceM * Math.cos(pitch) * Math.toRadians(budget.pitchDeg()));
        return new Ground(distanceM * -Math.sin(pitch), Terrain.level(0, terrain.unsureM()), unsure);
    }

    /** Near the aircraft, or under it as wide as the camera may see. */
    private GroundFix near(Pose pose, Reason why) {
        double heightM = pose.heights().aboveTakeOffM();
        double halfDiagonal = Math.hypot(0.5, 0.5 / aspect) / camera.focalWidths(pose.lens());
        double under = Double.isNaN(heightM) ? 0 : Math.abs(heightM) * halfDiagonal;
        return new Near(pose.position(), Math.max(NEAR_M, under), why);
    }

    private GroundFix sighted(Box box, Pose pose, Motion motion, Ground ground) {
        Sightline line = new Sightline(aspect);
        line.heightM = ground.aircraftM();
        line.yawDeg = pose.gimbal().yawDeg();
        line.pitchDeg = pose.gimbal().pitchDeg();
        line.rollDeg = pose.gimbal().rollDeg();
        line.focalWidths = camera.focalWidths(pose.lens());
        stand(line, box);
        double depression = line.depressionDeg();
        if (depression < LEAST_DEPRESSION_DEG) {
            return new Refused(depression <= 0 ? Reason.ABOVE_HORIZON : Reason.TOO_SHALLOW);
        }
        LocalPlane plane = new LocalPlane(pose.position());
        double[] there = line.meets(ground.terrain(), plane, 0);
        if (there == null) {
            return new Refused(Reason.OFF_TERRAIN);
        }
        Spread spread = new Spread(line, ground, plane, there);
        double own = spread.own(box);
        double sigma = spread.sigma(pose, motion);
        LonLat place = plane.at(there[0], there[1]);
        return Double.isNaN(sigma)
                ? new Refused(Reason.TOO_SHALLOW)
                : new Placed(place, R95 * sigma, R95 * own, depression, false);
    }

    /** From the foot of the box, seen level, to its middle, seen from above. */
    private static void stand(Sightline line, Box box) {
        Point foot = box.ground();
        line.x = foot.x();
        line.y = foot.y();
        double sine = Math.sin(Math.toRadians(Math.max(0, line.depressionDeg())));
        line.y = foot.y() - sine * sine * box.height() / 2;
    }

    /** Tries each error of the budget on a sightline and adds up how far the place moves. */
    private final class Spread {

        private final Sightline line;
        private final Ground ground;
        private final LocalPlane plane;
        private final double[] there;
        private double eastEast;
        private double northNorth;
        private double eastNorth;
        private double groundOffM;
        private boolean lost;

        Spread(Sightline line, Ground ground, LocalPlane plane, double[] there) {
            this.line = line;
            this.ground = ground;
            this.plane = plane;
            this.there = there;
        }

        /** The widest standard deviation of what a picture errs by itself, metres; asked for first. */
        double own(Box box) {
            double boxWide = Math.hypot(budget.pictureShare(), box.width() * BOX_SHARE);
            double boxHigh = Math.hypot(budget.pictureShare() * aspect, box.height() * BOX_SHARE);
            turn(boxWide, e -> line.x += e);
            turn(boxHigh, e -> line.y += e);
            return widest(0);
        }

        /** The widest standard deviation of all, metres; NaN where an error of the budget loses the ground. */
        double sigma(Pose pose, Motion motion) {
            turn(budget.pitchDeg(), e -> line.pitchDeg += e);
            turn(budget.pitchDeg(), e -> line.rollDeg += e);
            turn(budget.yawDeg(), e -> line.yawDeg += e);
            turn(budget.focalShare(), e -> line.focalWidths *= Math.exp(e));
            turn(ground.heightUnsureM(), e -> line.heightM += e);
            turn(ground.terrain().unsureM(), e -> groundOffM += e);
            turn(budget.clockS(), e -> move(motion, e));
            double stepM = pose.stepDegrees() * plane.metresPerDegreeNorth();
            return lost ? Double.NaN : widest(Math.hypot(budget.gpsM(), stepM / Math.sqrt(12)));
        }

        private double widest(double round) {
            double half = (eastEast + northNorth) / 2;
            double apart = Math.hypot((eastEast - northNorth) / 2, eastNorth);
            return Math.sqrt(half + apart + round * round);
        }

        private void move(Motion motion, double seconds) {
            line.eastM += motion.eastMps() * seconds;
            line.northM += motion.northMps() * seconds;
            line.yawDeg += motion.yawDegPerS() * seconds;
            line.pitchDeg += motion.pitchDegPerS() * seconds;
        }

        private void turn(double sigma, DoubleConsumer error) {
            double[] plus = displaced(TRIED * sigma, error);
            double[] minus = displaced(-TRIED * sigma, error);
            if (plus == null || minus == null) {
                lost = true;
                return;
            }
            double[] larger = Math.hypot(plus[0], plus[1]) >= Math.hypot(minus[0], minus[1]) ? plus : minus;
            double east = larger[0] / TRIED;
            double north = larger[1] / TRIED;
            eastEast += east * east;
            northNorth += north * north;
            eastNorth += east * north;
        }

        private double[] displaced(double by, DoubleConsumer error) {
            error.accept(by);
            double[] moved = line.meets(ground.terrain(), plane, groundOffM);
            error.accept(-by);
            return moved == null ? null : new double[] {moved[0] - there[0], moved[1] - there[1]};
        }
    }
}
