package org.streetwarden.api.places;

import static org.assertj.core.api.Assertions.assertThat;

import java.time.DayOfWeek;
import java.time.Duration;
import java.time.Instant;
import java.time.LocalDate;
import java.time.LocalDateTime;
import java.time.LocalTime;
import java.time.temporal.ChronoUnit;
import java.util.EnumMap;
import java.util.List;
import java.util.Map;
import net.jqwik.api.ForAll;
import net.jqwik.api.Property;
import net.jqwik.api.constraints.IntRange;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.CsvSource;
import org.junit.jupiter.params.provider.ValueSource;

class WorkingCalendarTest {

    private static final Hours OFFICE =
            Hours.parse("08:30-12:00 13:30-17:30", false).orElseThrow();

    /** A holiday from Thursday to Saturday, and the Sunday behind it worked in the morning. */
    private static final WorkingCalendar CALENDAR = new WorkingCalendar(
            week(),
            Map.of(
                    LocalDate.of(2026, 10, 1), new Hours(List.of()),
                    LocalDate.of(2026, 10, 2), new Hours(List.of()),
                    LocalDate.of(2026, 10, 4), Hours.parse("09:00-12:00", false).orElseThrow()));

    private static Map<DayOfWeek, Hours> week() {
        Map<DayOfWeek, Hours> week = new EnumMap<>(DayOfWeek.class);
        List.of(DayOfWeek.values()).subList(0, 5).forEach(day -> week.put(day, OFFICE));
        return week;
    }

    private static Instant at(String local) {
        return LocalDateTime.parse(local).atZone(WorkingCalendar.CHINA).toInstant();
    }

    @ParameterizedTest
    @CsvSource({
        "2026-09-28T09:00, 4 working-hours, 2026-09-28T14:30",
        "2026-09-28T06:00, 1 working-hours, 2026-09-28T09:30",
        "2026-09-28T12:30, 1 working-hours, 2026-09-28T14:30",
        "2026-09-30T16:30, 1 working-hours, 2026-09-30T17:30",
        "2026-09-30T17:00, 4 working-hours, 2026-10-05T09:00",
        "2026-10-03T10:00, 1 working-hours, 2026-10-04T10:00",
        "2026-09-28T09:00, 1 working-days, 2026-09-29T17:30",
        "2026-09-30T23:00, 1 working-days, 2026-10-04T12:00",
        "2026-09-30T01:00, 2 working-days, 2026-10-05T17:30",
        "2026-09-30T17:00, 24 hours, 2026-10-01T17:00",
    })
    void countsWorkingTime(String from, String limit, String to) {
        assertThat(CALENDAR.end(at(from), TimeLimit.parse(limit).orElseThrow())).hasValue(at(to));
    }

    @Test
    void endsNowhereWhereNobodyWorks() {
        WorkingCalendar idle = new WorkingCalendar(Map.of(), Map.of());
        assertThat(idle.plusWorking(at("2026-09-28T09:00"), Duration.ofHours(1)))
                .isEmpty();
        assertThat(idle.plusWorkingDays(at("2026-09-28T09:00"), 1)).isEmpty();
    }

    @Property(tries = 200)
    void countsLikeAClockThatRunsOnlyInWorkingMinutes(
            @ForAll @IntRange(max = 20_000) int startMinute, @ForAll @IntRange(min = 1, max = 4_000) int minutes) {
        Instant start = at("2026-09-25T00:00").plus(startMinute, ChronoUnit.MINUTES);
        Instant clock = start;
        for (int left = minutes; left > 0; clock = clock.plus(1, ChronoUnit.MINUTES)) {
            left -= works(clock) ? 1 : 0;
        }
        assertThat(CALENDAR.plusWorking(start, Duration.ofMinutes(minutes))).hasValue(clock);
    }

    private static boolean works(Instant minute) {
        LocalDateTime local = LocalDateTime.ofInstant(minute, WorkingCalendar.CHINA);
        LocalDate date = local.toLocalDate();
        LocalTime time = local.toLocalTime();
        if (date.equals(LocalDate.of(2026, 10, 4))) {
            return within(time, "09:00", "12:00");
        }
        boolean free = date.getDayOfWeek().getValue() > 5
                || (date.getYear() == 2026 && date.getMonthValue() == 10 && date.getDayOfMonth() < 3);
        return !free && (within(time, "08:30", "12:00") || within(time, "13:30", "17:30"));
    }

    private static boolean within(LocalTime time, String from, String to) {
        return !time.isBefore(LocalTime.parse(from)) && time.isBefore(LocalTime.parse(to));
    }

    @Property(tries = 200)
    void neverEndsEarlierForAStartOrALimitThatIsLater(
            @ForAll @IntRange(max = 30_000) int startMinute,
            @ForAll @IntRange(max = 3_000) int later,
            @ForAll @IntRange(min = 1, max = 60) int amount,
            @ForAll @IntRange(max = 20) int more) {
        Instant start = at("2026-09-20T00:00").plus(startMinute, ChronoUnit.MINUTES);
        for (TimeLimit.Unit unit : TimeLimit.Unit.values()) {
            Instant end = CALENDAR.end(start, new TimeLimit(amount, unit)).orElseThrow();
            assertThat(end).isAfterOrEqualTo(start);
            assertThat(CALENDAR.end(start.plus(later, ChronoUnit.MINUTES), new TimeLimit(amount, unit))
                            .orElseThrow())
                    .isAfterOrEqualTo(end);
            assertThat(CALENDAR.end(start, new TimeLimit(amount + more, unit)).orElseThrow())
                    .isAfterOrEqualTo(end);
        }
    }

    @ParameterizedTest
    @CsvSource({"4工作时, 4 working-hours", "2 工作日, 2 working-days", "24自然时, 24 hours", "1 hours, 1 hours"})
    void readsLimits(String text, String kept) {
        assertThat(TimeLimit.parse(text).map(TimeLimit::text)).hasValue(kept);
    }

    @ParameterizedTest
    @ValueSource(strings = {"", "4", "工作时", "0工作时", "-1 hours", "4 weeks", "99999 hours", "1.5工作日"})
    void refusesOtherLimits(String text) {
        assertThat(TimeLimit.parse(text)).isEmpty();
    }

    @ParameterizedTest
    @ValueSource(
            strings = {
                "",
                "8",
                "08:30",
                "12:00-08:00",
                "08:00-08:00",
                "08:60-09:00",
                "24:00-24:10",
                "08:00-25:00",
                "08:00-10:00 09:00-11:00",
                "08:00-10:00 10:00-11:00",
                "08:00-10:00 and more",
                "13:00-14:00 08:00-09:00"
            })
    void refusesHoursThatAreNone(String text) {
        assertThat(Hours.parse(text, false)).isEmpty();
    }

    @Test
    void readsHoursOverMidnightWhereTheyMayBe() {
        assertThat(Hours.parse("18:00-02:00", true).map(Hours::text)).hasValue("18:00-02:00");
        assertThat(Hours.parse("1:00-3:00 18:00-02:00", true)).isEmpty();
        assertThat(Hours.parse("6:00~9:30、16:00至20:00", false).map(Hours::text)).hasValue("06:00-09:30 16:00-20:00");
        assertThat(Hours.parse("00:00-24:00", false)).isPresent();
    }
}
