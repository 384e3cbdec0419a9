package org.streetwarden.incident;

import static org.assertj.core.api.Assertions.assertThat;

import java.util.ArrayList;
import java.util.List;
import net.jqwik.api.Arbitraries;
import net.jqwik.api.Arbitrary;
import net.jqwik.api.Combinators;
import net.jqwik.api.ForAll;
import net.jqwik.api.Property;
import net.jqwik.api.Provide;
import net.jqwik.api.Tuple;
import org.streetwarden.incident.DwellRule.Sight;
import org.streetwarden.incident.DwellRule.State;

class DwellPropertyTest {

    private static final long SECOND_US = 1_000_000;
    private static final int RAISE_S = 20;

    /** @param sinceUs the look before */
    record Step(long sinceUs, Sight sight) {}

    @Property(tries = 500)
    void neverRaisesBeforeRaiseAfterNorWithoutObserving(@ForAll("steps") List<Step> steps) {
        RuleSettings settings = DwellRuleTest.rule(8, RAISE_S, 6, 10, 12);
        DwellRule rule = new DwellRule(settings);
        List<Long> seenUs = new ArrayList<>();
        long ptsUs = 0;
        State before = State.ABSENT;
        for (Step step : steps) {
            ptsUs += step.sinceUs;
            if (step.sight != Sight.NOT_SEEN) {
                seenUs.add(ptsUs);
            }
            State now = rule.look(ptsUs, step.sight, SECOND_US);
            if (now == State.RAISED && before != State.RAISED) {
                assertThat(step.sight).isEqualTo(Sight.SEEN);
                assertThat(ptsUs - rule.firstUs()).isGreaterThanOrEqualTo(RAISE_S * SECOND_US);
                assertThat(rule.observedUs()).isGreaterThanOrEqualTo((long) (0.7 * RAISE_S * SECOND_US));
                assertThat(rule.seen()).isGreaterThanOrEqualTo(settings.minLooks());
                assertThat(rule.share()).isGreaterThanOrEqualTo(0.7);
                assertThat(rule.longestGapUs()).isEqualTo(longestGap(seenUs, rule.firstUs()));
                assertThat(rule.observedUs()).isEqualTo(observed(seenUs, rule.firstUs()));
            }
            before = now;
        }
    }

    @Property(tries = 300)
    void raisesExactlyOnceWhilePresent(@ForAll("present") List<Step> steps) {
        DwellRule rule = new DwellRule(DwellRuleTest.rule(8, RAISE_S, 6, 10, 12));
        int raises = 0;
        long ptsUs = 0;
        State before = State.ABSENT;
        for (Step step : steps) {
            ptsUs += step.sinceUs;
            State now = rule.look(ptsUs, step.sight, SECOND_US);
            raises += now == State.RAISED && before != State.RAISED ? 1 : 0;
            assertThat(before == State.RAISED && now != State.RAISED).isFalse();
            before = now;
        }
        assertThat(raises).isEqualTo(1);
    }

    @Property(tries = 300)
    void shiftingTheTimelineChangesNothing(@ForAll("steps") List<Step> steps, @ForAll("offsets") long offsetUs) {
        assertThat(states(steps, offsetUs)).isEqualTo(states(steps, 0));
    }

    @Property(tries = 300)
    void gapWithoutLooksNeverClears(@ForAll("present") List<Step> steps, @ForAll("gaps") long gapUs) {
        DwellRule rule = new DwellRule(DwellRuleTest.rule(8, RAISE_S, 6, 10, 12));
        long ptsUs = 0;
        for (Step step : steps) {
            ptsUs += step.sinceUs;
            rule.look(ptsUs, step.sight, SECOND_US);
        }
        assertThat(rule.look(ptsUs + gapUs, Sight.NOT_SEEN, SECOND_US)).isEqualTo(State.RAISED);
    }

    private static List<State> states(List<Step> steps, long offsetUs) {
        DwellRule rule = new DwellRule(DwellRuleTest.rule(8, RAISE_S, 6, 10, 12));
        List<State> states = new ArrayList<>();
        long ptsUs = offsetUs;
        for (Step step : steps) {
            ptsUs += step.sinceUs;
            states.add(rule.look(ptsUs, step.sight, SECOND_US));
        }
        return states;
    }

    private static long longestGap(List<Long> seenUs, long firstUs) {
        long longest = 0;
        for (int i = 1; i < seenUs.size(); i++) {
            if (seenUs.get(i - 1) >= firstUs) {
                longest = Math.max(longest, seenUs.get(i) - seenUs.get(i - 1));
            }
        }
        return longest;
    }

    private static long observed(List<Long> seenUs, long firstUs) {
        long observed = 0;
        for (int i = 1; i < seenUs.size(); i++) {
            long stretchUs = seenUs.get(i) - seenUs.get(i - 1);
            if (seenUs.get(i - 1) >= firstUs && stretchUs <= 3 * SECOND_US) {
                observed += stretchUs;
            }
        }
        return observed;
    }

    @Provide
    Arbitrary<List<Step>> steps() {
        Arbitrary<Long> since = Arbitraries.frequencyOf(
                Tuple.of(12, Arbitraries.longs().between(300_000, 2_000_000)),
                Tuple.of(1, Arbitraries.longs().between(2_000_000, 15_000_000)));
        Arbitrary<Sight> sight =
                Arbitraries.frequency(Tuple.of(8, Sight.SEEN), Tuple.of(2, Sight.NOT_SEEN), Tuple.of(1, Sight.MAYBE));
        return Combinators.combine(since, sight)
                .as(Step::new)
                .list()
                .ofMinSize(1)
                .ofMaxSize(120);
    }

    @Provide
    Arbitrary<List<Step>> present() {
        return Arbitraries.longs()
                .between(500_000, 1_500_000)
                .map(since -> new Step(since, Sight.SEEN))
                .list()
                .ofMinSize(50)
                .ofMaxSize(150);
    }

    @Provide
    Arbitrary<Long> offsets() {
        return Arbitraries.longs().between(-1_000_000_000_000L, 2_000_000_000_000_000L);
    }

    @Provide
    Arbitrary<Long> gaps() {
        return Arbitraries.longs().between(3_000_001, 3600 * SECOND_US);
    }
}
