package org.streetwarden.pipeline;

import io.micrometer.core.instrument.Gauge;
import io.micrometer.core.instrument.MeterRegistry;
import java.time.Duration;
import java.time.Instant;
import java.time.InstantSource;
import java.util.ArrayList;
import java.util.Collection;
import java.util.LinkedHashMap;
import java.util.List;
import java.util.Map;
import java.util.function.Consumer;
import java.util.stream.Collectors;
import org.slf4j.Logger;
import org.slf4j.LoggerFactory;
import org.streetwarden.casefile.WorkerRecord.BlindReason;
import org.streetwarden.casefile.WorkerRecord.CameraCoverage;
import org.streetwarden.casefile.WorkerRecord.CoverageReport;
import org.streetwarden.filing.Complaint;
import org.streetwarden.visit.Sightings;
import org.streetwarden.visit.Turn;
import org.streetwarden.zone.Fingerprint;

/** How well a worker's cameras are seen: a report every half a minute, gauges, and a sentence where the promise breaks. One thread. */
final class CoverageBoard {

    private static final Logger LOG = LoggerFactory.getLogger(CoverageBoard.class);

    private final String workerId;
    private final Consumer<CoverageReport> sink;
    private final InstantSource clock;
    private final Complaint complaint;
    private final List<CameraCoverage> moves = new ArrayList<>();
    private Instant from;
    private Instant movesFrom;
    private volatile Figures figures = new Figures(0, 0, Duration.ZERO);

    private record Figures(int cameras, int seen, Duration longest) {}

    CoverageBoard(String workerId, Consumer<CoverageReport> sink, MeterRegistry registry, InstantSource clock) {
        this.workerId = workerId;
        this.sink = sink;
        this.clock = clock;
        complaint = new Complaint(LOG, clock);
        from = clock.instant();
        movesFrom = from;
        Gauge.builder("streetwarden.coverage.cameras", () -> figures.cameras())
                .description("Cameras held when coverage was last reckoned.")
                .register(registry);
        Gauge.builder("streetwarden.coverage.seen", () -> figures.seen())
                .description("Those of them that were seen as lately as promised.")
                .register(registry);
        Gauge.builder(
                        "streetwarden.coverage.longest.blind",
                        () -> figures.longest().toMillis() / 1000.0)
                .description("Longest time that one of them was not seen, seconds.")
                .baseUnit("seconds")
                .register(registry);
    }

    /** Reports what was since the last time. */
    void report(Collection<CameraWatch> watches, Dispatcher dispatcher) {
        Instant now = clock.instant();
        Map<Turn, BlindReason> late = dispatcher.late();
        List<CameraCoverage> cuts = new ArrayList<>();
        int seen = 0;
        Duration longest = Duration.ZERO;
        for (CameraWatch watch : watches) {
            Duration blind = watch.sightings().blindUntil(now);
            seen += blind.compareTo(dispatcher.way(watch).every()) <= 0 ? 1 : 0;
            longest = blind.compareTo(longest) > 0 ? blind : longest;
            cuts.add(watch.sightings().cut(now, late.getOrDefault(watch.turn(), BlindReason.NONE)));
        }
        figures = new Figures(cuts.size(), seen, longest);
        send("all", cuts, from, now);
        complain(dispatcher.shortfall());
        from = now;
    }

    /** A camera was taken, whose last sight may be known from its holder before. Any thread. */
    void taken(Sightings sightings) {
        if (sightings.everSeen()) {
            left(sightings);
        }
    }

    /** A camera was left, with what is not reported yet. Any thread. */
    synchronized void left(Sightings sightings) {
        moves.add(sightings.cut(clock.instant(), BlindReason.NONE));
    }

    /** Reports what was taken and left: soon, as whoever holds the camera next may see it before the next report. */
    void reportMoves() {
        Map<String, CameraCoverage> last = new LinkedHashMap<>();
        synchronized (this) {
            moves.forEach(cut -> last.put(cut.cameraId(), cut));
            moves.clear();
        }
        Instant now = clock.instant();
        send("moves", List.copyOf(last.values()), movesFrom, now);
        movesFrom = now;
    }

    private void send(String what, List<CameraCoverage> cuts, Instant from, Instant now) {
        for (int first = 0; first < cuts.size(); first += CoverageReport.MOST_CAMERAS) {
            List<CameraCoverage> part = cuts.subList(first, Math.min(cuts.size(), first + CoverageReport.MOST_CAMERAS));
            String id = Fingerprint.of(workerId + "|" + what + "|" + from + "|" + first, 32);
            sink.accept(new CoverageReport(id, workerId, from, now, part));
        }
    }

    private void complain(Dispatcher.Shortfall shortfall) {
        if (shortfall.arrears().late() > 0) {
            complaint.say(
                    "coverage: expected every camera within its time, found %d late by up to %d s: %.1f visits a second are needed, %.1f are made; longest late: %s"
                            .formatted(
                                    shortfall.arrears().late(),
                                    shortfall.arrears().longest().toSeconds(),
                                    shortfall.neededPerSecond(),
                                    shortfall.madePerSecond(),
                                    shortfall.arrears().first().stream()
                                            .map(Turn::cameraId)
                                            .collect(Collectors.joining(", "))));
        }
    }
}
