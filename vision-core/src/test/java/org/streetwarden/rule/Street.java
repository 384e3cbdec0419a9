package org.streetwarden.rule;

import java.time.Duration;
import java.time.Instant;
import java.time.LocalDate;
import java.time.ZoneId;
import java.util.ArrayList;
import java.util.List;
import java.util.Map;
import java.util.Set;
import org.streetwarden.rule.Area.Layer;
import org.streetwarden.rule.Surroundings.Collecting;
import org.streetwarden.zone.Kind;
import org.streetwarden.zone.Schedule;

/** What rules are asked about, as tests need it. */
final class Street {

    static final ZoneId CHINA = ZoneId.of("Asia/Shanghai");

    /** A Friday, 18:00 in China. */
    static final Instant SIX = Instant.parse("2026-11-20T10:00:00Z");

    private Street() {}

    /** A stall that had stood five minutes, seen in four of them, at six. */
    static Finding stall() {
        return finding(Kind.VENDING, 0.8, false);
    }

    static Finding finding(Kind kind, double score, boolean experimental) {
        return new Finding(
                kind,
                "cam-1",
                "zone-1",
                "stall",
                score,
                experimental,
                SIX,
                Duration.ofMinutes(5),
                Duration.ofMinutes(4),
                Duration.ofSeconds(40));
    }

    static Surroundings nothing() {
        return around(List.of());
    }

    static Surroundings around(List<Area> areas) {
        return new Surroundings("default", Set.of(), true, Map.of(), areas, List.of(), null, null, 0, null);
    }

    static Surroundings with(Surroundings around, Instant lastFiled, Instant lastReminded, int today, String openCase) {
        return new Surroundings(
                around.group(),
                around.grids(),
                around.positioned(),
                around.workdays(),
                around.areas(),
                around.collections(),
                lastFiled,
                lastReminded,
                today,
                openCase);
    }

    static Surroundings emptied(String hours) {
        return new Surroundings(
                "default",
                Set.of(),
                true,
                Map.of(),
                List.of(),
                List.of(new Collecting("C1", "街角", 20, hours(hours))),
                null,
                null,
                0,
                null);
    }

    /** @param borderM negative inside */
    static Area point(double borderM, int capacity, int standing, String hours) {
        return new Area(
                Layer.VENDING_POINTS,
                "VP-1",
                "夜市",
                "城管〔2026〕7号",
                borderM,
                LocalDate.parse("2026-01-01"),
                LocalDate.parse("2026-12-31"),
                null,
                null,
                hours(hours),
                capacity,
                standing);
    }

    static Area area(Layer layer, double borderM) {
        return new Area(layer, "A-1", "一处", "", borderM, null, null, null, null, null, 0, 0);
    }

    static Schedule hours(String... spans) {
        List<String> problems = new ArrayList<>();
        Schedule schedule = Schedule.parse(CHINA.getId(), List.of(spans), problems);
        if (!problems.isEmpty()) {
            throw new IllegalArgumentException(problems.toString());
        }
        return schedule;
    }

    /** A book of one rule about everything. */
    static RuleBook book(
            Rule.Least least, Rule.Repeats repeats, Rule.Permitted permitted, Rule.Hold hold, Rule.Then then) {
        Rule rule = new Rule("only", Scope.of(Set.of(Kind.values())), least, repeats, permitted, hold, then);
        return new RuleBook("v", CHINA, List.of(rule));
    }

    static RuleBook permitting(boolean points, boolean construction, boolean greenOnly, boolean fileUnsure) {
        return book(
                Rule.Least.NOTHING,
                Rule.Repeats.ALL,
                new Rule.Permitted(null, points, Set.of(), construction, greenOnly, 10, fileUnsure),
                null,
                Rule.Then.FILE);
    }
}
