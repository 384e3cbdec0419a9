package org.streetwarden.models.evaluate;

import java.util.Arrays;
import java.util.SplittableRandom;
import java.util.function.ToDoubleFunction;
import org.streetwarden.models.report.Figure;

/**
 * Intervals by drawing pictures anew with replacement (Efron's percentile bootstrap). The same seed draws the same
 * pictures, so two models measured on the same pictures can be compared draw by draw.
 */
public final class Bootstrap {

    private static final int ROUNDS = 1000;
    private static final long SEED = 20_260_101;
    private static final double TAIL = 0.025;

    private Bootstrap() {}

    /**
     * @param pictures how many there are
     * @param statistic from how often each picture was drawn; not a number where a draw says nothing
     */
    public static Figure of(int pictures, ToDoubleFunction<int[]> statistic) {
        int[] drawn = new int[pictures];
        Arrays.fill(drawn, 1);
        double value = pictures == 0 ? Double.NaN : statistic.applyAsDouble(drawn);
        if (Double.isNaN(value)) {
            return Figure.NONE;
        }
        SplittableRandom random = new SplittableRandom(SEED);
        double[] values = new double[ROUNDS];
        int told = 0;
        for (int round = 0; round < ROUNDS; round++) {
            Arrays.fill(drawn, 0);
            for (int i = 0; i < pictures; i++) {
                drawn[random.nextInt(pictures)]++;
            }
            double one = statistic.applyAsDouble(drawn);
            if (!Double.isNaN(one)) {
                values[told++] = one;
            }
        }
        Arrays.sort(values, 0, told);
        return new Figure(value, values[(int) (TAIL * (told - 1))], values[(int) ((1 - TAIL) * (told - 1) + 0.5)]);
    }
}
