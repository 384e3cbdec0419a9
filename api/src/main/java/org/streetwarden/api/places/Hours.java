package org.streetwarden.api.places;

import java.util.ArrayList;
import java.util.List;
import java.util.Optional;
import java.util.regex.Matcher;
import java.util.regex.Pattern;
import java.util.stream.Collectors;

/**
 * Stretches of a day.
 *
 * @param spans in order, none touching the next
 */
record Hours(List<Span> spans) {

    static final int DAY_MINUTES = 24 * 60;

    private static final int MAX_SPANS = 6;
    private static final Pattern SPAN = Pattern.compile("([0-9]{1,2}):([0-9]{2})\\s*[-–~至]\\s*([0-9]{1,2}):([0-9]{2})");

    Hours {
        spans = List.copyOf(spans);
    }

    /**
     * From and to.
     *
     * @param from minute of the day
     * @param to minute of the day, exclusive; where it is before {@code from}, of the next
     */
    record Span(int from, int to) {
        private String text() {
            return "%02d:%02d-%02d:%02d".formatted(from / 60, from % 60, to / 60, to % 60);
        }
    }

    /**
     * Reads {@code 08:30-12:00 13:30-17:30}.
     *
     * @param overMidnight whether a stretch may end on the next day
     * @return empty where it is none
     */
    static Optional<Hours> parse(String text, boolean overMidnight) {
        List<Span> spans = new ArrayList<>();
        String rest = text.replaceAll("[,;，；、]", " ").strip();
        Matcher matcher = SPAN.matcher(rest);
        int end = 0;
        while (matcher.find() && rest.substring(end, matcher.start()).isBlank()) {
            end = matcher.end();
            int from = minute(matcher.group(1), matcher.group(2));
            int to = minute(matcher.group(3), matcher.group(4));
            boolean order = from < to || (overMidnight && from > to);
            boolean behind = spans.isEmpty()
                    || (spans.getLast().to() < from && spans.getLast().from() < from);
            if (from < 0 || from >= DAY_MINUTES || to < 0 || !order || !behind || spans.size() == MAX_SPANS) {
                return Optional.empty();
            }
            spans.add(new Span(from, to));
        }
        return spans.isEmpty() || end < rest.length() || wrapsOntoItself(spans)
                ? Optional.empty()
                : Optional.of(new Hours(spans));
    }

    private static boolean wrapsOntoItself(List<Span> spans) {
        boolean inner = spans.subList(0, spans.size() - 1).stream().anyMatch(span -> span.to() < span.from());
        Span last = spans.getLast();
        return inner
                || (spans.size() > 1
                        && last.to() < last.from()
                        && last.to() >= spans.getFirst().from());
    }

    /** @return -1 where it is no time of day */
    private static int minute(String hour, String minute) {
        int minutes = Integer.parseInt(hour) * 60 + Integer.parseInt(minute);
        return Integer.parseInt(minute) < 60 && minutes <= DAY_MINUTES ? minutes : -1;
    }

    String text() {
        return spans.stream().map(Span::text).collect(Collectors.joining(" "));
    }
}
