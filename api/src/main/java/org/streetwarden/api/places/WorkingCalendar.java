package org.streetwarden.api.places;

import java.time.DayOfWeek;
import java.time.Duration;
import java.time.Instant;
import java.time.LocalDate;
import java.time.ZoneId;
import java.util.List;
import java.util.Locale;
import java.util.Map;
import java.util.Optional;

/**
 * When a city works: by day of the week, but for days that are otherwise. Immutable.
 *
 * @param week hours by day of the week; a day that is not there is free
 * @param days hours of single dates; empty hours where it is free
 */
record WorkingCalendar(Map<DayOfWeek, Hours> week, Map<LocalDate, Hours> days) {

    static final ZoneId CHINA = ZoneId.of("Asia/Shanghai");

    /** Further than this nobody's limit reaches. */
    private static final int MAX_DAYS = 3660;

    WorkingCalendar {
        week = Map.copyOf(week);
        days = Map.copyOf(days);
    }

    /** Reads {@code monday} or 周一. */
    static Optional<DayOfWeek> dayOfWeek(String text) {
        for (DayOfWeek day : DayOfWeek.values()) {
            String chinese = "一二三四五六日".substring(day.getValue() - 1, day.getValue());
            if (text.toLowerCase(Locale.ROOT).equals(day.name().toLowerCase(Locale.ROOT))
                    || text.matches("(周|星期)" + chinese)) {
                return Optional.of(day);
            }
        }
        return Optional.empty();
    }

    /** When a limit in working time ends that is counted from {@code start}; empty where nobody works for ten years. */
    Optional<Instant> end(Instant start, TimeLimit limit) {
        return switch (limit.unit()) {
            case WORKING_HOURS -> plusWorking(start, Duration.ofHours(limit.amount()));
            case WORKING_DAYS -> plusWorkingDays(start, limit.amount());
            case HOURS -> Optional.of(limit.end(start));
        };
    }

    /** The first moment at which so much working time has passed since {@code start}. */
    Optional<Instant> plusWorking(Instant start, Duration working) {
        Duration left = working;
        LocalDate first = LocalDate.ofInstant(start, CHINA);
        for (LocalDate date = first; date.isBefore(first.plusDays(MAX_DAYS)); date = date.plusDays(1)) {
            for (Hours.Span span : spans(date)) {
                Instant to = at(date, span.to());
                Instant from = at(date, span.from()).isAfter(start) ? at(date, span.from()) : start;
                Duration length = Duration.between(from, to);
                if (length.isPositive() && left.compareTo(length) <= 0) {
                    return Optional.of(from.plus(left));
                }
                left = length.isPositive() ? left.minus(length) : left;
            }
        }
        return Optional.empty();
    }

    /** The end of work on the n-th day that has working hours, of those after the day of {@code start}. */
    Optional<Instant> plusWorkingDays(Instant start, int n) {
        LocalDate first = LocalDate.ofInstant(start, CHINA);
        int left = n;
        for (LocalDate date = first.plusDays(1); date.isBefore(first.plusDays(MAX_DAYS)); date = date.plusDays(1)) {
            List<Hours.Span> spans = spans(date);
            left -= spans.isEmpty() ? 0 : 1;
            if (left == 0) {
                return Optional.of(at(date, spans.getLast().to()));
            }
        }
        return Optional.empty();
    }

    /** Whether anybody works on a day. */
    boolean works(LocalDate date) {
        return !spans(date).isEmpty();
    }

    private List<Hours.Span> spans(LocalDate date) {
        Hours hours = days.containsKey(date) ? days.get(date) : week.get(date.getDayOfWeek());
        return hours == null ? List.of() : hours.spans();
    }

    private static Instant at(LocalDate date, int minute) {
        return date.atStartOfDay(CHINA).plusMinutes(minute).toInstant();
    }
}
