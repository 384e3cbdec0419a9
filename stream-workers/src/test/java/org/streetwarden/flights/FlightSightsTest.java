package org.streetwarden.flights;

import static org.assertj.core.api.Assertions.assertThat;

import java.nio.file.Files;
import java.nio.file.Path;
import java.util.ArrayList;
import java.util.List;
import java.util.OptionalInt;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.io.TempDir;
import org.streetwarden.flights.FlightFiler.Flight;

/** How small a clip of the rendered survey must be, 47 m above a site; the first seconds of it look straight down. */
class FlightSightsTest {

    private static final double ASPECT = 16.0 / 9;

    @TempDir
    private Path card;

    private static FlightSights of(FlightParts parts) {
        return new FlightSights(new Flight(null, null, parts, null, FlightSurvey.Settings.DEFAULT), false);
    }

    private FlightSights survey() throws Exception {
        return of(RenderedFlight.of("survey").parts("brackets-gimbal", card));
    }

    @Test
    void goesByTheNearestGroundOfAStretch() throws Exception {
        FlightSights sights = survey();
        int down = sights.mostWidth(1_000_000, 3_000_000, ASPECT).orElseThrow();
        assertThat(down).isBetween(750, 950);
        int all = sights.mostWidth(0, 30_000_000, ASPECT).orElseThrow();
        assertThat(all).isLessThan(down);
        assertThat(sights.mostWidth(1_000_000, 1_000_000, ASPECT).orElseThrow()).isGreaterThanOrEqualTo(down);
    }

    @Test
    void doesNotKnowWhereOnePoseIsMissing() throws Exception {
        FlightSights whole = survey();
        assertThat(whole.mostWidth(0, 38_000_000, ASPECT)).isPresent();
        Path folder = card.resolve("survey-brackets-gimbal");
        Path telemetry = folder.resolve("DJI_0001.SRT");
        List<String> entries = List.of(Files.readString(telemetry).split("\\R\\R"));
        int third = entries.size() / 3;
        List<String> kept = new ArrayList<>(entries.subList(0, third));
        kept.addAll(entries.subList(2 * third, entries.size()));
        Files.writeString(telemetry, String.join("\n\n", kept) + "\n\n");
        FlightSights gap = of(FlightParts.of(List.of(folder), card));
        assertThat(gap.mostWidth(0, 3_000_000, ASPECT)).isPresent();
        assertThat(gap.mostWidth(0, 38_000_000, ASPECT)).isEmpty();
        assertThat(gap.mostWidth(0, 3_000_000, Double.NaN)).isEmpty();
        assertThat(gap.mostWidth(900_000_000, 901_000_000, ASPECT)).isEqualTo(OptionalInt.empty());
    }
}
