package org.streetwarden.config;

import com.fasterxml.jackson.databind.JsonNode;
import java.time.Duration;
import java.util.ArrayList;
import java.util.Arrays;
import java.util.EnumMap;
import java.util.HashSet;
import java.util.List;
import java.util.Locale;
import java.util.Map;
import java.util.Set;
import java.util.stream.Collectors;
import org.streetwarden.geometry.Point;
import org.streetwarden.geometry.Polygon;
import org.streetwarden.incident.RuleSettings;
import org.streetwarden.zone.Kind;
import org.streetwarden.zone.RuleOverrides;
import org.streetwarden.zone.Schedule;
import org.streetwarden.zone.Zone;

/** Reads zones and rules; shared by the worker's configuration and the zone files of {@code analyze}. */
final class ZoneReader {

    private static final int MAX_CORNERS = 100;

    private ZoneReader() {}

    /**
     * The whole picture as a zone of every kind, for cameras nobody has drawn zones for; but for vehicles on green belts,
     * since every vehicle that parks would be one.
     */
    static List<Zone> wholePicture() {
        return Arrays.stream(Kind.values())
                .filter(kind -> kind != Kind.GREEN_PARKING)
                .map(kind -> new Zone(kind.id(), kind, Polygon.PICTURE))
                .toList();
    }

    static Map<Kind, RuleOverrides> rules(Section section) {
        Map<Kind, RuleOverrides> rules = new EnumMap<>(Kind.class);
        for (Kind kind : Kind.values()) {
            Section rule = section.section(kind.id());
            RuleOverrides overrides = overrides(rule);
            rule.refuseUnknown();
            check(rule, RuleSettings.defaults(kind).with(overrides));
            rules.put(kind, overrides);
        }
        section.refuseUnknown();
        return rules;
    }

    /** The zones of one camera; {@code whole-picture} where the configuration says so. */
    static List<Zone> zones(Section owner, Map<Kind, RuleOverrides> rules) {
        List<Zone> zones = new ArrayList<>();
        Set<String> ids = new HashSet<>();
        for (Section section : owner.sections("zones")) {
            Zone zone = zone(section, rules);
            if (!ids.add(zone.id())) {
                section.problem("id", "an id of its own among this camera's zones", "'" + zone.id() + "' twice");
            }
            zones.add(zone);
        }
        return zones;
    }

    private static Zone zone(Section section, Map<Kind, RuleOverrides> rules) {
        Kind kind = kind(section);
        Polygon polygon = section.has("polygon") ? polygon(section) : Polygon.PICTURE;
        Schedule permitted = permitted(section);
        Section rule = section.section("rule");
        RuleOverrides overrides = overrides(rule);
        rule.refuseUnknown();
        Zone zone = new Zone(section.text("id"), kind, polygon, permitted, overrides);
        zone.problems().forEach(problem -> section.problem("", problem));
        check(
                rule,
                RuleSettings.defaults(kind)
                        .with(rules.getOrDefault(kind, RuleOverrides.NONE))
                        .with(overrides));
        section.refuseUnknown();
        return zone;
    }

    private static Kind kind(Section section) {
        String known = Arrays.stream(Kind.values()).map(Kind::id).collect(Collectors.joining(", "));
        if (!section.has("kind")) {
            section.problem("kind", "one of " + known, "nothing");
        }
        return section.parsed(
                "kind", Kind.VENDING, "one of " + known, id -> Kind.of(id).orElseThrow());
    }

    private static Polygon polygon(Section section) {
        List<Point> corners = new ArrayList<>();
        for (JsonNode corner : section.list("polygon")) {
            boolean sound = corner.isArray()
                    && corner.size() == 2
                    && corner.get(0).isNumber()
                    && corner.get(1).isNumber();
            if (!sound || corners.size() == MAX_CORNERS) {
                section.problem(
                        "polygon", "at most " + MAX_CORNERS + " corners [x, y] in fractions", corner.toString());
                return Polygon.PICTURE;
            }
            corners.add(new Point(corner.get(0).asDouble(), corner.get(1).asDouble()));
        }
        return new Polygon(corners);
    }

    private static Schedule permitted(Section section) {
        if (!section.has("permitted")) {
            return Schedule.NEVER;
        }
        List<String> spans = new ArrayList<>();
        section.list("permitted").forEach(span -> spans.add(span.asText()));
        List<String> problems = new ArrayList<>();
        Schedule schedule = Schedule.parse(section.text("time-zone", "Asia/Shanghai"), spans, problems);
        problems.forEach(problem -> section.problem("permitted", problem));
        return schedule;
    }

    private static RuleOverrides overrides(Section rule) {
        return new RuleOverrides(
                span(rule, "notice-after"),
                span(rule, "raise-after"),
                number(rule, "presence-share"),
                rule.parsed("min-looks", null, "a whole number", Integer::valueOf),
                span(rule, "grace"),
                span(rule, "blind-carry"),
                span(rule, "clear-after"),
                number(rule, "max-speed"),
                number(rule, "ground-overlap"));
    }

    private static Duration span(Section rule, String key) {
        return rule.span(key, null);
    }

    private static Double number(Section rule, String key) {
        return rule.parsed(key, null, "a number", Double::valueOf);
    }

    private static void check(Section rule, RuleSettings settings) {
        settings.problems().forEach(problem -> rule.problem("", asWritten(problem)));
    }

    /** Begins with the key as the configuration spells it: {@code raiseAfter} becomes {@code raise-after}. */
    static String asWritten(String problem) {
        int colon = problem.indexOf(':');
        String key = problem.substring(0, colon).replaceAll("([A-Z])", "-$1").toLowerCase(Locale.ROOT);
        return key + problem.substring(colon);
    }
}
