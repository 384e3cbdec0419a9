package org.streetwarden.flight;

import static org.assertj.core.api.Assertions.assertThat;
import static org.assertj.core.api.Assertions.offset;
import static org.assertj.core.api.Assertions.within;

import org.junit.jupiter.api.Test;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.CsvSource;
import org.streetwarden.directory.LonLat;
import org.streetwarden.flight.GroundFix.Near;
import org.streetwarden.flight.GroundFix.Placed;
import org.streetwarden.flight.GroundFix.Reason;
import org.streetwarden.flight.GroundFix.Refused;
import org.streetwarden.geometry.Box;

class GroundLocatorTest {

    private static final LonLat AIRCRAFT = new LonLat(117, 36.65);
    private static final LocalPlane PLANE = new LocalPlane(AIRCRAFT);
    private static final ErrorBudget NONE = new ErrorBudget(0, 0, 0, 0, 0, 0, 0);

    /** As wide as its picture is far away: 36 mm of film behind 36 mm of lens, by the wide of a 4:3 sensor. */
    private static final Lens AS_WIDE_AS_FAR = new Lens(Math.hypot(36, 24) * 0.8, 1);

    private static Pose pose(double heightM, Attitude gimbal) {
        return pose(heightM, gimbal, null);
    }

    private static Pose pose(double heightM, Attitude gimbal, LaserTarget target) {
        Heights heights = new Heights(heightM, Double.NaN, Double.NaN);
        return new Pose(0, AIRCRAFT, 0, heights, gimbal, null, AS_WIDE_AS_FAR, target, Provenance.XMP);
    }

    private static Box spot(double x, double y) {
        return new Box(x, y, x, y);
    }

    private static GroundFix locate(Box box, Pose pose, ErrorBudget budget) {
        Terrain level = Terrain.level(0, 0);
        return new GroundLocator(AircraftCamera.UNKNOWN, 2, level, budget).locate(box, pose, Motion.NONE);
    }

    /** By hand, 100 m up, a picture as wide as it is far and half as high. */
    @ParameterizedTest
    @CsvSource({
        "0, -90, 0, 0.5, 0.5, 0, 0",
        // straight down, the right edge: half of 100 m to the east; the upper edge: a quarter to the north
        "0, -90, 0, 1.0, 0.5, 50, 0",
        "0, -90, 0, 0.5, 0.0, 0, 25",
        // turned to the east, right is south and up is east
        "90, -90, 0, 1.0, 0.5, 0, -50",
        "90, -90, 0, 0.5, 0.0, 25, 0",
        // 45 degrees down: as far as high; 30 degrees: 100 m / tan 30
        "0, -45, 0, 0.5, 0.5, 0, 100",
        "90, -45, 0, 0.5, 0.5, 100, 0",
        "-135, -45, 0, 0.5, 0.5, -70.7107, -70.7107",
        "0, -30, 0, 0.5, 0.5, 0, 173.2051",
        // 45 degrees down, right edge: half of the 141.42 m to the middle
        "0, -45, 0, 1.0, 0.5, 70.7107, 100",
        // lower edge: atan(1/4) = 14.0362 degrees below the axis; 100 m / tan 59.0362
        "0, -45, 0, 0.5, 1.0, 0, 60",
        // upside down: the upper edge shows what the lower one did
        "0, -45, 180, 0.5, 0.0, 0, 60",
    })
    void placesByHand(double yaw, double pitch, double roll, double x, double y, double eastM, double northM) {
        Placed placed = (Placed) locate(spot(x, y), pose(100, new Attitude(yaw, pitch, roll)), NONE);
        assertThat(PLANE.eastM(placed.place())).isCloseTo(eastM, offset(1e-3));
        assertThat(PLANE.northM(placed.place())).isCloseTo(northM, offset(1e-3));
        assertThat(placed.uncertaintyM()).isCloseTo(0, offset(1e-6));
    }

    /** 1.7 m a degree straight down, 3.5 at 45 degrees, 7.0 at 30, 14.9 at 20 by h / sin^2 t; a little more, for two of them. */
    @ParameterizedTest
    @CsvSource({"90, 1.745", "45, 3.491", "30, 6.981", "21, 13.59"})
    void saysHowMuchADegreeOfPitchIs(double depression, double metres) {
        Pose pose = pose(100, new Attitude(0, -depression, 0));
        Placed placed = (Placed) locate(spot(0.5, 0.5), pose, new ErrorBudget(1, 0, 0, 0, 0, 0, 0));
        double roll = depression > 80 ? 1.745 : 1.745 / Math.sin(Math.toRadians(depression));
        double sigma = placed.uncertaintyM() / 2.4477;
        assertThat(sigma).isBetween(Math.max(metres, roll) * 0.999, metres * 1.12);
    }

    @ParameterizedTest
    @CsvSource({"45, 5", "21, 13.03"})
    void saysHowMuchFiveMetresOfHeightAre(double depression, double metres) {
        Pose pose = pose(100, new Attitude(0, -depression, 0));
        Placed placed = (Placed) locate(spot(0.5, 0.5), pose, new ErrorBudget(0, 0, 0, 0, 5, 0, 0));
        assertThat(placed.uncertaintyM()).isCloseTo(2.4477 * metres, within(0.02));
    }

    @Test
    void countsClockReceiverAndDecimals() {
        Pose pose = pose(100, new Attitude(0, -90, 0));
        GroundLocator locator = new GroundLocator(
                AircraftCamera.UNKNOWN, 2, Terrain.level(0, 0), new ErrorBudget(0, 0, 0, 0, 0, 0, 0.4));
        Placed moving = (Placed) locator.locate(spot(0.5, 0.5), pose, new Motion(10, 0, 0, 0));
        assertThat(moving.uncertaintyM()).isCloseTo(2.4477 * 4, within(1e-3));
        Placed still = (Placed) locate(spot(0.5, 0.5), pose, new ErrorBudget(0, 0, 0, 0, 0, 1.5, 0.4));
        assertThat(still.uncertaintyM()).isCloseTo(2.4477 * 1.5, within(1e-3));
        Pose coarse = new Pose(
                0, AIRCRAFT, 1e-4, pose.heights(), pose.gimbal(), null, AS_WIDE_AS_FAR, null, Provenance.SUBTITLES);
        assertThat(((Placed) locate(spot(0.5, 0.5), coarse, NONE)).uncertaintyM())
                .isCloseTo(7.84, within(0.02));
    }

    @Test
    void refusesWhatIsTooShallowOrAboveTheHorizon() {
        assertThat(locate(spot(0.5, 0.5), pose(100, new Attitude(0, -19.9, 0)), NONE))
                .isEqualTo(new Refused(Reason.TOO_SHALLOW));
        assertThat(locate(spot(0.5, 0.0), pose(100, new Attitude(0, -5, 0)), NONE))
                .isEqualTo(new Refused(Reason.ABOVE_HORIZON));
        assertThat(locate(spot(0.5, 0.5), pose(1, new Attitude(0, -45, 0)), NONE))
                .isEqualTo(new Refused(Reason.TOO_LOW));
    }

    @Test
    void saysOnlyNearWithoutAnglesOrHeight() {
        assertThat(locate(spot(0.5, 0.5), pose(50, null), NONE)).isEqualTo(new Near(AIRCRAFT, 60, Reason.NO_GIMBAL));
        assertThat(locate(spot(0.5, 0.5), pose(Double.NaN, new Attitude(0, -45, 0)), NONE))
                .isEqualTo(new Near(AIRCRAFT, 60, Reason.NO_HEIGHT));
        Near high = (Near) locate(spot(0.5, 0.5), pose(300, null), NONE);
        assertThat(high.uncertaintyM()).isCloseTo(300 * Math.hypot(0.5, 0.25), within(0.01));
    }

    @Test
    void takesTheFootOfWhatIsSeenLevelAndTheMiddleOfWhatIsSeenFromAbove() {
        Box box = new Box(0.45, 0.4, 0.55, 0.6);
        Placed above = (Placed) locate(box, pose(100, new Attitude(0, -90, 0)), NONE);
        assertThat(PLANE.distanceM(above.place())).isLessThan(0.2);
        Placed level = (Placed) locate(box, pose(100, new Attitude(0, -25, 0)), NONE);
        Placed foot = (Placed) locate(spot(0.5, 0.6), pose(100, new Attitude(0, -25, 0)), NONE);
        assertThat(PLANE.northM(level.place())).isBetween(PLANE.northM(foot.place()), PLANE.northM(foot.place()) + 12);
    }

    @Test
    void believesTheLaserInTheMiddleAndItsDistanceElsewhere() {
        LonLat hit = PLANE.at(0, 90);
        LaserTarget target = new LaserTarget(hit, 20, 127.28, true);
        Pose pose = pose(100, new Attitude(0, -45, 0), target);
        Placed middle = (Placed) locate(new Box(0.48, 0.46, 0.52, 0.51), pose, ErrorBudget.PLAIN);
        assertThat(middle.place()).isEqualTo(hit);
        assertThat(middle.byLaser()).isTrue();
        // 127.28 m at 45 degrees: 90 m above what is seen, whatever the barometer says
        Placed beside = (Placed) locate(spot(1, 0.5), pose, NONE);
        assertThat(PLANE.northM(beside.place())).isCloseTo(90, offset(0.01));
        assertThat(PLANE.eastM(beside.place())).isCloseTo(63.64, offset(0.01));
        LaserTarget nothing = new LaserTarget(hit, 20, 127.28, false);
        Placed without = (Placed) locate(spot(0.5, 0.5), pose(100, new Attitude(0, -45, 0), nothing), NONE);
        assertThat(PLANE.northM(without.place())).isCloseTo(100, offset(0.01));
    }

    @Test
    void knowsItsCameras() {
        assertThat(AircraftCamera.of("L2D-20c")).contains(AircraftCamera.MAVIC_3);
        assertThat(AircraftCamera.of("iPhone")).isEmpty();
        // 24 mm on 4:3: 71.6 degrees wide, 84 from corner to corner
        double focal = AircraftCamera.MAVIC_3.focalWidths(Lens.UNSAID);
        assertThat(Math.toDegrees(2 * Math.atan(0.5 / focal))).isCloseTo(71.6, offset(0.1));
        assertThat(Math.toDegrees(2 * Math.atan(0.625 / focal))).isCloseTo(84.1, offset(0.1));
        assertThat(AircraftCamera.MAVIC_3.focalWidths(new Lens(48, 2))).isCloseTo(4 * focal, offset(1e-9));
    }
}
