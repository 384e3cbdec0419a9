package org.streetwarden.scene;

import java.util.Optional;
import org.streetwarden.geometry.Affine;

/**
 * How a moving camera's picture lies on the one before: the shift that correlates best on a coarse grid, made an affine
 * transform by Gauss-Newton steps on two finer ones (Lucas and Kanade 1981; Baker and Matthews 2004, forward additive), with
 * gain and offset of the light fitted and what moves by itself weighed down. Immutable; any thread.
 */
public final class Registration {

    /** The coarsest grid is searched so far, as a share of its sides. */
    private static final double REACH = 0.6;

    private static final int COARSE_STEPS = 12;
    private static final int FINE_STEPS = 10;

    /** Grey levels of a residual that halve a pixel's weight. */
    private static final double OUTLIER = 12;

    /** Correlation below which the two pictures do not belong together. */
    private static final double LEAST_LIKENESS = 0.6;

    private static final double LEAST_OVERLAP = 0.25;

    private Registration() {}

    /** Where places of the first picture lie in the second; empty where nothing says so. */
    public static Optional<Affine> between(LumaGrid first, LumaGrid second) {
        LumaPlane from = LumaPlane.of(first);
        LumaPlane to = LumaPlane.of(second);
        LumaPlane smallFrom = from.halved();
        LumaPlane smallTo = to.halved();
        double[] warp = shift(smallFrom.halved(), smallTo.halved());
        warp = refined(smallFrom, smallTo, finer(warp), COARSE_STEPS);
        warp = warp == null ? null : refined(from, to, finer(warp), FINE_STEPS);
        return warp == null || likeness(from, to, warp) < LEAST_LIKENESS
                ? Optional.empty()
                : Optional.of(fractions(from, warp));
    }

    /** Six numbers {@code a b c d e f}: (x, y) from the middle of the first plane goes to (ax + by + c, dx + ey + f). */
    private static double[] shift(LumaPlane from, LumaPlane to) {
        int wide = (int) (from.width * REACH);
        int high = (int) (from.height * REACH);
        double best = -1;
        double[] found = {1, 0, 0, 0, 1, 0};
        for (int down = -high; down <= high; down++) {
            for (int right = -wide; right <= wide; right++) {
                double[] tried = {1, 0, right, 0, 1, down};
                double likeness = likeness(from, to, tried);
                if (likeness > best) {
                    best = likeness;
                    found = tried;
                }
            }
        }
        return found;
    }

    private static double[] finer(double[] warp) {
        return new double[] {warp[0], warp[1], 2 * warp[2], warp[3], warp[4], 2 * warp[5]};
    }

    private static Affine fractions(LumaPlane plane, double[] warp) {
        double wide = plane.width;
        double high = plane.height;
        double xy = warp[1] * high / wide;
        double yx = warp[3] * wide / high;
        return new Affine(
                warp[0],
                xy,
                0.5 + warp[2] / wide - warp[0] / 2 - xy / 2,
                yx,
                warp[4],
                0.5 + warp[5] / high - yx / 2 - warp[4] / 2);
    }

    /** Normalised correlation over what both show; -1 where that is too little. */
    private static double likeness(LumaPlane from, LumaPlane to, double[] warp) {
        Pairs pairs = new Pairs();
        for (int y = 0; y < from.height; y++) {
            for (int x = 0; x < from.width; x++) {
                double value = to.at(warp, x - from.width / 2.0, y - from.height / 2.0);
                if (!Double.isNaN(value)) {
                    pairs.add(from.at(x, y), value);
                }
            }
        }
        return pairs.count < LEAST_OVERLAP * from.width * from.height ? -1 : pairs.correlation();
    }

    /** @return null where the steps lead nowhere */
    private static double[] refined(LumaPlane from, LumaPlane to, double[] start, int steps) {
        double[] warp = start.clone();
        for (int i = 0; i < steps; i++) {
            double[] step = new NormalEquations(from, to, warp, OUTLIER).solved();
            if (step == null) {
                return null;
            }
            double moved = 0;
            for (int k = 0; k < warp.length; k++) {
                warp[k] += step[k];
                moved = Math.max(moved, Math.abs(step[k]) * (k % 3 == 2 ? 1 : from.width / 2.0));
            }
            double zoom = warp[0] * warp[4] - warp[1] * warp[3];
            if (!(zoom > 0.25 && zoom < 4)) {
                return null;
            }
            if (moved < 0.02) {
                break;
            }
        }
        return warp;
    }

    /** Running sums of pairs of values. */
    static final class Pairs {
        int count;
        private double first;
        private double second;
        private double firstSquared;
        private double secondSquared;
        private double product;

        void add(double one, double other) {
            count++;
            first += one;
            second += other;
            firstSquared += one * one;
            secondSquared += other * other;
            product += one * other;
        }

        double correlation() {
            double varFirst = firstSquared - first * first / count;
            double varSecond = secondSquared - second * second / count;
            double both = product - first * second / count;
            return varFirst <= 0 || varSecond <= 0 ? -1 : both / Math.sqrt(varFirst * varSecond);
        }

        /** Factor by which the second varies as the first does; 1 where the first is flat. */
        double gain() {
            double varFirst = firstSquared - first * first / count;
            return varFirst <= 0 ? 1 : (product - first * second / count) / varFirst;
        }

        double offset() {
            return (second - gain() * first) / count;
        }
    }
}
