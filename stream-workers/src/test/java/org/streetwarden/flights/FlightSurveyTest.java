package org.streetwarden.flights;

import static org.assertj.core.api.Assertions.assertThat;

import java.nio.file.Path;
import java.util.List;
import java.util.Map;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.io.TempDir;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.CsvSource;
import org.streetwarden.flight.GroundFix;
import org.streetwarden.flights.RenderedFlight.Surveyed;

/** Surveys of rendered flights with a model that sees everything, so that what is wrong is wrong with the survey. */
class FlightSurveyTest {

    @TempDir
    private Path card;

    private Surveyed surveyed(RenderedFlight flight, String dialect) throws Exception {
        return flight.survey(dialect, card, picture -> flight.seen().getOrDefault(picture.ptsUs(), List.of()));
    }

    @ParameterizedTest
    @CsvSource({"survey, brackets-gimbal", "survey, f-number-attitude", "reflight, brackets-gimbal"})
    void findsEveryThingOnceWithinItsUncertainty(String name, String dialect) throws Exception {
        RenderedFlight flight = RenderedFlight.of(name);
        flight.holds(surveyed(flight, dialect));
    }

    @Test
    void placesNothingWithoutAngles() throws Exception {
        RenderedFlight flight = RenderedFlight.of("survey");
        Surveyed surveyed = surveyed(flight, "brackets-two-heights");
        assertThat(surveyed.findings()).isEmpty();
        long boxes = surveyed.memory().seen().values().stream()
                .mapToLong(SurveyMemory.Seen::boxes)
                .sum();
        assertThat(surveyed.memory().unplaced()).containsExactly(Map.entry(GroundFix.Reason.NO_GIMBAL, boxes));
        assertThat(boxes).isGreaterThan(flight.things().size());
    }
}
