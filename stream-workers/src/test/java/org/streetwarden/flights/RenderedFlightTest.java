package org.streetwarden.flights;

import static org.assertj.core.api.Assertions.assertThat;

import com.fasterxml.jackson.databind.JsonNode;
import java.nio.file.Path;
import java.util.HashMap;
import java.util.List;
import java.util.Map;
import java.util.TreeMap;
import java.util.stream.Collectors;
import org.junit.jupiter.api.AfterAll;
import org.junit.jupiter.api.BeforeAll;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.io.TempDir;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.ValueSource;
import org.streetwarden.detect.Detection;
import org.streetwarden.detect.DetectorFailure;
import org.streetwarden.directory.LonLat;
import org.streetwarden.flight.CoverMap;
import org.streetwarden.flight.GroundCover;
import org.streetwarden.flight.GroundSpot;
import org.streetwarden.flight.SiteChange;
import org.streetwarden.flights.RenderedFlight.Surveyed;
import org.streetwarden.flights.RenderedFlight.Thing;
import org.streetwarden.media.Frame;
import org.streetwarden.rollout.LoadedModel;

/** Surveys by the shipped model of flights of which all is known, whose telemetry is as wrong as aircraft's is. */
class RenderedFlightTest {

    private static LoadedModel model;
    private static Eyes eyes;

    @TempDir
    private Path card;

    /** The shipped model; it sees a picture once, whatever telemetry goes with it. */
    private static final class Eyes {

        private final Map<String, List<Detection>> seen = new HashMap<>();

        FlightSurvey.Looker over(RenderedFlight flight) {
            return picture -> {
                String key = flight.name() + picture.ptsUs();
                if (!seen.containsKey(key)) {
                    seen.put(key, detected(picture));
                }
                return seen.get(key);
            };
        }

        private static List<Detection> detected(Frame picture) throws DetectorFailure, InterruptedException {
            return model.detector().detect(List.of(picture)).getFirst();
        }
    }

    @BeforeAll
    static void open() throws Exception {
        model = RenderedFlight.shippedModel();
        eyes = new Eyes();
    }

    @AfterAll
    static void close() {
        model.close();
    }

    private Surveyed survey(RenderedFlight flight, String dialect) throws Exception {
        return flight.survey(dialect, card, eyes.over(flight));
    }

    /** What was found of each thing; under the empty name what is of none. */
    private static Map<String, List<FlightFinding>> byThing(RenderedFlight flight, Surveyed surveyed) {
        return surveyed.findings().stream()
                .collect(Collectors.groupingBy(
                        each -> flight.nearest(each).map(Thing::track).orElse("")));
    }

    @ParameterizedTest
    @ValueSource(strings = {"survey", "reflight"})
    void findsEveryThingOnceWithinItsUncertainty(String name) throws Exception {
        RenderedFlight flight = RenderedFlight.of(name);
        flight.holds(survey(flight, "brackets-gimbal"));
    }

    @Test
    void findsTheSameByTelemetryOfAnotherDialect() throws Exception {
        RenderedFlight flight = RenderedFlight.of("survey");
        flight.holds(survey(flight, "f-number-attitude"));
    }

    @Test
    void tellsWhatBecameOfEachPile() throws Exception {
        RenderedFlight first = RenderedFlight.of("survey");
        RenderedFlight again = RenderedFlight.of("reflight");
        Surveyed before = survey(first, "brackets-gimbal");
        Surveyed after = survey(again, "brackets-gimbal");
        Map<String, List<FlightFinding>> was = byThing(first, before);
        Map<String, List<FlightFinding>> is = byThing(again, after);
        assertThat(is).doesNotContainKey("pile-1").containsKey("pile-new");
        assertThat(was).doesNotContainKey("pile-new");
        assertThat(CoverMap.of(after.memory().cover())
                        .cover()
                        .holds(first.thing("pile-1").place()))
                .isTrue();
        Map<String, SiteChange> changes = new TreeMap<>();
        for (String track : List.of("pile-0", "pile-2", "pile-3", "pile-4")) {
            GroundSpot old = was.get(track).getFirst().spot();
            GroundSpot now = is.get(track).getFirst().spot();
            changes.put(track, SiteChange.between(old.areaM2(), old.areaUnsureM2(), now.areaM2(), now.areaUnsureM2()));
        }
        assertThat(changes.remove("pile-0")).isEqualTo(SiteChange.GROWN);
        assertThat(changes.values()).containsOnly(SiteChange.UNCHANGED);
    }

    /** The api's register is tested with these: {@code flights survey --json} writes them anew. */
    @ParameterizedTest
    @ValueSource(strings = {"survey", "reflight"})
    void findsWhatIsKeptBesideTheFlight(String name) throws Exception {
        RenderedFlight flight = RenderedFlight.of(name);
        Surveyed surveyed = survey(flight, "brackets-gimbal");
        JsonNode told = flight.told();
        assertThat(told.get("findings")).hasSameSizeAs(surveyed.findings());
        for (int i = 0; i < surveyed.findings().size(); i++) {
            FlightFinding found = surveyed.findings().get(i);
            JsonNode each = told.at("/findings/" + i);
            LonLat place = new LonLat(
                    each.at("/place/0").asDouble(), each.at("/place/1").asDouble());
            assertThat(each.get("label").asText()).isEqualTo(found.label());
            assertThat(RenderedFlight.where(found).distanceM(place)).isLessThan(1);
        }
        GroundCover cover = CoverMap.of(surveyed.memory().cover()).cover();
        assertThat(told.at("/cover/bits").asText()).isEqualTo(cover.bits());
    }
}
