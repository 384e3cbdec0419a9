package org.streetwarden.api.rules;

import java.time.Duration;
import java.time.LocalDate;
import java.time.ZoneId;
import java.util.ArrayList;
import java.util.Arrays;
import java.util.EnumSet;
import java.util.List;
import java.util.Locale;
import java.util.Optional;
import java.util.Set;
import java.util.stream.Collectors;
import org.streetwarden.rule.Outcome;
import org.streetwarden.rule.Rule;
import org.streetwarden.rule.Scope;
import org.streetwarden.zone.Kind;
import org.streetwarden.zone.Schedule;
import org.streetwarden.zone.Zone;

/**
 * Reads the rules of one file. What cannot be read is noted and stands as if it were absent.
 *
 * @param zone of all hours
 * @param uncertaintyM where a rule states none of its own
 */
record RuleReader(ZoneId zone, double uncertaintyM) {

    private static final int MOST_NAMES = 2000;
    private static final String CODE = "[\\p{L}\\p{N}][\\p{L}\\p{N}._/-]{0,39}";
    private static final String CODE_FORM = "codes of 1 to 40 letters, digits, '.', '_', '/', '-'";
    private static final String ID_FORM = "ids of 1 to 64 letters, digits, '.', '-', '_'";
    private static final String KINDS =
            Arrays.stream(Kind.values()).map(Kind::id).collect(Collectors.joining(", "));
    private static final Duration DAY = Duration.ofHours(24);
    private static final Duration MONTH = Duration.ofDays(31);

    Rule read(YamlSection section) {
        String id = section.value("id", "1 to 64 letters, digits, '.', '-', '_'", "", text -> Optional.of(text)
                .filter(each -> each.matches(Zone.ID)));
        if (!section.has("id")) {
            section.problem("id", "1 to 64 letters, digits, '.', '-', '_'", "nothing");
        }
        Scope scope = scope(section);
        Rule rule = new Rule(
                id,
                scope,
                within(section, "least", RuleReader::least),
                within(section, "repeats", RuleReader::repeats),
                permitted(section),
                hold(section),
                within(section, "then", RuleReader::then));
        boolean green = rule.permitted().greenOnly() && !scope.kinds().equals(Set.of(Kind.GREEN_PARKING));
        if (green) {
            section.problem(
                    "permitted",
                    "green-belts-only with the kind green-parking alone",
                    scope.kinds().toString());
        }
        return rule;
    }

    @FunctionalInterface
    private interface Part<T> {
        T read(YamlSection section);
    }

    private static <T> T within(YamlSection section, String key, Part<T> part) {
        YamlSection inner = section.section(key);
        T read = part.read(inner);
        inner.refuseUnknown();
        return read;
    }

    private Scope scope(YamlSection section) {
        Set<Kind> kinds = EnumSet.noneOf(Kind.class);
        String any = Arrays.stream(Kind.values()).map(Kind::id).collect(Collectors.joining("|"));
        section.texts("kinds", 8, any, KINDS)
                .forEach(name -> kinds.add(Kind.of(name).orElseThrow()));
        if (!section.hasEntries("kinds")) {
            section.problem("kinds", "at least one kind", "none");
        }
        YamlSection where = section.section("where");
        YamlSection when = section.section("when");
        Scope scope = new Scope(
                kinds,
                ids(where, "cameras"),
                ids(where, "zones"),
                ids(where, "groups"),
                Set.copyOf(where.texts("grids", MOST_NAMES, CODE, CODE_FORM)),
                Set.copyOf(section.texts("labels", 64, "[A-Za-z0-9_-]{1,64}", "labels of a model")),
                hours(when, "hours"),
                when.value("days", "workdays, rest-days or any", Scope.Days.ANY, RuleReader::days),
                day(when, "from"),
                day(when, "to"));
        if (scope.from() != null && scope.to() != null && scope.to().isBefore(scope.from())) {
            when.problem(
                    "to", "a day not before from, " + scope.from(), scope.to().toString());
        }
        where.refuseUnknown();
        when.refuseUnknown();
        return scope;
    }

    private static Set<String> ids(YamlSection section, String key) {
        return Set.copyOf(section.texts(key, MOST_NAMES, Zone.ID, ID_FORM));
    }

    private static Optional<Scope.Days> days(String name) {
        return Arrays.stream(Scope.Days.values())
                .filter(days ->
                        days.name().toLowerCase(Locale.ROOT).replace('_', '-').equals(name))
                .findFirst();
    }

    private static LocalDate day(YamlSection section, String key) {
        return section.value(key, "a day such as 2026-05-15", null, text -> Optional.of(text)
                .filter(each -> each.matches("[0-9]{4}-[0-9]{2}-[0-9]{2}"))
                .map(LocalDate::parse));
    }

    /** @return null where there are none */
    private Schedule hours(YamlSection section, String key) {
        List<String> spans = section.texts(key, 64, "[ -~]{1,80}", "hours such as 'mon-fri 18:00-22:00'");
        if (spans.isEmpty()) {
            return null;
        }
        List<String> problems = new ArrayList<>();
        Schedule schedule = Schedule.parse(zone.getId(), spans, problems);
        problems.forEach(problem -> section.problem(key, "hours such as 'mon-fri 18:00-22:00'", problem));
        if (problems.isEmpty() && schedule.overlaps()) {
            section.problem(key, "hours of which none overlap", String.join(", ", spans));
        }
        return problems.isEmpty() ? schedule : null;
    }

    private static Rule.Least least(YamlSection section) {
        Duration notice = span(section, "notice", DAY, Duration.ZERO);
        Duration dwell = span(section, "dwell", DAY, Duration.ZERO);
        if (section.has("notice") && dwell.compareTo(notice) < 0) {
            section.problem("notice", "at most dwell, " + dwell, notice.toString());
        }
        return new Rule.Least(
                section.number("score", 0, 1, 0),
                notice,
                dwell,
                section.number("observed-share", 0, 1, 0),
                span(section, "longest-gap", DAY, null));
    }

    private static Rule.Repeats repeats(YamlSection section) {
        return new Rule.Repeats(span(section, "within", MONTH, Duration.ZERO), section.whole("most-per-day", 10_000));
    }

    private Rule.Permitted permitted(YamlSection parent) {
        return within(
                parent,
                "permitted",
                section -> new Rule.Permitted(
                        hours(section, "hours"),
                        section.flag("vending-points", false),
                        Set.copyOf(section.texts("points", MOST_NAMES, CODE, CODE_FORM)),
                        section.flag("construction", false),
                        section.flag("green-belts-only", false),
                        section.number("position-uncertainty-m", 0, 300, uncertaintyM),
                        section.value("unsure", "file or suppress", "file", text -> Optional.of(text)
                                        .filter(each -> each.matches("file|suppress")))
                                .equals("file")));
    }

    /** @return null where nothing is held */
    private Rule.Hold hold(YamlSection parent) {
        return within(parent, "hold", section -> {
            Schedule hours = hours(section, "hours");
            double metres = section.number("collection-within-m", 0, 300, 0);
            if (hours == null && section.has("collection-within-m")) {
                section.problem("hours", "the hours in which it is held", "nothing");
            }
            return hours == null ? null : new Rule.Hold(hours, metres);
        });
    }

    private static Rule.Then then(YamlSection section) {
        Outcome outcome = section.value("do", "file, remind or suppress", Outcome.FILE, RuleReader::outcome);
        Duration remindFor = span(section, "remind-for", DAY, null);
        Duration onceIn = span(section, "remind-once-in", MONTH, DAY);
        boolean reminds = outcome == Outcome.REMIND;
        if (reminds && remindFor == null) {
            section.problem("remind-for", "a span such as 10m", "nothing");
        }
        for (String key : reminds ? List.<String>of() : List.of("remind-for", "remind-once-in")) {
            if (section.has(key)) {
                section.problem(key, "nothing but with do: remind", "this key");
            }
        }
        return new Rule.Then(outcome, section.flag("review", false), reminds ? remindFor : null, onceIn);
    }

    private static Optional<Outcome> outcome(String name) {
        return Arrays.stream(Outcome.values())
                .filter(each -> each != Outcome.WAIT)
                .filter(each -> each.name().toLowerCase(Locale.ROOT).equals(name))
                .findFirst();
    }

    /** @param otherwise where it is absent */
    private static Duration span(YamlSection section, String key, Duration most, Duration otherwise) {
        String expected = "a span of 1s to %dh, as 90s, 5m or 2h".formatted(most.toHours());
        return section.value(key, expected, otherwise, text -> Optional.of(text)
                .filter(each -> each.matches("[1-9][0-9]{0,6}[smhd]"))
                .map(RuleReader::duration)
                .filter(span -> span.compareTo(most) <= 0));
    }

    private static Duration duration(String text) {
        long amount = Long.parseLong(text.substring(0, text.length() - 1));
        return switch (text.charAt(text.length() - 1)) {
            case 's' -> Duration.ofSeconds(amount);
            case 'm' -> Duration.ofMinutes(amount);
            case 'h' -> Duration.ofHours(amount);
            default -> Duration.ofDays(amount);
        };
    }
}
