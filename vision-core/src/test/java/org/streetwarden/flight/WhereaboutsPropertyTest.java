package org.streetwarden.flight;

import static org.assertj.core.api.Assertions.assertThat;
import static org.assertj.core.api.Assertions.within;

import net.jqwik.api.ForAll;
import net.jqwik.api.Property;
import net.jqwik.api.constraints.DoubleRange;
import org.streetwarden.directory.LonLat;

class WhereaboutsPropertyTest {

    private static Whereabouts at(double eastM, double northM, double uncertaintyM) {
        return new Whereabouts(new LocalPlane(new LonLat(117.1, 36.9)).at(eastM, northM), uncertaintyM);
    }

    @Property(tries = 200)
    void neverTakesForTheSameWhatIsSurelyApart(
            @ForAll @DoubleRange(min = -400, max = 400) double eastM,
            @ForAll @DoubleRange(min = -400, max = 400) double northM,
            @ForAll @DoubleRange(max = 250) double one,
            @ForAll @DoubleRange(max = 250) double other) {
        Whereabouts here = at(0, 0, one);
        Whereabouts there = at(eastM, northM, other);
        assertThat(here.mayBeSame(there) && here.surelyApart(there)).isFalse();
        assertThat(here.mayBeSame(there)).isEqualTo(there.mayBeSame(here));
        assertThat(here.surelyApart(there)).isEqualTo(there.surelyApart(here));
    }

    @Property(tries = 200)
    void keepsToFifteenMetresWhereBothAreCertain(
            @ForAll @DoubleRange(max = 40) double eastM, @ForAll @DoubleRange(max = 10) double uncertaintyM) {
        boolean same = at(0, 0, uncertaintyM).mayBeSame(at(eastM, 0, uncertaintyM));
        assertThat(same).isEqualTo(eastM <= Math.max(15, Math.hypot(uncertaintyM, uncertaintyM)));
    }

    @Property(tries = 200)
    void takesForTheSameOnlyMoreWhereLessIsSure(
            @ForAll @DoubleRange(max = 400) double eastM,
            @ForAll @DoubleRange(max = 200) double one,
            @ForAll @DoubleRange(max = 200) double more) {
        if (at(0, 0, one).mayBeSame(at(eastM, 0, 5))) {
            assertThat(at(0, 0, one + more).mayBeSame(at(eastM, 0, 5))).isTrue();
        }
    }

    @Property(tries = 200)
    void measuresMetres(@ForAll @DoubleRange(max = 300) double eastM, @ForAll @DoubleRange(max = 300) double northM) {
        assertThat(at(0, 0, 0).distanceM(at(eastM, northM, 0).place()))
                .isCloseTo(Math.hypot(eastM, northM), within(0.05));
    }
}
