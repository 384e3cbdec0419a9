package org.streetwarden.zone;

import static org.assertj.core.api.Assertions.assertThat;
import static org.assertj.core.api.Assertions.assertThatThrownBy;

import java.time.Instant;
import java.time.LocalDateTime;
import java.time.ZoneId;
import java.util.ArrayList;
import java.util.List;
import java.util.Set;
import org.junit.jupiter.api.Test;

class ScheduleTest {

    private static final ZoneId SHANGHAI = ZoneId.of("Asia/Shanghai");

    @Test
    void permitsNothingWithoutHours() {
        assertThat(Schedule.NEVER.permits(Instant.EPOCH)).isFalse();
    }

    @Test
    void followsTheClockOfItsTimeZone() {
        Schedule market = schedule("daily 18:00-22:00");
        assertThat(market.permits(Instant.parse("2026-03-02T09:59:59Z"))).isFalse();
        assertThat(market.permits(Instant.parse("2026-03-02T10:00:00Z"))).isTrue();
        assertThat(market.permits(Instant.parse("2026-03-02T13:59:59Z"))).isTrue();
        assertThat(market.permits(Instant.parse("2026-03-02T14:00:00Z"))).isFalse();
    }

    @Test
    void goesIntoTheNextDay() {
        Schedule friday = schedule("fri 22:00-02:00");
        assertThat(permits(friday, "2026-03-06T21:59")).isFalse();
        assertThat(permits(friday, "2026-03-06T22:00")).isTrue();
        assertThat(permits(friday, "2026-03-07T01:59")).as("Saturday morning").isTrue();
        assertThat(permits(friday, "2026-03-07T02:00")).isFalse();
        assertThat(permits(friday, "2026-03-06T01:00")).as("Friday morning").isFalse();
    }

    @Test
    void goesFromSundayIntoMonday() {
        Schedule weekend = schedule("sat-sun 23:00-01:00");
        assertThat(permits(weekend, "2026-03-09T00:30")).as("Monday").isTrue();
        assertThat(permits(weekend, "2026-03-07T00:30")).as("Saturday").isFalse();
    }

    @Test
    void readsDaysAndRanges() {
        Schedule odd = schedule("mon,wed-thu 06:00-09:00", "fri-mon 00:00-24:00");
        assertThat(permits(odd, "2026-03-04T08:00")).as("Wednesday").isTrue();
        assertThat(permits(odd, "2026-03-03T08:00")).as("Tuesday").isFalse();
        assertThat(permits(odd, "2026-03-08T23:59")).as("Sunday").isTrue();
        assertThat(permits(odd, "2026-03-09T12:00")).as("Monday").isTrue();
        assertThat(permits(odd, "2026-03-10T00:00")).as("Tuesday").isFalse();
    }

    @Test
    void namesEveryLineItCannotRead() {
        List<String> problems = new ArrayList<>();
        List<String> spans = List.of(
                "daily 18:00-22:00",
                "someday 18:00-22:00",
                "mon 25:00-26:00",
                "mon 10:60-11:00",
                "mon-",
                "x".repeat(500));
        Schedule.parse("Asia/Peking", spans, problems);
        assertThat(problems).hasSize(6);
        assertThat(problems.get(0))
                .startsWith("hours 2: expected 'days hh:mm-hh:mm'")
                .endsWith("'someday 18:00-22:00'");
        assertThat(problems.get(4)).hasSizeLessThan(250);
        assertThat(problems.get(5))
                .isEqualTo("time zone: expected an IANA name such as 'Asia/Shanghai', found 'Asia/Peking'");
    }

    @Test
    void refusesImpossibleSpans() {
        assertThatThrownBy(() -> new Schedule.Span(Set.of(), 0, 60)).hasMessageContaining("at least one day");
    }

    @Test
    void hasOneTextForTheSameHours() {
        assertThat(schedule("mon,tue 06:00-09:00", "fri 1:00-2:00").canonical())
                .isEqualTo(schedule("FRI 01:00 - 02:00", "tue,mon 06:00-09:00").canonical())
                .isEqualTo("Asia/Shanghai 12 360-540;5 60-120");
    }

    private static boolean permits(Schedule schedule, String local) {
        return schedule.permits(LocalDateTime.parse(local).atZone(SHANGHAI).toInstant());
    }

    private static Schedule schedule(String... spans) {
        List<String> problems = new ArrayList<>();
        Schedule schedule = Schedule.parse("Asia/Shanghai", List.of(spans), problems);
        assertThat(problems).isEmpty();
        return schedule;
    }
}
