package org.streetwarden.benchmarks.scene;

import com.fasterxml.jackson.databind.JsonNode;
import com.fasterxml.jackson.databind.ObjectMapper;
import java.io.IOException;
import java.io.PrintWriter;
import java.io.StringWriter;
import java.nio.file.Files;
import java.nio.file.Path;
import java.util.ArrayList;
import java.util.Comparator;
import java.util.HashMap;
import java.util.HashSet;
import java.util.List;
import java.util.Locale;
import java.util.Map;
import java.util.Set;
import java.util.TreeMap;
import java.util.stream.Stream;
import org.streetwarden.directory.LonLat;
import org.streetwarden.filing.Disk;
import org.streetwarden.flight.Whereabouts;
import org.streetwarden.flights.FlightsCommand;
import picocli.CommandLine;

/**
 * Question: of what stands on a rendered site, how much does a survey find, how often, and within what it says is its
 * uncertainty? Decides: whether a model may look at flights. Input: rendered flights that no model was trained or chosen on
 * (models/scenes: {@code render.mjs flight survey reflight --seed S}). Run:
 *
 * <pre>
 * scripts/bench --main scene.FlightMeasure DIR [MODEL_FOLDER]
 * </pre>
 */
public final class FlightMeasure {

    private static final ObjectMapper JSON = new ObjectMapper();
    private static final String DIALECT = "brackets-gimbal";

    /** In fewer of the truth's pictures, one a second, a thing is not shown. */
    private static final int SHOWN_IN = 3;

    /** Half of a large thing: nearer than that a second finding is of it. */
    private static final double UNDER_M = 4;

    private static final String ROW = "| %s | %s | %s | %s | %s | %s | %s | %s |%n";

    private final String model;
    private final Map<String, Tally> byLabel = new TreeMap<>();

    private FlightMeasure(String model) {
        this.model = model;
    }

    /** What there is to find, and what came of it; {@code distances} of what was found. */
    private static final class Tally {

        private int shown;
        private int found;
        private int twice;
        private int ofNothing;
        private int within;
        private final List<Double> distances = new ArrayList<>();
        private final List<String> missed = new ArrayList<>();

        private void found(Match match) {
            found++;
            distances.add(match.distanceM());
            within += match.distanceM() <= match.finding().where().uncertaintyM() ? 1 : 0;
        }

        private void add(Tally other) {
            shown += other.shown;
            found += other.found;
            twice += other.twice;
            ofNothing += other.ofNothing;
            within += other.within;
            distances.addAll(other.distances);
            missed.addAll(other.missed);
        }

        private String row(String name) {
            String distance = "%.1f m (%.1f m)"
                    .formatted(
                            distances.stream()
                                    .mapToDouble(Double::doubleValue)
                                    .average()
                                    .orElse(Double.NaN),
                            distances.stream()
                                    .mapToDouble(Double::doubleValue)
                                    .max()
                                    .orElse(Double.NaN));
            String sure = "%d of %d".formatted(within, found);
            return ROW.formatted(name, shown, found, twice, ofNothing, distance, sure, String.join(", ", missed));
        }
    }

    private record Thing(String track, String label, LonLat place) {}

    private record Found(String label, Whereabouts where) {}

    private record Match(Found finding, Thing thing, double distanceM) {}

    public static void main(String[] args) throws IOException {
        FlightMeasure measure = new FlightMeasure(args.length > 1 ? args[1] : null);
        System.out.print(ROW.formatted(
                "flight", "things", "found", "twice", "of nothing", "distance, mean (largest)", "within", "missed"));
        System.out.println("|---|---|---|---|---|---|---|---|");
        Tally all = new Tally();
        try (Stream<Path> files = Files.list(Path.of(args[0]))) {
            for (Path truth : files.filter(file -> file.toString().endsWith(".truth.json"))
                    .sorted()
                    .toList()) {
                all.add(measure.flight(truth));
            }
        }
        measure.byLabel.forEach((label, tally) -> System.out.print(tally.row(label)));
        System.out.print(all.row("all"));
    }

    private Tally flight(Path truthFile) throws IOException {
        String name = truthFile.getFileName().toString().replace(".truth.json", "");
        JsonNode truth = JSON.readTree(truthFile.toFile());
        List<Thing> things = new ArrayList<>();
        for (JsonNode each : truth.get("objects")) {
            things.add(new Thing(
                    each.get("track").asText(),
                    each.get("label").asText(),
                    place(each.get("longitude"), each.get("latitude"))));
        }
        Map<String, Integer> pictures = new HashMap<>();
        truth.findValues("track").forEach(track -> pictures.merge(track.asText(), 1, Integer::sum));
        Map<String, Tally> here = new TreeMap<>();
        Set<Thing> found = judge(findings(survey(truthFile.getParent(), name)), things, here);
        for (Thing thing : things) {
            Tally tally = here.computeIfAbsent(thing.label(), label -> new Tally());
            // its own entry among the objects counts as one
            if (pictures.get(thing.track()) > SHOWN_IN) {
                tally.shown++;
                if (!found.contains(thing)) {
                    tally.missed.add(thing.track());
                }
            }
        }
        Tally whole = new Tally();
        here.forEach((label, tally) -> {
            whole.add(tally);
            byLabel.computeIfAbsent(label, any -> new Tally()).add(tally);
        });
        System.out.print(whole.row(name));
        return whole;
    }

    private static List<Found> findings(JsonNode survey) {
        List<Found> findings = new ArrayList<>();
        for (JsonNode each : survey.get("findings")) {
            LonLat place = place(each.at("/place/0"), each.at("/place/1"));
            findings.add(new Found(
                    each.get("label").asText(),
                    new Whereabouts(place, each.get("uncertaintyM").asDouble())));
        }
        return findings;
    }

    /**
     * Matches findings with things of their label, the nearest first, as far as one and a half times the uncertainty allows. What
     * is left is a second one where a thing stands under it, and else of nothing.
     *
     * @return what was found
     */
    private static Set<Thing> judge(List<Found> findings, List<Thing> things, Map<String, Tally> here) {
        List<Match> matches = new ArrayList<>();
        for (Found finding : findings) {
            for (Thing thing : things) {
                double distance = finding.where().distanceM(thing.place());
                boolean may = thing.label().equals(finding.label())
                        && distance <= 1.5 * finding.where().uncertaintyM();
                if (may) {
                    matches.add(new Match(finding, thing, distance));
                }
            }
        }
        matches.sort(Comparator.comparingDouble(Match::distanceM));
        Set<Thing> found = new HashSet<>();
        Set<Found> judged = new HashSet<>();
        for (Match match : matches) {
            boolean first = !found.contains(match.thing()) && !judged.contains(match.finding());
            if (first && found.add(match.thing()) && judged.add(match.finding())) {
                tally(here, match.finding()).found(match);
            }
        }
        for (Match match : matches) {
            if (match.distanceM() <= UNDER_M && judged.add(match.finding())) {
                tally(here, match.finding()).twice++;
            }
        }
        findings.stream().filter(finding -> !judged.contains(finding)).forEach(finding -> tally(here, finding)
                .ofNothing++);
        return found;
    }

    private static Tally tally(Map<String, Tally> here, Found finding) {
        return here.computeIfAbsent(finding.label(), label -> new Tally());
    }

    private static LonLat place(JsonNode longitude, JsonNode latitude) {
        return new LonLat(longitude.asDouble(), latitude.asDouble());
    }

    /** What {@code flights survey --json} says of the flight as its aircraft would have left it on a card. */
    private JsonNode survey(Path folder, String name) throws IOException {
        Path card = Files.createTempDirectory("streetwarden-flight");
        try {
            Files.copy(folder.resolve(name + ".mp4"), card.resolve("DJI_0001.MP4"));
            Files.copy(folder.resolve("%s.%s.srt".formatted(name, DIALECT)), card.resolve("DJI_0001.SRT"));
            List<String> words = new ArrayList<>(List.of("survey", "--json"));
            if (model != null) {
                words.addAll(List.of("--model", model));
            }
            words.add(card.toString());
            StringWriter told = new StringWriter();
            CommandLine command = new CommandLine(new FlightsCommand()).setOut(new PrintWriter(told));
            int code = command.execute(words.toArray(String[]::new));
            if (code != 0) {
                throw new IOException(String.format(Locale.ROOT, "%s: expected a survey, found exit %d", name, code));
            }
            return JSON.readTree(told.toString());
        } finally {
            Disk.deleteTree(card);
        }
    }
}
