package org.streetwarden.api.places;

import java.time.Duration;
import java.time.Instant;
import java.util.Arrays;
import java.util.Locale;
import java.util.Optional;
import java.util.regex.Matcher;
import java.util.regex.Pattern;

/**
 * How soon something is to be done.
 *
 * @param amount from 1
 */
record TimeLimit(int amount, Unit unit) {

    private static final Pattern FORM = Pattern.compile("([1-9][0-9]{0,3})\\s*(\\S+)");

    /** What is counted. */
    enum Unit {
        /** 工作时: hours of the working calendar. */
        WORKING_HOURS("工作时", "工作小时"),
        /** 工作日: days that have working hours. */
        WORKING_DAYS("工作日"),
        /** 自然时: hours of the clock. */
        HOURS("自然时", "小时");

        private final String names;

        Unit(String... names) {
            this.names = " " + String.join(" ", names) + " ";
        }

        private String id() {
            return name().toLowerCase(Locale.ROOT).replace('_', '-');
        }

        private boolean goesBy(String text) {
            return id().equals(text) || names.contains(" " + text + " ");
        }
    }

    /** Reads {@code 4 working-hours} or {@code 4工作时}. */
    static Optional<TimeLimit> parse(String text) {
        Matcher form = FORM.matcher(text);
        return form.matches()
                ? Arrays.stream(Unit.values())
                        .filter(unit -> unit.goesBy(form.group(2)))
                        .map(unit -> new TimeLimit(Integer.parseInt(form.group(1)), unit))
                        .findFirst()
                : Optional.empty();
    }

    /** When so many hours of the clock have passed. */
    Instant end(Instant start) {
        return start.plus(Duration.ofHours(amount));
    }

    String text() {
        return amount + " " + unit.id();
    }
}
