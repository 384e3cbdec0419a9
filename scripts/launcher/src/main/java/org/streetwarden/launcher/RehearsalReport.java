package org.streetwarden.launcher;

import com.fasterxml.jackson.core.JsonProcessingException;
import com.fasterxml.jackson.databind.JsonNode;
import com.fasterxml.jackson.databind.ObjectMapper;
import com.fasterxml.jackson.databind.SerializationFeature;
import java.io.IOException;
import java.time.Duration;
import java.time.Instant;
import java.util.ArrayList;
import java.util.Comparator;
import java.util.EnumSet;
import java.util.HashMap;
import java.util.LinkedHashMap;
import java.util.List;
import java.util.Map;
import java.util.OptionalDouble;
import java.util.Set;
import java.util.TreeMap;
import java.util.stream.Collectors;
import org.streetwarden.launcher.RehearsalCameras.Entry;
import org.streetwarden.launcher.RehearsalCameras.Role;

/** What a rehearsal has shown, goals beside figures. */
final class RehearsalReport {

    /** One goal and what was found. */
    record Goal(String what, String goal, String found, boolean met) {}

    private static final double SEEN_GOAL = 0.995;
    private static final double TAKEOVER_GOAL_SECONDS = 20;
    private static final double RELIEF_GOAL_SECONDS = 60;
    private static final double CORES_GOAL = 2;
    private static final int NODE_CORES = 16;
    private static final double NODE_USE = 0.75;
    private static final Map<String, String> PARTS = Map.of(
            "reader", "session and decoding",
            "detector", "letterbox and inference",
            "judge", "judge",
            "evidence-cutter", "evidence",
            "clip-masking", "masking of clips",
            "deliverer", "evidence",
            "fleet", "fleet",
            "C1 CompilerThre", "Java's compilers",
            "C2 CompilerThre", "Java's compilers",
            "VM Thread", "Java's collector");
    private static final Set<Role> LIVING = EnumSet.of(Role.ORDINARY, Role.FLAPPING, Role.INCIDENT);

    private final RehearsalCameras cameras;
    private final RehearsalSize size;
    private final Rehearsal.Outcome outcome;
    private final List<Goal> goals = new ArrayList<>();
    private final Map<String, Object> figures = new LinkedHashMap<>();
    private double meanSeen;

    RehearsalReport(RehearsalCameras cameras, RehearsalSize size, Rehearsal.Outcome outcome) throws IOException {
        this.cameras = cameras;
        this.size = size;
        this.outcome = outcome;
        coverage();
        cases();
        takeover();
        cost();
        flight();
    }

    private void flight() {
        JsonNode flight = outcome.flight();
        if (flight.isMissingNode()) {
            return;
        }
        boolean done = flight.path("state").asText().equals("DONE");
        figures.put("flight", flight.path("state").asText());
        figures.put("flightFindings", flight.at("/progress/findings").asInt());
        if (done) {
            figures.put("flightSeconds", seconds(flight.path("createdAt"), flight.path("endedAt")));
        }
    }

    private static double seconds(JsonNode from, JsonNode until) {
        return Duration.between(Instant.parse(from.asText()), Instant.parse(until.asText()))
                        .toMillis()
                / 1e3;
    }

    List<Goal> goals() {
        return List.copyOf(goals);
    }

    private Set<String> ids(Set<Role> roles) {
        return cameras.entries().stream()
                .filter(entry -> roles.contains(entry.role()))
                .map(Entry::id)
                .collect(Collectors.toSet());
    }

    private void coverage() {
        Map<String, List<Double>> shares = new LinkedHashMap<>();
        for (Role role : Role.values()) {
            Set<String> own = ids(EnumSet.of(role));
            if (!own.isEmpty()) {
                shares.put(role.name(), windows(own));
            }
        }
        Set<String> living = ids(LIVING);
        List<Double> seen = windows(living);
        double least = seen.stream().min(Comparator.naturalOrder()).orElse(0.0);
        meanSeen = seen.stream().mapToDouble(Double::doubleValue).average().orElse(0);
        goals.add(new Goal(
                "living cameras seen in every window of " + words(size.promise()),
                ">= " + percent(SEEN_GOAL),
                percent(least) + " in the worst of " + seen.size(),
                least >= SEEN_GOAL));
        figures.put("seenShareByWindow", seen);
        figures.put("seenShareByWindowAndRole", shares);
        figures.put(
                "longestBlindSecondsOfOrdinary",
                outcome.sights()
                        .longestBlind(ids(EnumSet.of(Role.ORDINARY)), outcome.began(), outcome.ended())
                        .toSeconds());
    }

    private List<Double> windows(Set<String> ids) {
        return outcome.sights().windows(ids, outcome.began(), outcome.ended(), size.promise()).stream()
                .map(window -> Math.round(window.share() * 1e4) / 1e4)
                .toList();
    }

    private void cases() throws IOException {
        Map<String, Integer> told = new HashMap<>();
        List<String> untold = new ArrayList<>();
        Map<String, Entry> incidents = new HashMap<>();
        for (Entry entry : cameras.entries()) {
            if (entry.role() == Role.INCIDENT) {
                incidents.put(entry.id(), entry);
            }
        }
        for (JsonNode found : outcome.cases()) {
            String camera = found.path("camera").path("id").asText();
            Entry entry = incidents.get(camera);
            if (entry != null && cameras.kindOf(entry).equals(found.path("kind").asText())) {
                told.merge(camera, 1, Integer::sum);
            } else {
                untold.add(camera + " " + found.path("kind").asText());
            }
        }
        long once = told.values().stream().filter(count -> count == 1).count();
        goals.add(new Goal(
                "incidents filed exactly once",
                incidents.size() + " of " + incidents.size(),
                once + ", " + (told.size() - once) + " more than once, " + (incidents.size() - told.size()) + " not",
                once == incidents.size()));
        goals.add(new Goal("cases that no script tells", "0", "" + untold.size(), untold.isEmpty()));
        figures.put("casesUntold", untold);
        List<String> missed = new ArrayList<>();
        for (Entry entry : incidents.values()) {
            if (!told.containsKey(entry.id())) {
                missed.add(entry.id() + " " + cameras.kindOf(entry));
            }
        }
        figures.put("incidentsNotFiled", missed.stream().sorted().toList());
        figures.put(
                "incidentsFiledTwice",
                told.keySet().stream().filter(id -> told.get(id) > 1).sorted().toList());
    }

    private void takeover() {
        if (size.workers() > 1) {
            seconds("a killed worker's cameras are held by others", TAKEOVER_GOAL_SECONDS, outcome.takeoverSeconds());
            seconds("a new worker holds half of its share", RELIEF_GOAL_SECONDS, outcome.reliefSeconds());
        }
    }

    private void seconds(String what, double goal, OptionalDouble found) {
        goals.add(new Goal(
                what,
                "within " + (int) goal + " s",
                found.isPresent() ? "%.0f s".formatted(found.getAsDouble()) : "not seen",
                found.isPresent() && found.getAsDouble() <= goal));
    }

    private void cost() {
        double seconds = Duration.between(outcome.began(), outcome.ended()).toMillis() / 1e3;
        Map<String, Map<String, Double>> parts = new TreeMap<>();
        double all = 0;
        double workers = 0;
        for (Map.Entry<ProcessUse.Group, Double> spent :
                outcome.use().cpuSeconds().entrySet()) {
            String process = spent.getKey().process().startsWith("worker")
                    ? "workers"
                    : spent.getKey().process();
            double cores = spent.getValue() / seconds;
            parts.computeIfAbsent(process, name -> new TreeMap<>())
                    .merge(spent.getKey().threads(), cores, Double::sum);
            all += cores;
            workers += process.equals("workers") ? cores : 0;
        }
        long bytes = outcome.use().residentBytes().entrySet().stream()
                .filter(resident -> resident.getKey().startsWith("worker"))
                .mapToLong(Map.Entry::getValue)
                .sum();
        goals.add(new Goal(
                "cores used, farm and servers included",
                "<= " + (int) CORES_GOAL,
                "%.2f".formatted(all),
                all <= CORES_GOAL));
        figures.put("coresByProcessAndThreads", rounded(parts));
        figures.put("coresOfWorkers", round(workers));
        figures.put("coresOfWorkersByPart", byPart(parts.getOrDefault("workers", Map.of())));
        figures.put("coresOfWorkersPerThousandCameras", round(workers * 1000 / size.cameras()));
        figures.put("workerKilobytesPerCamera", bytes / 1024 / size.cameras());
        figures.put("mostResidentMegabytes", megabytes());
        double models = parts.getOrDefault("workers", Map.of()).getOrDefault("detector", 0.0);
        figures.put("camerasOnANodeOf16Cores", carried(workers));
        figures.put("camerasOnANodeOf16CoresWithItsModelsOnAGpu", carried(workers - models));
    }

    /** As many as were seen in time with these cores, not as many as there were. */
    private long carried(double cores) {
        return Math.round(NODE_CORES * NODE_USE * size.cameras() * meanSeen / cores);
    }

    /** @param threads cores by group of threads; Linux keeps 15 characters of a thread's name */
    private static Map<String, Double> byPart(Map<String, Double> threads) {
        Map<String, Double> parts = new TreeMap<>();
        threads.forEach(
                (group, cores) -> parts.merge(PARTS.getOrDefault(group, "everything else"), cores, Double::sum));
        parts.replaceAll((part, cores) -> round(cores));
        return parts;
    }

    private static Map<String, Map<String, Double>> rounded(Map<String, Map<String, Double>> parts) {
        Map<String, Map<String, Double>> shown = new LinkedHashMap<>();
        parts.forEach((process, groups) -> {
            Map<String, Double> large = new LinkedHashMap<>();
            groups.entrySet().stream()
                    .sorted(Map.Entry.<String, Double>comparingByValue().reversed())
                    .filter(group -> group.getValue() >= 0.002)
                    .forEach(group -> large.put(group.getKey(), round(group.getValue())));
            large.put(
                    "all",
                    round(groups.values().stream()
                            .mapToDouble(Double::doubleValue)
                            .sum()));
            shown.put(process, large);
        });
        return shown;
    }

    private Map<String, Long> megabytes() {
        Map<String, Long> shown = new TreeMap<>();
        outcome.use().residentBytes().forEach((process, bytes) -> shown.put(process, bytes >> 20));
        return shown;
    }

    private static double round(double value) {
        return Math.round(value * 1000) / 1000.0;
    }

    private static String percent(double share) {
        return "%.2f %%".formatted(100 * share);
    }

    private static String words(Duration time) {
        return time.toSecondsPart() == 0 ? time.toMinutes() + " min" : time.toSeconds() + " s";
    }

    /** A table for people. */
    String table() {
        StringBuilder table = new StringBuilder("%n  %-52s %-16s %s%n".formatted("goal", "wanted", "found"));
        for (Goal goal : goals) {
            table.append("  %-52s %-16s %s%s%n"
                    .formatted(goal.what(), goal.goal(), goal.found(), goal.met() ? "" : "   NOT MET"));
        }
        line(table, "cores of the workers", "coresOfWorkersByPart");
        line(table, "cores of the workers per thousand cameras", "coresOfWorkersPerThousandCameras");
        line(table, "kilobytes of the workers per camera", "workerKilobytesPerCamera");
        line(table, "cameras on a node of 16 cores, by these figures", "camerasOnANodeOf16Cores");
        line(table, "the same with its models on a GPU", "camerasOnANodeOf16CoresWithItsModelsOnAGpu");
        line(table, "not filed", "incidentsNotFiled");
        if (figures.containsKey("flight")) {
            line(table, "the flight", "flight");
            line(table, "seconds from its first byte to its end", "flightSeconds");
        }
        return table.toString();
    }

    private void line(StringBuilder table, String what, String figure) {
        table.append("  %-52s %s%n".formatted(what, figures.get(figure)));
    }

    /** Everything, for machines. */
    String json() throws JsonProcessingException {
        Map<String, Object> all = new LinkedHashMap<>();
        all.put("cameras", size.cameras());
        all.put("workers", size.workers());
        all.put("seconds", Duration.between(outcome.began(), outcome.ended()).toSeconds());
        all.put("roles", size.roles());
        all.put("goals", goals);
        all.putAll(figures);
        return new ObjectMapper().enable(SerializationFeature.INDENT_OUTPUT).writeValueAsString(all);
    }
}
