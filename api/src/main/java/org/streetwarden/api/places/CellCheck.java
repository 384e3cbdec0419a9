package org.streetwarden.api.places;

import java.time.DateTimeException;
import java.time.LocalDate;
import java.time.MonthDay;
import java.util.Arrays;
import java.util.Locale;
import java.util.Optional;
import java.util.function.Supplier;
import java.util.regex.Matcher;
import java.util.regex.Pattern;
import java.util.stream.Collectors;
import org.streetwarden.directory.PlainText;
import org.streetwarden.incident.Basis;
import org.streetwarden.zone.Kind;

/** Reads single cells: each becomes what a register keeps, or a problem. */
final class CellCheck {

    static final String ANY = "*";
    static final String OFF = "off";

    private static final int MAX_CHARS = 200;
    private static final int MAX_SHOWN_CHARS = 40;
    private static final int FIRST_YEAR = 1990;
    private static final int LAST_YEAR = 2100;
    private static final Pattern DATE = Pattern.compile("([0-9]{4})([-/])([0-9]{1,2})\\2([0-9]{1,2})");
    private static final Pattern SEASON = Pattern.compile("([0-9]{2}-[0-9]{2})\\s*[/~至]\\s*([0-9]{2}-[0-9]{2})");
    private static final String PLACE_CODE = "[\\p{L}\\p{N}][\\p{L}\\p{N}._/-]{0,39}";
    private static final String CODE = "[0-9A-Za-z][0-9A-Za-z.-]{0,29}";

    private CellCheck() {}

    /** A cell that cannot be kept; its message says what was expected and found. */
    static final class Wrong extends Exception {
        private static final long serialVersionUID = 1L;

        Wrong(String problem) {
            super(problem);
        }
    }

    /**
     * The cell as it is kept.
     *
     * @param text stripped, not empty
     */
    static String kept(Register.Sort sort, PlaceField field, String text) throws Wrong {
        Optional<String> unfit = PlainText.problem(text, MAX_CHARS);
        if (unfit.isPresent()) {
            throw new Wrong(unfit.get());
        }
        return switch (field) {
            case CODE -> code(sort, text);
            case NAME, UNIT, DOCUMENT -> text;
            case VALID_FROM, VALID_TO -> date(text).toString();
            case KIND -> need(Kind.of(text).map(Kind::id), text, () -> words(Kind.values()));
            case LABEL -> matching(text, "[a-z0-9_-]{1,40}", "a model's word");
            case BASIS -> need(Basis.of(text).map(Basis::id), text, () -> words(Basis.values()));
            case CODE_SYSTEM ->
                need(
                        Optional.of(text).filter(Register::namesSystem),
                        text,
                        () -> "a code system such as gb-t-47678.5-2026");
            case GRID -> text.equals(ANY) ? text : matching(text, PLACE_CODE, "a grid, its first digits, or *");
            case UNIT_CODE -> matching(text, "[0-9A-Za-z-]{1,30}", "at most 30 letters and digits");
            case LIMIT ->
                need(
                        TimeLimit.parse(text).map(TimeLimit::text),
                        text,
                        () -> "a limit such as 4 working-hours (4工作时), 2 working-days (2工作日) or 24 hours (24自然时)");
            case DAY -> day(text);
            case HOURS -> hours(sort, text);
            case SEASON -> season(text);
            case CAPACITY -> matching(text, "[1-9][0-9]{0,3}", "a whole number from 1 to 9999");
            case X, Y -> throw new Wrong("expected no such cell");
        };
    }

    private static String words(Enum<?>[] values) {
        return "one of "
                + Arrays.stream(values)
                        .map(value -> value.name().toLowerCase(Locale.ROOT).replace('_', '-'))
                        .collect(Collectors.joining(", "));
    }

    private static String need(Optional<String> kept, String text, Supplier<String> expected) throws Wrong {
        if (kept.isEmpty()) {
            throw new Wrong("expected %s, found %s".formatted(expected.get(), shown(text)));
        }
        return kept.get();
    }

    private static String matching(String text, String pattern, String expected) throws Wrong {
        return need(Optional.of(text).filter(each -> each.matches(pattern)), text, () -> expected);
    }

    /** At most the beginning of it. */
    static String shown(String text) {
        return text.length() > MAX_SHOWN_CHARS ? text.substring(0, MAX_SHOWN_CHARS) + "…" : text;
    }

    private static String code(Register.Sort sort, String text) throws Wrong {
        return switch (sort) {
            case UNIT_GRIDS -> unitGrid(text);
            case CODES, CODE_MAP -> matching(text, CODE, "a code of at most 30 letters and digits");
            case UNITS ->
                text.equals(ANY) ? text : matching(text, CODE, "a code of at most 30 letters and digits, or *");
            default -> matching(text, PLACE_CODE, "at most 40 letters and digits");
        };
    }

    /** District 6, street 3, community 3, sequence 3. */
    private static String unitGrid(String text) throws Wrong {
        if (!text.matches("[0-9]{15}")) {
            throw new Wrong(
                    "expected 15 digits (district 6, street 3, community 3, sequence 3), found %d characters: %s"
                            .formatted(text.length(), shown(text)));
        }
        boolean whole = !text.startsWith("0")
                && !text.startsWith("000", 6)
                && !text.startsWith("000", 9)
                && !text.startsWith("000", 12);
        if (!whole) {
            throw new Wrong("expected a district, street, community and sequence other than 0, found " + text);
        }
        return text;
    }

    static LocalDate date(String text) throws Wrong {
        Matcher form = DATE.matcher(text);
        try {
            if (form.matches()) {
                LocalDate date = LocalDate.of(
                        Integer.parseInt(form.group(1)),
                        Integer.parseInt(form.group(3)),
                        Integer.parseInt(form.group(4)));
                if (date.getYear() >= FIRST_YEAR && date.getYear() <= LAST_YEAR) {
                    return date;
                }
            }
        } catch (DateTimeException noSuchDay) {
            throw new Wrong("expected a day that there is, found " + shown(text));
        }
        throw new Wrong("expected a day of the Gregorian calendar such as 2026-05-01, from %d to %d, found %s"
                .formatted(FIRST_YEAR, LAST_YEAR, shown(text)));
    }

    private static String day(String text) throws Wrong {
        var dayOfWeek = WorkingCalendar.dayOfWeek(text);
        return dayOfWeek.isPresent()
                ? dayOfWeek.get().name().toLowerCase(Locale.ROOT)
                : date(text).toString();
    }

    private static String hours(Register.Sort sort, String text) throws Wrong {
        boolean calendar = sort == Register.Sort.CALENDAR;
        if (calendar && text.matches("off|休|休息|放假")) {
            return OFF;
        }
        String expected = calendar ? "hours such as 08:30-12:00 13:30-17:30, or off" : "hours such as 18:00-23:30";
        return need(Hours.parse(text, !calendar).map(Hours::text), text, () -> expected);
    }

    private static String season(String text) throws Wrong {
        Matcher form = SEASON.matcher(text);
        try {
            if (form.matches()) {
                MonthDay from = MonthDay.parse("--" + form.group(1));
                MonthDay to = MonthDay.parse("--" + form.group(2));
                return "%s/%s".formatted(from, to).replace("--", "");
            }
        } catch (DateTimeException noSuchDay) {
            throw new Wrong("expected days that there are, found " + shown(text));
        }
        throw new Wrong("expected a season such as 05-15/09-30, found " + shown(text));
    }
}
