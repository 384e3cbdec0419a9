package org.streetwarden.zone;

import java.time.DayOfWeek;
import java.time.Duration;
import java.time.Instant;
import java.time.LocalDate;
import java.time.LocalDateTime;
import java.time.ZoneId;
import java.time.ZoneOffset;
import java.time.ZonedDateTime;
import java.util.Collection;
import java.util.Comparator;
import java.util.List;
import java.util.Optional;
import java.util.Set;
import java.util.TreeSet;
import java.util.stream.Stream;

/**
 * When a thing is permitted in a zone, in local time. Local hours follow the zone's clock changes: a span counts by what
 * the clock on the wall shows.
 *
 * @param timeZone of the spans
 * @param spans permitted if any of them covers the moment; none: never permitted
 */
public record Schedule(ZoneId timeZone, List<Span> spans) {

    private static final int DAY_MINUTES = 24 * 60;

    /** Nothing is ever permitted. */
    public static final Schedule NEVER = new Schedule(ZoneOffset.UTC, List.of());

    public Schedule {
        spans = List.copyOf(spans);
    }

    /**
     * Hours on some weekdays.
     *
     * @param days on which the span begins
     * @param fromMinute of the day, 0 to 1439, inclusive
     * @param toMinute of the day, 0 to 1440, exclusive; not above {@code fromMinute} means on the next day
     */
    public record Span(Set<DayOfWeek> days, int fromMinute, int toMinute) {

        /** @throws IllegalArgumentException where there is no day or a minute is out of range */
        public Span {
            if (days.isEmpty() || fromMinute < 0 || fromMinute > 1439 || toMinute < 0 || toMinute > 1440) {
                throw new IllegalArgumentException(
                        "hours: expected at least one day, 0 <= from < 1440, 0 <= to <= 1440 minutes, found %s %d-%d"
                                .formatted(days, fromMinute, toMinute));
            }
            days = Set.copyOf(days);
        }

        private boolean covers(DayOfWeek day, int minute) {
            if (toMinute > fromMinute) {
                return days.contains(day) && minute >= fromMinute && minute < toMinute;
            }
            return (days.contains(day) && minute >= fromMinute) || (days.contains(day.minus(1)) && minute < toMinute);
        }

        private LocalDateTime end(LocalDate begun) {
            LocalDate day = toMinute > fromMinute ? begun : begun.plusDays(1);
            return day.atStartOfDay().plusMinutes(toMinute);
        }

        private String canonical() {
            StringBuilder text = new StringBuilder();
            new TreeSet<>(days).forEach(day -> text.append(day.getValue()));
            return text.append(' ')
                    .append(fromMinute)
                    .append('-')
                    .append(toMinute)
                    .toString();
        }
    }

    /** Whether it is permitted at this moment. */
    public boolean permits(Instant at) {
        if (spans.isEmpty()) {
            return false;
        }
        ZonedDateTime local = at.atZone(timeZone);
        int minute = local.getHour() * 60 + local.getMinute();
        for (Span span : spans) {
            if (span.covers(local.getDayOfWeek(), minute)) {
                return true;
            }
        }
        return false;
    }

    /** When the permission that covers this moment ends; empty where none does, or where it goes on for a week and more. */
    public Optional<Instant> permittedUntil(Instant at) {
        Instant latest = at.plus(Duration.ofDays(7));
        Instant end = at;
        while (permits(end)) {
            end = nextEnd(end).orElse(Instant.MAX);
            if (end.isAfter(latest)) {
                return Optional.empty();
            }
        }
        return end.equals(at) ? Optional.empty() : Optional.of(end);
    }

    /** The first end of a span after a moment; empty where there are no spans. */
    public Optional<Instant> nextEnd(Instant at) {
        LocalDate day = LocalDate.ofInstant(at, timeZone);
        return Stream.iterate(day.minusDays(1), date -> date.plusDays(1))
                .limit(9)
                .flatMap(date -> spans.stream()
                        .filter(span -> span.days().contains(date.getDayOfWeek()))
                        .map(span -> span.end(date).atZone(timeZone).toInstant()))
                .filter(end -> end.isAfter(at))
                .min(Comparator.naturalOrder());
    }

    /** Whether two spans cover one and the same moment of the week. */
    public boolean overlaps() {
        boolean[] taken = new boolean[7 * DAY_MINUTES];
        for (Span span : spans) {
            int length = Math.floorMod(span.toMinute() - span.fromMinute() - 1, DAY_MINUTES) + 1;
            for (DayOfWeek day : span.days()) {
                int from = (day.getValue() - 1) * DAY_MINUTES + span.fromMinute();
                for (int minute = from; minute < from + length; minute++) {
                    if (taken[minute % taken.length]) {
                        return true;
                    }
                    taken[minute % taken.length] = true;
                }
            }
        }
        return false;
    }

    /**
     * Reads hours as people write them: {@code daily 18:00-22:00}, {@code mon-fri 06:00-09:00}, {@code sat,sun
     * 20:00-02:00} (into the next day), {@code daily 00:00-24:00}.
     *
     * @param timeZone an IANA name: {@code Asia/Shanghai}
     * @param problems one sentence is added for everything that cannot be read
     */
    public static Schedule parse(String timeZone, List<String> spans, Collection<String> problems) {
        return new HoursReader(problems).read(timeZone, spans);
    }

    /** The same hours always give the same text. */
    public String canonical() {
        Set<String> lines = new TreeSet<>();
        spans.forEach(span -> lines.add(span.canonical()));
        return timeZone.getId() + " " + String.join(";", lines);
    }
}
