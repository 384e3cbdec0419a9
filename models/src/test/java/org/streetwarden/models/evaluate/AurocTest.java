package org.streetwarden.models.evaluate;

import static org.assertj.core.api.Assertions.assertThat;

import org.junit.jupiter.api.Test;

class AurocTest {

    private static double auroc(double[] scores, boolean[] alarm, int... drawn) {
        return new Auroc(scores, alarm).of(drawn);
    }

    @Test
    void countsPairsInTheRightOrderAndTiesHalf() {
        boolean[] alarm = {false, false, true, true};

        assertThat(auroc(new double[] {0.1, 0.2, 0.3, 0.4}, alarm, 1, 1, 1, 1)).isEqualTo(1.0);
        assertThat(auroc(new double[] {0.4, 0.3, 0.2, 0.1}, alarm, 1, 1, 1, 1)).isZero();
        assertThat(auroc(new double[] {0.1, 0.3, 0.2, 0.4}, alarm, 1, 1, 1, 1)).isEqualTo(0.75);
        assertThat(auroc(new double[] {0, 0, 0, 0}, alarm, 1, 1, 1, 1)).isEqualTo(0.5);
    }

    @Test
    void countsAPictureAsOftenAsItWasDrawn() {
        double[] scores = {0.1, 0.3, 0.2, 0.4};
        boolean[] alarm = {false, false, true, true};

        assertThat(auroc(scores, alarm, 2, 0, 1, 1)).isEqualTo(1.0);
        assertThat(auroc(scores, alarm, 0, 0, 2, 2)).isNaN();
    }
}
