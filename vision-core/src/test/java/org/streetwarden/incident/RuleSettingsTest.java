package org.streetwarden.incident;

import static org.assertj.core.api.Assertions.assertThat;

import java.time.Duration;
import java.util.HashSet;
import java.util.Set;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.EnumSource;
import org.streetwarden.zone.Kind;
import org.streetwarden.zone.RuleOverrides;

class RuleSettingsTest {

    @ParameterizedTest
    @EnumSource(Kind.class)
    void defaultsAreSound(Kind kind) {
        assertThat(RuleSettings.defaults(kind).problems()).isEmpty();
    }

    @Test
    void defaultsAreTheDomains() {
        assertThat(RuleSettings.defaults(Kind.VENDING).raiseAfter()).isEqualTo(Duration.ofMinutes(5));
        assertThat(RuleSettings.defaults(Kind.BIN_OVERFLOW).raiseAfter()).isEqualTo(Duration.ofMinutes(30));
        assertThat(RuleSettings.defaults(Kind.DUMPING).raiseAfter()).isEqualTo(Duration.ofMinutes(10));
        assertThat(RuleSettings.defaults(Kind.GREEN_PARKING).raiseAfter()).isEqualTo(Duration.ofMinutes(10));
        assertThat(RuleSettings.defaults(Kind.GREEN_PARKING).groundOverlap()).isEqualTo(0.4);
        assertThat(RuleSettings.defaults(Kind.VENDING).presenceShare()).isEqualTo(0.7);
    }

    @Test
    void namesEveryFaultAtOnce() {
        RuleSettings faulty = new RuleSettings(
                Duration.ofMinutes(6),
                Duration.ofMinutes(5),
                1.5,
                1,
                Duration.ofMinutes(-1),
                Duration.ofHours(1),
                Duration.ZERO,
                Double.NaN,
                0);
        assertThat(faulty.problems())
                .containsExactly(
                        "noticeAfter: expected PT0S to PT5M, found PT6M",
                        "grace: expected PT0S to PT5M, found PT-1M",
                        "blindCarry: expected PT0S to PT5M, found PT1H",
                        "clearAfter: expected PT1S to PT24H, found PT0S",
                        "presenceShare: expected 0.1 to 1.0, found 1.5",
                        "minLooks: expected 2 to 1000, found 1",
                        "maxSpeed: expected 0.001 to 100.0, found NaN",
                        "groundOverlap: expected 0.001 to 1.0, found 0.0");
    }

    @Test
    void overridesChangeOnlyWhatTheySay() {
        RuleSettings settings = RuleSettings.defaults(Kind.DUMPING);
        assertThat(settings.with(RuleOverrides.NONE)).isEqualTo(settings);
        RuleSettings shorter = settings.with(
                RuleOverrides.times(Duration.ofSeconds(5), Duration.ofSeconds(10), Duration.ofSeconds(20)));
        assertThat(shorter.raiseAfter()).isEqualTo(Duration.ofSeconds(10));
        assertThat(shorter.presenceShare()).isEqualTo(settings.presenceShare());
        assertThat(shorter.grace()).as("cut to the raise").isEqualTo(Duration.ofSeconds(10));
        assertThat(shorter.problems()).isEmpty();
    }

    @Test
    void versionFollowsEverySetting() {
        Duration second = Duration.ofSeconds(1);
        RuleSettings settings = RuleSettings.defaults(Kind.DUMPING);
        Set<String> versions = new HashSet<>();
        versions.add(settings.version());
        versions.add(settings.with(new RuleOverrides(second, null, null, null, null, null, null, null, null))
                .version());
        versions.add(settings.with(new RuleOverrides(null, second, null, null, null, null, null, null, null))
                .version());
        versions.add(settings.with(new RuleOverrides(null, null, 0.5, null, null, null, null, null, null))
                .version());
        versions.add(settings.with(new RuleOverrides(null, null, null, 7, null, null, null, null, null))
                .version());
        versions.add(settings.with(new RuleOverrides(null, null, null, null, second, null, null, null, null))
                .version());
        versions.add(settings.with(new RuleOverrides(null, null, null, null, null, second, null, null, null))
                .version());
        versions.add(settings.with(new RuleOverrides(null, null, null, null, null, null, second, null, null))
                .version());
        versions.add(settings.with(new RuleOverrides(null, null, null, null, null, null, null, 9.0, null))
                .version());
        versions.add(settings.with(new RuleOverrides(null, null, null, null, null, null, null, null, 0.9))
                .version());
        assertThat(versions).hasSize(10).allMatch(version -> version.matches("[0-9a-f]{12}"));
    }

    @Test
    void isVisitedThirtyTimesInItsShortestSpanAndEveryHalfMinuteAtLeast() {
        assertThat(RuleSettings.defaults(Kind.VENDING).visitEvery()).isEqualTo(Duration.ofSeconds(10));
        assertThat(RuleSettings.defaults(Kind.DUMPING).visitEvery()).isEqualTo(Duration.ofSeconds(20));
        assertThat(RuleSettings.defaults(Kind.BIN_OVERFLOW).visitEvery()).isEqualTo(Duration.ofSeconds(30));
    }
}
