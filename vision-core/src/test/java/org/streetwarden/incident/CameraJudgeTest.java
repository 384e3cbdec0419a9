package org.streetwarden.incident;

import static org.assertj.core.api.Assertions.assertThat;

import org.junit.jupiter.api.Test;
import org.streetwarden.zone.Kind;

class CameraJudgeTest {

    @Test
    void raisesStallOnceAndClearsIt() {
        Street street = new Street(Street.zone(Kind.VENDING))
                .watch(400, Street.thing("stall", 0.4, 0.8))
                .watch(601);
        assertThat(street.raised()).singleElement().satisfies(incident -> {
            assertThat(incident.first().ptsUs()).isZero();
            assertThat(incident.threshold().ptsUs()).isEqualTo(120_000_000);
            assertThat(incident.raised().ptsUs()).isEqualTo(300_000_000);
            assertThat(incident.presentUs()).isEqualTo(300_000_000);
            assertThat(incident.observedUs()).isEqualTo(300_000_000);
            assertThat(incident.longestGapUs()).isEqualTo(1_000_000);
            assertThat(incident.looks()).isEqualTo(301);
            assertThat(incident.id()).matches("[0-9a-f]{32}");
            assertThat(incident.why())
                    .isEqualTo("A stall stood in zone 'lower' for 5 min (limit 5 min): seen in 301 of 301 looks"
                            + " (100 %, at least 70 %), observed for 5 min, longest gap 1 s.");
        });
        assertThat(street.said(Verdict.Cleared.class)).singleElement().satisfies(cleared -> {
            assertThat(cleared.incidentId())
                    .isEqualTo(street.raised().getFirst().id());
            assertThat(cleared.lastSeenAt()).isEqualTo(Street.START.plusSeconds(399));
            assertThat(cleared.at()).isEqualTo(Street.START.plusSeconds(399 + 600));
        });
        assertThat(street.judge.open()).isEmpty();
    }
}
