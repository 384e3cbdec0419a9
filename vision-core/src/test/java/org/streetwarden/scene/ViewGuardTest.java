package org.streetwarden.scene;

import static org.assertj.core.api.Assertions.assertThat;
import static org.assertj.core.api.Assertions.assertThatThrownBy;

import java.time.Duration;
import java.util.Arrays;
import java.util.List;
import java.util.Random;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.ValueSource;
import org.streetwarden.geometry.Polygon;

class ViewGuardTest {

    private static final long SECOND_US = 1_000_000;
    private static final int PIXELS = LumaGrid.WIDTH * LumaGrid.HEIGHT;
    private static final ViewSettings AT_ONCE = new ViewSettings("", Duration.ZERO, Duration.ofMinutes(10));
    private static final List<Polygon> HALVES =
            List.of(Polygon.of(0, 0, 0.5, 0, 0.5, 1, 0, 1), Polygon.of(0.5, 0, 1, 0, 1, 1, 0.5, 1));
    private static final double[] HERE = place(1);
    private static final double[] THERE = place(2);

    private final Random noise = new Random(5);
    private ViewGuard guard = new ViewGuard(AT_ONCE, HALVES);
    private long nowUs = SECOND_US;

    private static double[] place(long seed) {
        double[] patches = new Random(seed).doubles(40 * 23, 60, 160).toArray();
        double[] place = new double[PIXELS];
        for (int i = 0; i < PIXELS; i++) {
            place[i] = patches[Math.floorDiv(i, LumaGrid.WIDTH * 4) * 40 + i % LumaGrid.WIDTH / 4];
        }
        return place;
    }

    private LumaGrid grid(double[] place) {
        byte[] samples = new byte[PIXELS];
        for (int i = 0; i < PIXELS; i++) {
            samples[i] = (byte) Math.clamp(Math.round(place[i] + 0.5 * noise.nextGaussian()), 0, 255);
        }
        return new LumaGrid(samples);
    }

    private View look(double[] place, Duration after) {
        nowUs += after.toNanos() / 1000;
        return guard.look(nowUs, grid(place));
    }

    private View looks(int count, double[] place) {
        View view = View.UNGUARDED;
        for (int i = 0; i < count; i++) {
            view = look(place, Duration.ofSeconds(1));
        }
        return view;
    }

    private static double[] moved(double[] place, int right) {
        double[] moved = new double[PIXELS];
        for (int i = 0; i < PIXELS; i++) {
            int x = Math.floorMod(i % LumaGrid.WIDTH - right, LumaGrid.WIDTH);
            moved[i] = place[Math.floorDiv(i, LumaGrid.WIDTH) * LumaGrid.WIDTH + x];
        }
        return moved;
    }

    private static double[] mixed(double[] a, double[] b, double share) {
        double[] mixed = new double[PIXELS];
        for (int i = 0; i < PIXELS; i++) {
            mixed[i] = (1 - share) * a[i] + share * b[i];
        }
        return mixed;
    }

    private static double[] blurred(double[] place) {
        double[] blurred = place;
        for (int pass = 0; pass < 12; pass++) {
            double[] from = blurred;
            double[] to = from.clone();
            for (int i = LumaGrid.WIDTH + 1; i < PIXELS - LumaGrid.WIDTH - 1; i++) {
                to[i] = (from[i - 1] + from[i] + from[i + 1] + from[i - LumaGrid.WIDTH] + from[i + LumaGrid.WIDTH]) / 5;
            }
            blurred = to;
        }
        return blurred;
    }

    @Test
    void learnsFromLooksThatResembleEachOther() {
        for (int i = 1; i <= ViewGuard.LEARN_LOOKS; i++) {
            View view = looks(1, HERE);
            assertThat(view.state()).isEqualTo(ViewState.UNKNOWN);
            assertThat(view.judged()).isTrue();
        }
        assertThat(looks(1, HERE).state()).isEqualTo(ViewState.CLEAR);
    }

    @Test
    void learnsAnewWhereTheFirstLooksShowedSomethingElse() {
        guard = new ViewGuard(ViewSettings.DEFAULTS, HALVES);
        looks(20, THERE);
        assertThat(looks(299, HERE).state()).isEqualTo(ViewState.UNKNOWN);
        assertThat(looks(10, HERE).state()).isEqualTo(ViewState.CLEAR);
        assertThat(looks(3, THERE).state()).isEqualTo(ViewState.TURNED);
    }

    @Test
    void saysTurnedAfterThreeLooksButJudgesNoneOfThem() {
        looks(6, HERE);
        View first = looks(1, THERE);
        assertThat(first.state()).isEqualTo(ViewState.CLEAR);
        assertThat(first.judged()).isFalse();
        looks(1, THERE);
        View third = looks(1, THERE);
        assertThat(third.state()).isEqualTo(ViewState.TURNED);
        assertThat(third.sinceUs()).isEqualTo(nowUs - 2 * SECOND_US);
        assertThat(third.reason()).isEqualTo("VIEW_TURNED");
        View back = looks(1, HERE);
        assertThat(back.state()).isEqualTo(ViewState.CLEAR);
        assertThat(back.judged()).isTrue();
        assertThat(back.detail()).isEmpty();
    }

    @Test
    void worksOnLooksMinutesApart() {
        Duration patrol = Duration.ofMinutes(5);
        for (int i = 0; i < 6; i++) {
            look(HERE, patrol);
        }
        assertThat(look(HERE, patrol).state()).isEqualTo(ViewState.CLEAR);
        View first = look(THERE, patrol);
        assertThat(first.judged()).isFalse();
        assertThat(first.state()).isEqualTo(ViewState.CLEAR);
        assertThat(look(THERE, patrol).state()).isEqualTo(ViewState.TURNED);
        assertThat(look(THERE, patrol).judged()).isFalse();
        assertThat(look(THERE, patrol).asks()).isTrue();
        assertThat(look(HERE, patrol).judged()).isTrue();
    }

    @Test
    void neverAdoptsAnotherViewButAsksForAPerson() {
        looks(6, HERE);
        for (int i = 0; i < 50; i++) {
            assertThat(look(THERE, Duration.ofSeconds(10)).asks()).isFalse();
        }
        View view = look(THERE, Duration.ofHours(30));
        assertThat(view.state()).isEqualTo(ViewState.TURNED);
        assertThat(view.asks()).isTrue();
        assertThat(view.detail()).contains("name it anew under view: names:");
    }

    @Test
    void learnsAnewUnderAnotherName() {
        looks(6, HERE);
        ViewMemory memory = guard.memory().orElseThrow();
        guard = new ViewGuard(AT_ONCE.named("moved in May"), HALVES);
        guard.resume(memory);
        assertThat(looks(6, THERE).state()).isEqualTo(ViewState.CLEAR);
    }

    @Test
    void followsSlowChange() {
        looks(6, HERE);
        for (int i = 0; i <= 200; i++) {
            View view = look(mixed(HERE, THERE, i / 200.0), Duration.ofMinutes(3));
            assertThat(view.state()).as("step %d", i).isEqualTo(ViewState.CLEAR);
        }
    }

    @ParameterizedTest
    @ValueSource(ints = {6, 10, 25})
    void noticesSmallTurns(int pixels) {
        looks(6, HERE);
        assertThat(looks(3, moved(HERE, pixels)).state()).isEqualTo(ViewState.TURNED);
    }

    @Test
    void toleratesAPoleInTheWind() {
        looks(6, HERE);
        assertThat(looks(3, moved(HERE, 1)).state()).isEqualTo(ViewState.CLEAR);
        assertThat(looks(3, moved(HERE, -2)).state()).isEqualTo(ViewState.CLEAR);
    }

    @Test
    void namesWhatIsWrong() {
        looks(6, HERE);
        double[] flat = new double[PIXELS];
        assertThat(looks(3, flat).state()).isEqualTo(ViewState.DARK);
        assertThat(looks(3, mixed(flat, HERE, 0.05)).state()).isEqualTo(ViewState.DARK);
        Arrays.fill(flat, 120);
        assertThat(looks(3, flat).state()).isEqualTo(ViewState.COVERED);
        assertThat(looks(3, blurred(HERE)).state()).isEqualTo(ViewState.BLURRED);
        assertThat(looks(1, mixed(flat, HERE, 0.4)).state()).as("haze").isEqualTo(ViewState.CLEAR);
    }

    @Test
    void saysFrozenAfterAMinuteOfTheSamePicture() {
        looks(6, HERE);
        LumaGrid still = grid(HERE);
        for (int i = 0; i < 60; i++) {
            nowUs += SECOND_US;
            assertThat(guard.look(nowUs, still).judged()).isTrue();
        }
        for (int i = 0; i < 3; i++) {
            nowUs += SECOND_US;
            assertThat(guard.look(nowUs, still).judged()).isFalse();
        }
        assertThat(guard.look(nowUs + 1, still).state()).isEqualTo(ViewState.FROZEN);
        assertThat(looks(1, HERE).state()).isEqualTo(ViewState.CLEAR);
    }

    @Test
    void tellsAHiddenZoneFromATurnedCamera() {
        looks(6, HERE);
        double[] lorry = HERE.clone();
        for (int i = 0; i < PIXELS; i++) {
            lorry[i] = i % LumaGrid.WIDTH > 75 ? THERE[i] : lorry[i];
        }
        View view = looks(1, lorry);
        assertThat(view.state()).isEqualTo(ViewState.CLEAR);
        assertThat(view.hidden()).containsExactly(1);
        assertThat(looks(1, HERE).hidden()).isEmpty();
    }

    @Test
    void goesOnElsewhere() {
        looks(6, HERE);
        looks(4, THERE);
        ViewMemory memory = guard.memory().orElseThrow();
        assertThat(memory.fingerprint()).hasSizeLessThan(ViewMemory.MOST_CHARS);
        guard = new ViewGuard(AT_ONCE, HALVES);
        guard.resume(memory);
        assertThat(guard.memory()).contains(memory);
        View view = looks(1, THERE);
        assertThat(view.state()).isEqualTo(ViewState.TURNED);
        assertThat(view.sinceUs()).isEqualTo(memory.sinceUs());
        assertThat(looks(1, HERE).state()).isEqualTo(ViewState.CLEAR);
    }

    @Test
    void refusesEverySettingAtFault() {
        ViewSettings unfit = new ViewSettings("x".repeat(65), Duration.ofDays(2), Duration.ZERO);
        assertThatThrownBy(() -> new ViewGuard(unfit, List.of()))
                .isInstanceOf(IllegalArgumentException.class)
                .hasMessageContaining("label: expected at most 64 characters, found 65")
                .hasMessageContaining("learnAfter: expected PT0S to PT24H")
                .hasMessageContaining("askAfter: expected PT1M to PT720H");
    }
}
