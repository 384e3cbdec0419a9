package org.streetwarden.api.insight;

import static org.assertj.core.api.Assertions.assertThat;
import static org.assertj.core.api.Assertions.within;

import java.util.Collections;
import java.util.List;
import org.junit.jupiter.api.Test;
import org.streetwarden.api.insight.Band.Standing;

class BandTest {

    @Test
    void comesCloseToPoissonWhereMuchIsKnown() {
        Band band = Band.of(Collections.nCopies(1000, 10));
        assertThat(band.low()).isEqualTo(2); // Poisson(10): P(X <= 1) = 0.0005, P(X <= 2) = 0.0028
        assertThat(band.high()).isEqualTo(21); // P(X <= 20) = 0.9984, P(X <= 21) = 0.9993
    }

    @Test
    void isWiderWhereLittleIsKnown() {
        Band few = Band.of(List.of(10, 10, 10));
        assertThat(few.low()).isLessThanOrEqualTo(2);
        assertThat(few.high()).isBetween(22, 30);
    }

    @Test
    void isWiderWhereWeeksVaryMoreThanPoisson() {
        assertThat(Band.of(List.of(2, 30, 5, 28, 3, 25, 4, 31)).high())
                .isGreaterThan(Band.of(Collections.nCopies(8, 16)).high());
    }

    @Test
    void standsForManyCases() {
        Band band = Band.of(List.of(20_000, 20_100, 19_900, 20_050));
        assertThat(band.standing(20_010)).isEqualTo(Standing.WITHIN);
        assertThat(band.standing(23_000)).isEqualTo(Standing.ABOVE);
        assertThat(band.standing(17_000)).isEqualTo(Standing.BELOW);
    }

    @Test
    void warnsOfNothingSmallOrNew() {
        assertThat(Band.of(List.of(0, 0, 0, 0)).standing(4)).isEqualTo(Standing.WITHIN);
        assertThat(Band.of(List.of(0, 0, 0, 0)).standing(9)).isEqualTo(Standing.ABOVE);
        assertThat(Band.of(List.of(4, 4, 4, 4)).standing(0)).isEqualTo(Standing.WITHIN);
        assertThat(Band.of(List.of(3, 3)).standing(900)).isEqualTo(Standing.UNKNOWN);
    }

    @Test
    void saysWhatItExpected() {
        assertThat(Band.of(List.of(10, 10, 10, 10)).why(40))
                .startsWith("40 this week; the 4 weeks before had 10.0 on average");
    }

    @Test
    void intervalOfAShareIsWilsons() {
        Share share = Share.of(8, 10); // 0.490 to 0.943
        assertThat(share.low()).isCloseTo(0.4902, within(1e-4));
        assertThat(share.high()).isCloseTo(0.9433, within(1e-4));
        assertThat(Share.of(0, 0).value()).isNaN();
        assertThat(Share.of(0, 5).low()).isZero();
    }
}
