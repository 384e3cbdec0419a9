package org.streetwarden.api.insight;

import static org.assertj.core.api.Assertions.assertThat;

import java.time.Instant;
import java.time.LocalDate;
import org.junit.jupiter.api.Test;

class ReportWeekTest {

    @Test
    void readsIsoWeeks() {
        assertThat(ReportWeek.parse("2026-W47").orElseThrow().monday()).isEqualTo(LocalDate.of(2026, 11, 16));
        assertThat(ReportWeek.parse("2026-W53").orElseThrow().monday()).isEqualTo(LocalDate.of(2026, 12, 28));
        assertThat(ReportWeek.parse("2025-W53")).isEmpty();
        assertThat(ReportWeek.parse("2026-W00")).isEmpty();
        assertThat(ReportWeek.parse("2026-47")).isEmpty();
    }

    @Test
    void endsAtMidnightInChina() {
        assertThat(ReportWeek.parse("2026-W47").orElseThrow().end()).isEqualTo("2026-11-22T16:00:00Z");
    }

    @Test
    void lastIsTheNewestThatIsOver() {
        assertThat(ReportWeek.last(Instant.parse("2026-11-22T15:59:59Z")).text())
                .isEqualTo("2026-W46");
        assertThat(ReportWeek.last(Instant.parse("2026-11-22T16:00:00Z")).text())
                .isEqualTo("2026-W47");
    }

    @Test
    void staysAsItIsADayAfterItsEnd() {
        ReportWeek week = ReportWeek.parse("2026-W47").orElseThrow();
        Instant soon = Instant.parse("2026-11-23T00:00:00Z");
        assertThat(week.asOf(soon)).isEqualTo(soon);
        assertThat(week.asOf(Instant.parse("2027-01-01T00:00:00Z"))).isEqualTo("2026-11-23T16:00:00Z");
    }
}
