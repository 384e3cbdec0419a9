package org.streetwarden.flights;

import static org.assertj.core.api.Assertions.assertThat;

import com.fasterxml.jackson.databind.JsonNode;
import com.fasterxml.jackson.databind.ObjectMapper;
import java.io.IOException;
import java.nio.file.Files;
import java.nio.file.Path;
import java.util.ArrayList;
import java.util.HashMap;
import java.util.List;
import java.util.Map;
import java.util.Optional;
import org.streetwarden.config.FlightsConfig;
import org.streetwarden.detect.Detection;
import org.streetwarden.detect.DetectorFailure;
import org.streetwarden.directory.LonLat;
import org.streetwarden.flight.GroundLook;
import org.streetwarden.flight.Whereabouts;
import org.streetwarden.geometry.Box;
import org.streetwarden.rollout.LoadedModel;

/**
 * A flight over a rendered site, of which all is known: {@code models/scenes/flights}.
 *
 * @param seen by moment, microseconds: every box that a faultless model would see; of moving things too
 */
record RenderedFlight(String name, List<Thing> things, Map<Long, List<Detection>> seen) {

    private static final Path FOLDER = Path.of(System.getProperty("streetwarden.root", "."))
            .toAbsolutePath()
            .normalize()
            .resolve("models/scenes/flights");

    private static final double LEAST_WITHIN = 0.95;

    /** What stands there; {@code areaM2} is the hull of its outline from straight above. */
    record Thing(String track, String label, LonLat place, double areaM2) {}

    /** What a survey made of it. */
    record Surveyed(FlightParts parts, SurveyMemory memory, List<FlightFinding> findings) {}

    static RenderedFlight of(String name) throws IOException {
        JsonNode truth =
                new ObjectMapper().readTree(FOLDER.resolve(name + ".truth.json").toFile());
        List<Thing> things = new ArrayList<>();
        for (JsonNode each : truth.get("objects")) {
            LonLat place = new LonLat(
                    each.get("longitude").asDouble(), each.get("latitude").asDouble());
            things.add(new Thing(
                    each.get("track").asText(),
                    each.get("label").asText(),
                    place,
                    each.get("areaM2").asDouble()));
        }
        Map<Long, List<Detection>> seen = new HashMap<>();
        for (JsonNode frame : truth.get("frames")) {
            List<Detection> boxes = new ArrayList<>();
            for (JsonNode each : frame.get("boxes")) {
                JsonNode box = each.get("box");
                Box where = new Box(
                        box.get(0).asDouble(),
                        box.get(1).asDouble(),
                        box.get(2).asDouble(),
                        box.get(3).asDouble());
                boxes.add(new Detection(each.get("label").asText(), 1, where));
            }
            seen.put(frame.get("ptsUs").asLong(), boxes);
        }
        return new RenderedFlight(name, things, seen);
    }

    /** The shipped survey of it, as {@code flights survey --json} printed it. */
    JsonNode told() throws IOException {
        return new ObjectMapper().readTree(FOLDER.resolve(name + ".survey.json").toFile());
    }

    Thing thing(String track) {
        return things.stream()
                .filter(each -> each.track().equals(track))
                .findFirst()
                .orElseThrow();
    }

    /** The flight as its aircraft would have left it on a card. */
    FlightParts parts(String dialect, Path card) throws IOException {
        Path folder = Files.createDirectories(card.resolve(name + "-" + dialect));
        link(folder.resolve("DJI_0001.MP4"), name + ".mp4");
        link(folder.resolve("DJI_0001.SRT"), name + "." + dialect + ".srt");
        return FlightParts.of(List.of(folder), card);
    }

    private static void link(Path link, String file) throws IOException {
        Files.copy(file(file), link);
    }

    /** What looks at flights unless told otherwise; the caller's to close. */
    static LoadedModel shippedModel() throws DetectorFailure {
        return LoadedModel.open(FlightsConfig.NONE.packageFolder(), "onnxruntime", 1, "");
    }

    /** One of a flight's files. */
    static Path file(String name) {
        return FOLDER.resolve(name);
    }

    Surveyed survey(String dialect, Path card, FlightSurvey.Looker looker) throws Exception {
        return survey(FlightSurvey.Settings.DEFAULT, parts(dialect, card), looker);
    }

    Surveyed survey(FlightSurvey.Settings settings, FlightParts parts, FlightSurvey.Looker looker) throws Exception {
        FlightSurvey survey = new FlightSurvey(parts, settings, looker, new Unwatched(), SurveyMemory.none(""));
        SurveyMemory memory = survey.run();
        return new Surveyed(parts, memory, FlightFinding.of(memory.sites(), parts.digests()));
    }

    /** Nobody follows. */
    private static final class Unwatched implements FlightSurvey.Watcher {

        @Override
        public void looked(long atUs, List<GroundLook> placed) {
            // nobody
        }

        @Override
        public void reached(SurveyMemory memory) {
            // nobody
        }
    }

    /** The thing of a finding's label that stands nearest to it, where its uncertainty allows for any. */
    Optional<Thing> nearest(FlightFinding finding) {
        return nearest(finding.label(), where(finding));
    }

    Optional<Thing> nearest(String label, Whereabouts where) {
        return things.stream()
                .filter(each -> each.label().equals(label))
                .filter(each -> where.distanceM(each.place()) <= 1.5 * where.uncertaintyM())
                .min((one, other) -> Double.compare(where.distanceM(one.place()), where.distanceM(other.place())));
    }

    static Whereabouts where(FlightFinding finding) {
        return new Whereabouts(finding.spot().place(), finding.spot().uncertaintyM());
    }

    /**
     * Nothing was found twice, nothing that is not there; nearly all lies within what was said to be its uncertainty.
     */
    void holds(Surveyed surveyed) {
        List<String> found = surveyed.findings().stream()
                .map(each -> nearest(each).map(Thing::track).orElse("nothing"))
                .toList();
        assertThat(found)
                .containsExactlyInAnyOrderElementsOf(
                        things.stream().map(Thing::track).toList());
        long within = surveyed.findings().stream()
                .filter(each -> within(each.label(), where(each)))
                .count();
        assertThat(within).isGreaterThanOrEqualTo((long) Math.ceil(LEAST_WITHIN * found.size()));
    }

    /** Whether what was found there lies within what was said to be its uncertainty. */
    boolean within(String label, Whereabouts where) {
        return nearest(label, where)
                .filter(thing -> where.distanceM(thing.place()) <= where.uncertaintyM())
                .isPresent();
    }
}
