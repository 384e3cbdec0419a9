package org.streetwarden.scene;

import static org.assertj.core.api.Assertions.assertThat;
import static org.assertj.core.api.Assertions.within;

import java.util.Random;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.CsvSource;
import org.streetwarden.geometry.Affine;
import org.streetwarden.geometry.Box;
import org.streetwarden.geometry.Point;

class RegistrationTest {

    private static final double[][] BUMPS = bumps(new Random(7), 500);

    private static double[][] bumps(Random random, int count) {
        double[][] bumps = new double[count][];
        for (int i = 0; i < count; i++) {
            bumps[i] = new double[] {
                random.nextDouble(-1.5, 2.5),
                random.nextDouble(-1.5, 2.5),
                random.nextDouble(0.01, 0.06),
                random.nextDouble(-70, 70)
            };
        }
        return bumps;
    }

    /** Ground of soft spots, seen through a transform of the first picture's fractions, brighter by some grey levels. */
    private static LumaGrid seen(Affine toGround, double brighter, double[][] bumps) {
        byte[] samples = new byte[LumaGrid.WIDTH * LumaGrid.HEIGHT];
        for (int i = 0; i < samples.length; i++) {
            int column = i % LumaGrid.WIDTH;
            int row = i / LumaGrid.WIDTH;
            Point place = toGround.at(new Point((column + 0.5) / LumaGrid.WIDTH, (row + 0.5) / LumaGrid.HEIGHT));
            double light = 120 + brighter;
            for (double[] bump : bumps) {
                double away = Math.hypot(place.x() - bump[0], (place.y() - bump[1]) * 9 / 16) / bump[2];
                light += away < 3 ? bump[3] * Math.exp(-away * away / 2) : 0;
            }
            samples[i] = (byte) Math.clamp(Math.round(light), 0, 255);
        }
        return new LumaGrid(samples);
    }

    /** Turned about the middle, zoomed, then shifted; fractions of a 16:9 picture. */
    private static Affine view(double right, double down, double degrees, double zoom) {
        double cosine = Math.cos(Math.toRadians(degrees)) * zoom;
        double sine = Math.sin(Math.toRadians(degrees)) * zoom;
        double xy = -sine * 9 / 16;
        double yx = sine * 16 / 9;
        return new Affine(cosine, xy, 0.5 + right - cosine / 2 - xy / 2, yx, cosine, 0.5 + down - yx / 2 - cosine / 2);
    }

    @ParameterizedTest
    @CsvSource({
        "0, 0, 0, 1",
        "0.1, 0.05, 0, 1",
        "-0.3, 0.25, 0, 1",
        "0.02, -0.4, 2, 1.02",
        "0.15, 0.1, -5, 0.95",
        "0.05, 0.2, 8, 1.05"
    })
    void findsHowTheCameraMoved(double right, double down, double degrees, double zoom) {
        Affine toGround = view(right, down, degrees, zoom);
        Affine found = Registration.between(seen(Affine.IDENTITY, 0, BUMPS), seen(toGround, 15, BUMPS))
                .orElseThrow();
        for (double x : new double[] {0.35, 0.5, 0.65}) {
            Point second = new Point(x, 0.5);
            Point back = found.at(toGround.at(second));
            assertThat(back.x()).isCloseTo(x, within(0.004));
            assertThat(back.y()).isCloseTo(0.5, within(0.006));
        }
    }

    @Test
    void saysNothingOfAnotherPlaceOrOfFog() {
        LumaGrid here = seen(Affine.IDENTITY, 0, BUMPS);
        assertThat(Registration.between(here, seen(Affine.IDENTITY, 0, bumps(new Random(8), 500))))
                .isEmpty();
        assertThat(Registration.between(here, new LumaGrid(new byte[LumaGrid.WIDTH * LumaGrid.HEIGHT])))
                .isEmpty();
    }

    @Test
    void takesABoxAlong() {
        Box moved = new Affine(2, 0, 0.1, 0, 2, -0.1).at(new Box(0.1, 0.2, 0.2, 0.3));
        assertThat(moved.left()).isCloseTo(0.3, within(1e-9));
        assertThat(moved.bottom()).isCloseTo(0.5, within(1e-9));
        assertThat(moved.width()).isCloseTo(0.2, within(1e-9));
    }
}
