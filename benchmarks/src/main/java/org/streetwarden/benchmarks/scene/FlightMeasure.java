package org.streetwarden.benchmarks.scene;

import com.fasterxml.jackson.databind.JsonNode;
import com.fasterxml.jackson.databind.ObjectMapper;
import java.io.IOException;
import java.io.PrintWriter;
import java.io.StringWriter;
import java.nio.file.Files;
import java.nio.file.Path;
import java.util.ArrayList;
import java.util.HashMap;
import java.util.List;
import java.util.Locale;
import java.util.Map;
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
        Map<String, Integer> times = new HashMap<>();
        Map<String, Tally> here = new TreeMap<>();
        for (JsonNode finding : survey(truthFile.getParent(), name).get("findings")) {
            judge(finding, things, times, here);
        }
        for (Thing thing : things) {
            Tally tally = here.computeIfAbsent(thing.label(), label -> new Tally());
            // its own entry among the objects counts as one
            if (pictures.get(thing.track()) > SHOWN_IN) {
                tally.shown++;
                if (!times.containsKey(thing.track())) {
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

    /** A finding is of the nearest thing of its label, where one and a half times its uncertainty allows for any. */
    private static void judge(
            JsonNode finding, List<Thing> things, Map<String, Integer> times, Map<String, Tally> here) {
        String label = finding.get("label").asText();
        Tally tally = here.computeIfAbsent(label, any -> new Tally());
        double unsure = finding.get("uncertaintyM").asDouble();
        Whereabouts where = new Whereabouts(place(finding.at("/place/0"), finding.at("/place/1")), unsure);
        Thing nearest = null;
        double distance = 1.5 * unsure;
        for (Thing thing : things) {
            if (thing.label().equals(label) && where.distanceM(thing.place()) <= distance) {
                nearest = thing;
                distance = where.distanceM(thing.place());
            }
        }
        if (nearest == null) {
            tally.ofNothing++;
        } else if (times.merge(nearest.track(), 1, Integer::sum) > 1) {
            tally.twice++;
        } else {
            tally.found++;
            tally.distances.add(distance);
            tally.within += distance <= unsure ? 1 : 0;
        }
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
