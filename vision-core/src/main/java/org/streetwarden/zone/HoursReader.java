package org.streetwarden.zone;

import java.time.DateTimeException;
import java.time.DayOfWeek;
import java.time.ZoneId;
import java.time.ZoneOffset;
import java.util.ArrayList;
import java.util.Collection;
import java.util.EnumSet;
import java.util.List;
import java.util.Locale;
import java.util.Set;
import java.util.regex.Matcher;
import java.util.regex.Pattern;

/** Reads permitted hours, collecting every problem. */
final class HoursReader {

    private static final int MAX_SPANS = 64;
    private static final Pattern SPAN =
            Pattern.compile("([a-z,-]{3,40}) +([0-9]{1,2}):([0-9]{2}) *- *([0-9]{1,2}):([0-9]{2})");
    private static final String FORM = "'days hh:mm-hh:mm' such as 'mon-fri 18:00-22:00' or 'daily 20:00-02:00'";

    private final Collection<String> problems;

    HoursReader(Collection<String> problems) {
        this.problems = problems;
    }

    Schedule read(String timeZone, List<String> spans) {
        if (spans.size() > MAX_SPANS) {
            problems.add("hours: expected at most " + MAX_SPANS + " spans, found " + spans.size());
            return Schedule.NEVER;
        }
        List<Schedule.Span> read = new ArrayList<>();
        for (int i = 0; i < spans.size(); i++) {
            Schedule.Span span = span(spans.get(i).trim().toLowerCase(Locale.ROOT));
            if (span == null) {
                problems.add("hours %d: expected %s, found '%s'".formatted(i + 1, FORM, shown(spans.get(i))));
            } else {
                read.add(span);
            }
        }
        return new Schedule(zone(timeZone), read);
    }

    private ZoneId zone(String name) {
        try {
            return ZoneId.of(name);
        } catch (DateTimeException unknown) {
            problems.add("time zone: expected an IANA name such as 'Asia/Shanghai', found '" + shown(name) + "'");
            return ZoneOffset.UTC;
        }
    }

    /** @return null where the text is not a span */
    private static Schedule.Span span(String text) {
        Matcher matcher = SPAN.matcher(text);
        if (text.length() > 80 || !matcher.matches()) {
            return null;
        }
        Set<DayOfWeek> days = days(matcher.group(1));
        int from = minute(matcher.group(2), matcher.group(3));
        int to = minute(matcher.group(4), matcher.group(5));
        return days.isEmpty() || from < 0 || from == 1440 || to < 0 ? null : new Schedule.Span(days, from, to);
    }

    /** @return -1 where there is no such time of day */
    private static int minute(String hours, String minutes) {
        int minute = Integer.parseInt(hours) * 60 + Integer.parseInt(minutes);
        return Integer.parseInt(minutes) > 59 || minute > 1440 ? -1 : minute;
    }

    /** @return empty where a day is not one */
    private static Set<DayOfWeek> days(String text) {
        if (text.equals("daily")) {
            return EnumSet.allOf(DayOfWeek.class);
        }
        Set<DayOfWeek> days = EnumSet.noneOf(DayOfWeek.class);
        for (String part : text.split(",", -1)) {
            String[] ends = part.split("-", -1);
            DayOfWeek first = day(ends[0]);
            DayOfWeek last = day(ends[ends.length - 1]);
            if (ends.length > 2 || first == null || last == null) {
                return EnumSet.noneOf(DayOfWeek.class);
            }
            for (DayOfWeek day = first; ; day = day.plus(1)) {
                days.add(day);
                if (day == last) {
                    break;
                }
            }
        }
        return days;
    }

    private static DayOfWeek day(String name) {
        for (DayOfWeek day : DayOfWeek.values()) {
            if (day.name().substring(0, 3).toLowerCase(Locale.ROOT).equals(name)) {
                return day;
            }
        }
        return null;
    }

    private static String shown(String text) {
        return text.length() > 80 ? text.substring(0, 80) + "…" : text;
    }
}
