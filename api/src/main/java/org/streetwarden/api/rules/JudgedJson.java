package org.streetwarden.api.rules;

import com.fasterxml.jackson.core.JsonProcessingException;
import com.fasterxml.jackson.databind.JsonNode;
import com.fasterxml.jackson.databind.ObjectMapper;
import com.fasterxml.jackson.databind.node.ArrayNode;
import com.fasterxml.jackson.databind.node.JsonNodeFactory;
import com.fasterxml.jackson.databind.node.ObjectNode;
import java.time.DayOfWeek;
import java.time.Duration;
import java.time.Instant;
import java.time.LocalDate;
import java.time.MonthDay;
import java.time.ZoneId;
import java.util.ArrayList;
import java.util.List;
import java.util.Locale;
import java.util.Map;
import java.util.Optional;
import java.util.Set;
import java.util.TreeMap;
import java.util.TreeSet;
import java.util.stream.Collectors;
import org.streetwarden.rule.Area;
import org.streetwarden.rule.Judgement;
import org.streetwarden.rule.Outcome;
import org.streetwarden.rule.Reason;
import org.streetwarden.rule.Step;
import org.streetwarden.rule.Surroundings;
import org.streetwarden.rule.Surroundings.Collecting;
import org.streetwarden.zone.Schedule;

/** Judgements and what they were made from as stored JSON; what is read is what was written. */
final class JudgedJson {

    private static final JsonNodeFactory NODES = JsonNodeFactory.instance;
    private static final ObjectMapper JSON = new ObjectMapper();

    private JudgedJson() {}

    static JsonNode parse(String text) {
        try {
            return JSON.readTree(text);
        } catch (JsonProcessingException impossible) {
            throw new IllegalStateException("jsonb is readable", impossible);
        }
    }

    static ObjectNode of(Judgement judgement) {
        ObjectNode node = NODES.objectNode()
                .put("outcome", judgement.outcome().name())
                .put("reason", judgement.reason().id())
                .put("rule", judgement.ruleId())
                .put("until", text(judgement.until()))
                .put("review", judgement.review())
                .put(
                        "remindForS",
                        judgement.remindFor() == null
                                ? null
                                : judgement.remindFor().toSeconds());
        ArrayNode steps = node.putArray("steps");
        for (Step step : judgement.steps()) {
            ObjectNode each = steps.addObject()
                    .put("check", step.check())
                    .put("result", id(step.result().name()));
            ObjectNode facts = each.putObject("facts");
            step.facts().forEach(facts::put);
        }
        return node;
    }

    static Judgement judgement(JsonNode node) {
        List<Step> steps = new ArrayList<>();
        node.path("steps").forEach(each -> {
            Map<String, String> facts = new TreeMap<>();
            each.path("facts")
                    .properties()
                    .forEach(fact -> facts.put(fact.getKey(), fact.getValue().asText()));
            steps.add(new Step(
                    each.path("check").asText(),
                    Step.Result.valueOf(name(each.path("result").asText())),
                    facts));
        });
        return new Judgement(
                Outcome.valueOf(node.path("outcome").asText()),
                Reason.valueOf(name(node.path("reason").asText())),
                textOrNull(node.path("rule")),
                instant(node.path("until")),
                node.path("review").asBoolean(),
                node.path("remindForS").isNumber()
                        ? Duration.ofSeconds(node.path("remindForS").asLong())
                        : null,
                steps);
    }

    private static String id(String name) {
        return name.toLowerCase(Locale.ROOT).replace('_', '-');
    }

    private static String name(String id) {
        return id.toUpperCase(Locale.ROOT).replace('-', '_');
    }

    static ObjectNode of(Surroundings around) {
        ObjectNode node = NODES.objectNode().put("group", around.group()).put("positioned", around.positioned());
        around.grids().forEach(node.putArray("grids")::add);
        ObjectNode days = node.putObject("workdays");
        around.workdays().forEach((day, works) -> days.put(day.toString(), works));
        ArrayNode areas = node.putArray("areas");
        around.areas().forEach(area -> areas.add(of(area)));
        ArrayNode collections = node.putArray("collections");
        around.collections().forEach(point -> collections
                .addObject()
                .put("code", point.code())
                .put("name", point.name())
                .put("metres", point.metres())
                .put("hours", text(point.hours())));
        return node.put("lastFiled", text(around.lastFiled()))
                .put("lastReminded", text(around.lastReminded()))
                .put("filedToday", around.filedToday())
                .put("openCase", around.openCase())
                .put("uncertaintyM", around.uncertaintyM());
    }

    static Surroundings surroundings(JsonNode node) {
        Set<String> grids = new TreeSet<>();
        node.path("grids").forEach(grid -> grids.add(grid.asText()));
        Map<LocalDate, Boolean> days = new TreeMap<>();
        node.path("workdays")
                .properties()
                .forEach(day ->
                        days.put(LocalDate.parse(day.getKey()), day.getValue().asBoolean()));
        List<Area> areas = new ArrayList<>();
        node.path("areas").forEach(area -> areas.add(area(area)));
        List<Collecting> collections = new ArrayList<>();
        node.path("collections")
                .forEach(point -> collections.add(new Collecting(
                        point.path("code").asText(),
                        point.path("name").asText(),
                        point.path("metres").asDouble(),
                        schedule(point.path("hours")))));
        return new Surroundings(
                node.path("group").asText(),
                grids,
                node.path("positioned").asBoolean(),
                days,
                areas,
                collections,
                instant(node.path("lastFiled")),
                instant(node.path("lastReminded")),
                node.path("filedToday").asInt(),
                textOrNull(node.path("openCase")),
                node.path("uncertaintyM").isNumber() ? node.path("uncertaintyM").asDouble() : null);
    }

    private static ObjectNode of(Area area) {
        return NODES.objectNode()
                .put("layer", area.layer().id())
                .put("code", area.code())
                .put("name", area.name())
                .put("document", area.document())
                .put("borderM", area.borderM())
                .put("from", text(area.from()))
                .put("to", text(area.to()))
                .put("seasonFrom", text(area.seasonFrom()))
                .put("seasonTo", text(area.seasonTo()))
                .put("hours", text(area.hours()))
                .put("capacity", area.capacity())
                .put("standing", area.standing());
    }

    private static Area area(JsonNode node) {
        return new Area(
                Area.Layer.of(node.path("layer").asText()).orElseThrow(),
                node.path("code").asText(),
                node.path("name").asText(),
                node.path("document").asText(),
                node.path("borderM").isNumber() ? node.path("borderM").asDouble() : null,
                Optional.ofNullable(textOrNull(node.path("from")))
                        .map(LocalDate::parse)
                        .orElse(null),
                Optional.ofNullable(textOrNull(node.path("to")))
                        .map(LocalDate::parse)
                        .orElse(null),
                Optional.ofNullable(textOrNull(node.path("seasonFrom")))
                        .map(MonthDay::parse)
                        .orElse(null),
                Optional.ofNullable(textOrNull(node.path("seasonTo")))
                        .map(MonthDay::parse)
                        .orElse(null),
                schedule(node.path("hours")),
                node.path("capacity").asInt(),
                node.path("standing").asInt());
    }

    /** As {@code Asia/Shanghai 12345 1080-1320;67 0-1440}; null for null. */
    private static String text(Schedule schedule) {
        return schedule == null
                ? null
                : schedule.timeZone().getId() + " "
                        + schedule.spans().stream()
                                .map(span -> span.days().stream()
                                                .sorted()
                                                .map(day -> Integer.toString(day.getValue()))
                                                .collect(Collectors.joining())
                                        + " " + span.fromMinute() + "-" + span.toMinute())
                                .collect(Collectors.joining(";"));
    }

    private static Schedule schedule(JsonNode node) {
        if (!node.isTextual()) {
            return null;
        }
        String[] parts = node.asText().split(" ", 2);
        List<Schedule.Span> spans = new ArrayList<>();
        for (String span : parts[1].split(";", -1)) {
            String[] cells = span.split("[ -]", -1);
            Set<DayOfWeek> days = cells[0].chars()
                    .mapToObj(digit -> DayOfWeek.of(digit - '0'))
                    .collect(Collectors.toSet());
            spans.add(new Schedule.Span(days, Integer.parseInt(cells[1]), Integer.parseInt(cells[2])));
        }
        return new Schedule(ZoneId.of(parts[0]), spans);
    }

    private static String text(Object value) {
        return value == null ? null : value.toString();
    }

    private static String textOrNull(JsonNode node) {
        return node.isTextual() ? node.asText() : null;
    }

    private static Instant instant(JsonNode node) {
        return node.isTextual() ? Instant.parse(node.asText()) : null;
    }
}
