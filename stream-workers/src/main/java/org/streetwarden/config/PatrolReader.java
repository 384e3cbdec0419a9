package org.streetwarden.config;

import com.fasterxml.jackson.databind.JsonNode;
import java.time.Duration;
import java.util.ArrayList;
import java.util.Arrays;
import java.util.HashSet;
import java.util.LinkedHashSet;
import java.util.List;
import java.util.Locale;
import java.util.Set;
import java.util.stream.Collectors;
import org.streetwarden.config.PatrolConfig.Mode;
import org.streetwarden.config.PatrolConfig.Plan;
import org.streetwarden.config.PatrolConfig.UpstreamConfig;
import org.streetwarden.zone.Kind;
import org.streetwarden.zone.Schedule;
import org.streetwarden.zone.Zone;

/** Reads how cameras are visited: {@code watch.mode}, {@code watch.patrol}, {@code watch.burst}, {@code plans}, {@code upstreams}. */
final class PatrolReader {

    private static final Duration SHORTEST = Duration.ofSeconds(1);
    private static final Duration LONGEST = Duration.ofHours(24);

    private PatrolReader() {}

    /** @param watch read in part: the caller refuses what nobody asked for */
    static PatrolConfig patrol(Section top, Section watch) {
        PatrolConfig usual = PatrolConfig.NONE;
        Section patrol = watch.section("patrol");
        Section burst = watch.section("burst");
        PatrolConfig config = new PatrolConfig(
                mode(watch, usual.mode()),
                span(patrol, "every", usual.every()),
                patrol.whole("looks", usual.looks(), 1, 100),
                patrol.whole("sessions", usual.sessions(), 1, 1024),
                burst.whole("most", usual.mostBursts(), 0, 1024),
                span(burst, "interval", usual.burstInterval()),
                plans(top),
                upstreams(top));
        patrol.refuseUnknown();
        burst.refuseUnknown();
        return config;
    }

    /** @param otherwise where none is named; may be null */
    static Mode mode(Section section, Mode otherwise) {
        return section.parsed("mode", otherwise, "watch or patrol", PatrolReader::mode);
    }

    private static Mode mode(String text) {
        if (!text.equals(text.toLowerCase(Locale.ROOT))) {
            throw new IllegalArgumentException(text);
        }
        return Mode.valueOf(text.toUpperCase(Locale.ROOT));
    }

    private static Duration span(Section section, String key, Duration otherwise) {
        Duration span = section.span(key, otherwise);
        if (span != null && (span.compareTo(SHORTEST) < 0 || span.compareTo(LONGEST) > 0)) {
            section.problem(key, "1s to 24h", span.toString());
            return otherwise;
        }
        return span;
    }

    private static List<Plan> plans(Section top) {
        List<Plan> plans = new ArrayList<>();
        for (Section section : top.sections("plans")) {
            plans.add(new Plan(
                    texts(section, "cameras"),
                    texts(section, "groups"),
                    kinds(section),
                    hours(section),
                    mode(section, null),
                    span(section, "every", null)));
            section.refuseUnknown();
        }
        return plans;
    }

    private static Set<String> texts(Section section, String key) {
        Set<String> texts = new LinkedHashSet<>();
        for (JsonNode text : section.list(key)) {
            texts.add(text.asText());
        }
        return texts;
    }

    private static Set<Kind> kinds(Section section) {
        Set<Kind> kinds = new LinkedHashSet<>();
        for (String id : texts(section, "kinds")) {
            Kind.of(id)
                    .ifPresentOrElse(
                            kinds::add,
                            () -> section.problem(
                                    "kinds",
                                    Arrays.stream(Kind.values()).map(Kind::id).collect(Collectors.joining(", ")),
                                    "'" + id + "'"));
        }
        return kinds;
    }

    private static Schedule hours(Section section) {
        String zone = section.text("time-zone", "Asia/Shanghai");
        if (!section.has("hours")) {
            return null;
        }
        List<String> problems = new ArrayList<>();
        Schedule hours = Schedule.parse(zone, section.textOrTexts("hours"), problems);
        problems.forEach(problem -> section.problem("hours", problem));
        return hours;
    }

    private static List<UpstreamConfig> upstreams(Section top) {
        List<UpstreamConfig> upstreams = new ArrayList<>();
        Set<String> ids = new HashSet<>();
        for (Section section : top.sections("upstreams")) {
            UpstreamConfig upstream = new UpstreamConfig(
                    section.text("id"),
                    section.whole("sessions", 64, 1, 100_000),
                    section.whole("opens-per-second", 20, 1, 1000));
            if (!ids.add(upstream.id())) {
                section.problem("id", "an id of its own", "'" + upstream.id() + "' a second time");
            }
            section.refuseUnknown();
            upstreams.add(upstream);
        }
        return upstreams;
    }

    /** @return the camera's upstream as it says, else the place it is reached at */
    static String upstream(Section section, String peer) {
        String id = section.text("upstream", peer);
        if (id.length() > 255 || id.isBlank()) {
            section.problem("upstream", "1 to 255 characters", "'" + id + "'");
        }
        return id;
    }

    /** Names that no camera, group or upstream has are mistakes. */
    static void checkNames(Section top, PatrolConfig patrol, List<CameraConfig> cameras) {
        Set<String> ids = cameras.stream().map(CameraConfig::id).collect(Collectors.toSet());
        Set<String> groups = cameras.stream().map(CameraConfig::group).collect(Collectors.toSet());
        for (Plan plan : patrol.plans()) {
            plan.cameras().stream().filter(id -> !ids.contains(id)).forEach(id -> strange(top, "cameras", id));
            plan.groups().stream().filter(id -> !groups.contains(id)).forEach(id -> strange(top, "groups", id));
        }
    }

    private static void strange(Section top, String key, String name) {
        String shown = name.matches(Zone.ID) ? name : "another text";
        top.problem("plans", "under '%s' a name that some camera has".formatted(key), "'" + shown + "'");
    }
}
