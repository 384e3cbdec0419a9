package org.streetwarden.flights;

import java.nio.file.Path;
import java.util.ArrayList;
import java.util.List;
import java.util.Map;
import java.util.function.Function;
import java.util.stream.Collectors;
import org.streetwarden.flight.ClockFit;
import org.streetwarden.flight.ClockFit.Verdict;
import org.streetwarden.flight.TelemetryEntry;

/**
 * Which telemetry belongs to which video: the same name in the same folder, then the same name anywhere, then the name without
 * the lens's letter, and last the only one that fits in length and hour.
 */
final class Pairing {

    private static final long QUARTER_HOUR_US = 900_000_000L;
    private static final long CLOCK_SLACK_US = 20_000_000;
    private static final long MOST_ZONE_US = 14 * 3_600_000_000L;

    /**
     * A video and what goes with it.
     *
     * @param video null where there is only telemetry
     * @param telemetry null where there is only a video
     * @param byTime whether their names differ
     * @param unclear whether several could belong to it
     */
    record Pair(Strip video, Strip telemetry, boolean byTime, boolean unclear) {}

    private final List<Strip> telemetry;
    private final List<Strip> used = new ArrayList<>();
    private final List<Pair> pairs = new ArrayList<>();

    private Pairing(List<Strip> telemetry) {
        this.telemetry = telemetry;
    }

    static List<Pair> of(List<Strip> videos, List<Strip> telemetry) {
        Pairing pairing = new Pairing(telemetry);
        List<Strip> left = pairing.named(
                videos,
                file -> file.path().resolveSibling(file.stem()).toAbsolutePath().toString());
        left = pairing.named(left, FlightFile::stem);
        left = pairing.named(left, FlightFile::stemOfAllLenses);
        pairing.timed(left);
        for (Strip strip : telemetry) {
            if (!pairing.used.contains(strip)) {
                pairing.pairs.add(new Pair(null, strip, false, false));
            }
        }
        return pairing.pairs;
    }

    /** @return the videos for which there is no telemetry of that name, or more than one */
    private List<Strip> named(List<Strip> videos, Function<FlightFile, String> name) {
        Map<String, List<Strip>> byName = telemetry.stream()
                .filter(strip -> !used.contains(strip))
                .collect(Collectors.groupingBy(strip -> name.apply(strip.file())));
        List<Strip> left = new ArrayList<>();
        for (Strip video : videos) {
            List<Strip> same = byName.getOrDefault(name.apply(video.file()), List.of());
            if (same.size() == 1) {
                pairs.add(new Pair(video, same.getFirst(), false, false));
                used.add(same.getFirst());
            } else {
                left.add(video);
            }
        }
        return left;
    }

    private void timed(List<Strip> videos) {
        List<Strip> free =
                telemetry.stream().filter(strip -> !used.contains(strip)).toList();
        for (Strip video : videos) {
            List<Strip> fitting =
                    free.stream().filter(strip -> fits(video, strip)).toList();
            boolean only = fitting.size() == 1
                    && videos.stream()
                                    .filter(other -> fits(other, fitting.getFirst()))
                                    .count()
                            == 1;
            if (only) {
                used.add(fitting.getFirst());
                pairs.add(new Pair(video, fitting.getFirst(), true, false));
            } else {
                pairs.add(new Pair(video, null, false, !fitting.isEmpty()));
            }
        }
    }

    /** As long as each other; and whole quarters of an hour apart, as zones are, or in one folder where a clock is missing. */
    private static boolean fits(Strip video, Strip strip) {
        if (video.head() == null || video.telemetry() != null) {
            return false;
        }
        Verdict verdict = ClockFit.measure(
                        strip.telemetry(),
                        video.head().durationUs(),
                        video.head().pictures())
                .verdict();
        if (verdict != Verdict.FITS && verdict != Verdict.SHIFTED) {
            return false;
        }
        long local = strip.telemetry().firstLocalUs();
        long created = video.head().createdUs();
        if (local == TelemetryEntry.NONE || created == Long.MIN_VALUE) {
            return folder(video).equals(folder(strip));
        }
        long apart = local - created;
        return Math.abs(apart) <= MOST_ZONE_US
                && (quarters(apart) || quarters(apart + video.head().durationUs()));
    }

    private static Path folder(Strip strip) {
        return strip.file().path().toAbsolutePath().getParent();
    }

    private static boolean quarters(long apartUs) {
        long rest = Math.floorMod(apartUs, QUARTER_HOUR_US);
        return Math.min(rest, QUARTER_HOUR_US - rest) <= CLOCK_SLACK_US;
    }
}
