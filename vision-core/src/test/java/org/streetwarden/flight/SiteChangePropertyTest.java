package org.streetwarden.flight;

import static org.assertj.core.api.Assertions.assertThat;

import net.jqwik.api.ForAll;
import net.jqwik.api.Property;
import net.jqwik.api.constraints.DoubleRange;
import org.junit.jupiter.api.Test;

class SiteChangePropertyTest {

    @Property(tries = 200)
    void saysGrownOneWayAndShrunkTheOther(
            @ForAll @DoubleRange(max = 5000) double before,
            @ForAll @DoubleRange(max = 500) double beforeUnsure,
            @ForAll @DoubleRange(max = 5000) double now,
            @ForAll @DoubleRange(max = 500) double nowUnsure) {
        SiteChange there = SiteChange.between(before, beforeUnsure, now, nowUnsure);
        SiteChange back = SiteChange.between(now, nowUnsure, before, beforeUnsure);
        assertThat(back)
                .isEqualTo(
                        switch (there) {
                            case GROWN -> SiteChange.SHRUNK;
                            case SHRUNK -> SiteChange.GROWN;
                            default -> there;
                        });
    }

    @Property(tries = 200)
    void saysNothingWithinTheError(
            @ForAll @DoubleRange(min = 1, max = 5000) double before,
            @ForAll @DoubleRange(min = 0.1, max = 500) double unsure,
            @ForAll @DoubleRange(min = -1, max = 1) double share) {
        double now = before + share * 0.999 * SiteChange.errorOf(unsure, unsure);
        assertThat(SiteChange.between(before, unsure, now, unsure)).isEqualTo(SiteChange.UNCHANGED);
    }

    @Property(tries = 200)
    void turnsFromGrownToUnchangedOnlyWhereLessIsSure(
            @ForAll @DoubleRange(max = 5000) double before,
            @ForAll @DoubleRange(max = 5000) double now,
            @ForAll @DoubleRange(max = 500) double unsure,
            @ForAll @DoubleRange(max = 500) double more) {
        if (SiteChange.between(before, unsure, now, unsure) == SiteChange.UNCHANGED) {
            assertThat(SiteChange.between(before, unsure + more, now, unsure)).isEqualTo(SiteChange.UNCHANGED);
        }
    }

    @Test
    void saysOnlyThatItIsThereWithoutAnEstimate() {
        assertThat(SiteChange.between(Double.NaN, Double.NaN, 20, 2)).isEqualTo(SiteChange.THERE);
        assertThat(SiteChange.between(20, 2, Double.NaN, Double.NaN)).isEqualTo(SiteChange.THERE);
        assertThat(SiteChange.between(20, Double.NaN, 60, 2)).isEqualTo(SiteChange.THERE);
    }
}
