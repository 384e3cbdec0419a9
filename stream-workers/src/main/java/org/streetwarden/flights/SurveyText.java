package org.streetwarden.flights;

import java.io.PrintWriter;
import java.time.Duration;
import java.util.List;
import java.util.Locale;
import org.streetwarden.directory.LonLat;
import org.streetwarden.flight.GroundSpot;

/** A survey as people read it. */
final class SurveyText {

    private SurveyText() {}

    static void print(
            PrintWriter to,
            FlightParts parts,
            FlightGround ground,
            SurveyMemory memory,
            List<FlightFinding> findings,
            Duration spent) {
        double seconds = Math.max(1e-3, spent.toMillis() / 1e3);
        to.printf(
                Locale.ROOT,
                "%d pictures of %.1f s looked at in %.1f s: %.1f times real time%n",
                memory.pictures(),
                parts.totalUs() / 1e6,
                seconds,
                parts.totalUs() / 1e6 / seconds);
        if (ground.model().isEmpty()) {
            to.println("  ground: level");
        } else {
            to.printf(
                    Locale.ROOT,
                    "  ground: %s, above its height at %.6f, %.6f%n",
                    ground.model(),
                    ground.takeOff().longitude(),
                    ground.takeOff().latitude());
        }
        memory.seen()
                .forEach((label, seen) ->
                        to.printf("  %-14s %d boxes in %d pictures%n", label, seen.boxes(), seen.pictures()));
        memory.unplaced().forEach((why, count) -> to.printf("  not placed: %d, %s%n", count, why.english()));
        parts.unused().forEach(name -> to.printf("  not used: %s%n", name));
        for (FlightFinding finding : findings) {
            GroundSpot spot = finding.spot();
            LonLat place = spot.place();
            String area = Double.isNaN(spot.areaM2())
                    ? ""
                    : String.format(Locale.ROOT, ", %.1f ± %.1f m²", spot.areaM2(), spot.areaUnsureM2());
            to.printf(
                    Locale.ROOT,
                    "  %-13s %.6f, %.6f ± %.1f m: %s in %d pictures, %.0f° around%s  %s%n",
                    finding.kind().id(),
                    place.longitude(),
                    place.latitude(),
                    spot.uncertaintyM(),
                    finding.label(),
                    finding.pictures(),
                    spot.turnedDeg(),
                    area,
                    finding.id());
        }
        if (findings.isEmpty()) {
            to.println("  nothing found that could be filed");
        }
    }
}
