package org.streetwarden.incident;

import static org.assertj.core.api.Assertions.assertThat;

import java.time.Duration;
import java.util.Random;
import org.junit.jupiter.api.Test;
import org.streetwarden.incident.DwellRule.Sight;
import org.streetwarden.incident.DwellRule.State;
import org.streetwarden.zone.Kind;
import org.streetwarden.zone.RuleOverrides;

/**
 * One character is one second. Looks: 1 seen, 0 not seen, ~ maybe, - no look at all. States: A absent, D dwelling, N
 * past the notice threshold, R raised, - no look.
 */
class DwellRuleTest {

    private static final long SECOND_US = 1_000_000;

    @Test
    void raisesOnceAfterDwellAndAgainAfterAbsence() {
        assertThat(states("110111110000011111111", rule(5, 5, 2, 2, 3))).isEqualTo("DDDDDRRRRRAAADDDDDRRR");
    }

    @Test
    void passesNoticeBeforeRaise() {
        assertThat(states("11111111", rule(3, 6, 2, 2, 3))).isEqualTo("DDDNNNRR");
    }

    @Test
    void neverRaisesWhatPassesBy() {
        assertThat(states("1110000000001110000", rule(3, 6, 3, 3, 3))).isEqualTo("DDDDDDAAAAAADDDDDDA");
    }

    @Test
    void toleratesOcclusionWithinGrace() {
        String looks = "1".repeat(20) + "0".repeat(6) + "1".repeat(10);
        assertThat(states(looks, rule(10, 30, 6, 2, 10))).isEqualTo("D".repeat(10) + "N".repeat(20) + "R".repeat(6));
    }

    @Test
    void startsAnewAfterOcclusionBeyondGrace() {
        String looks = "1".repeat(20) + "0".repeat(7) + "1".repeat(10);
        assertThat(states(looks, rule(10, 30, 6, 2, 10)))
                .isEqualTo("D".repeat(10) + "N".repeat(16) + "A" + "D".repeat(10));
    }

    @Test
    void waitsNoLongerThanYouthDeserves() {
        assertThat(states("10001", rule(10, 30, 30, 2, 10))).isEqualTo("DDDDD");
        assertThat(states("100001", rule(10, 30, 30, 2, 10))).isEqualTo("DDDDAD");
        assertThat(states("1111110000000", rule(10, 30, 30, 2, 10))).isEqualTo("DDDDDDDDDDDA" + "A");
    }

    @Test
    void raisesNothingSeenInTooFewLooks() {
        assertThat(states("10".repeat(30), rule(5, 10, 5, 5, 5)))
                .doesNotContain("N")
                .doesNotContain("R");
        assertThat(states("1110".repeat(5), rule(5, 10, 5, 5, 5))).endsWith("R");
    }

    @Test
    void isRaisedNoSoonerThanItSays() {
        for (int seed = 0; seed < 200; seed++) {
            Random chance = new Random(seed);
            DwellRule rule = new DwellRule(rule(2, 6, 3, 3, 3));
            long earliestUs = 0;
            State state = State.ABSENT;
            for (long us = 0; us < 60 * SECOND_US && state != State.RAISED; us += SECOND_US) {
                state = rule.look(us, chance.nextInt(4) > 0 ? Sight.SEEN : Sight.NOT_SEEN, SECOND_US);
                if (state == State.RAISED) {
                    assertThat(us).as("seed %d", seed).isGreaterThanOrEqualTo(earliestUs);
                }
                earliestUs = state == State.ABSENT ? 0 : us + rule.raiseInUs();
            }
        }
        DwellRule steady = new DwellRule(rule(2, 6, 3, 3, 3));
        steady.look(0, Sight.SEEN, SECOND_US);
        assertThat(steady.raiseInUs()).isEqualTo(6 * SECOND_US);
    }

    @Test
    void recoversFromBadStartByStartingAnew() {
        String states = states("10".repeat(10) + "1".repeat(14), rule(10, 10, 5, 5, 5));
        assertThat(states).doesNotContain("A").endsWith("R");
        assertThat(states.indexOf('R'))
                .as("twice the dwell passed at 21 s, then a whole one")
                .isEqualTo(31);
    }

    @Test
    void carriesDwellOverGapWithoutCountingIt() {
        DwellRule carried = new DwellRule(rule(2, 10, 2, 6, 5));
        assertThat(states("1111-----111111", carried)).isEqualTo("DDNN-----NNNNRR");
        assertThat(carried.longestGapUs()).isEqualTo(6 * SECOND_US);
        assertThat(carried.presentUs()).isEqualTo(14 * SECOND_US);
        assertThat(carried.observedUs()).isEqualTo(8 * SECOND_US);
    }

    @Test
    void dropsDwellOverLongerGap() {
        assertThat(states("1111------1111", rule(2, 10, 2, 6, 5))).isEqualTo("DDNN------DDNN");
    }

    @Test
    void takesGapNeitherForAbsenceNorForClearing() {
        assertThat(states("111111--------------------0110000", rule(2, 5, 2, 5, 4)))
                .isEqualTo("DDNNNR--------------------RRRRRRA");
    }

    @Test
    void keepsDwellAliveOnMaybeButRaisesOnlyWhatItSees() {
        assertThat(states("11~~~~~1", rule(3, 5, 2, 2, 3))).isEqualTo("DDDDDDDR");
        assertThat(states("~~~~~~", rule(3, 5, 2, 2, 3))).isEqualTo("AAAAAA");
    }

    @Test
    void needsItsLooks() {
        assertThat(states("1--1--1", rule(1, 2, 2, 2, 5))).isEqualTo("D--N--R");
    }

    @Test
    void ignoresLooksThatDoNotAdvance() {
        DwellRule rule = new DwellRule(rule(3, 5, 2, 2, 3));
        rule.look(5 * SECOND_US, Sight.SEEN, SECOND_US);
        rule.look(5 * SECOND_US, Sight.SEEN, SECOND_US);
        rule.look(1 * SECOND_US, Sight.SEEN, SECOND_US);
        assertThat(rule.seen()).isEqualTo(1);
        assertThat(rule.lastSeenUs()).isEqualTo(5 * SECOND_US);
    }

    static RuleSettings rule(int notice, int raise, int grace, int blind, int clear) {
        return RuleSettings.defaults(Kind.VENDING)
                .with(new RuleOverrides(
                        Duration.ofSeconds(notice),
                        Duration.ofSeconds(raise),
                        null,
                        null,
                        Duration.ofSeconds(grace),
                        Duration.ofSeconds(blind),
                        Duration.ofSeconds(clear),
                        null,
                        null));
    }

    private static String states(String looks, RuleSettings settings) {
        return states(looks, new DwellRule(settings));
    }

    private static String states(String looks, DwellRule rule) {
        StringBuilder states = new StringBuilder();
        for (int second = 0; second < looks.length(); second++) {
            Sight sight =
                    switch (looks.charAt(second)) {
                        case '1' -> Sight.SEEN;
                        case '~' -> Sight.MAYBE;
                        case '0' -> Sight.NOT_SEEN;
                        default -> null;
                    };
            states.append(
                    sight == null
                            ? "-"
                            : rule.look(second * SECOND_US, sight, SECOND_US)
                                    .name()
                                    .substring(0, 1));
        }
        return states.toString();
    }
}
