package org.streetwarden.flights;

import java.io.IOException;
import java.io.OutputStream;
import java.io.UncheckedIOException;
import java.nio.file.Files;
import java.nio.file.Path;
import java.util.ArrayList;
import java.util.Comparator;
import java.util.List;
import java.util.Objects;
import java.util.Optional;
import java.util.stream.Stream;
import org.streetwarden.directory.LonLat;
import org.streetwarden.filing.Digests;
import org.streetwarden.flight.ClockFit;
import org.streetwarden.flight.TelemetryEntry;
import org.streetwarden.flight.TelemetrySummary;
import org.streetwarden.flights.Pairing.Pair;
import org.streetwarden.media.StreamFailure;
import org.streetwarden.source.VideoFile;
import org.streetwarden.source.VideoHead;

/**
 * A flight's files as they are flown through: videos with their telemetry, one after the other by the aircraft's clock, then
 * photographs by name. Each has its place on the flight's timeline.
 *
 * @param photos in the order of their timeline
 * @param unused names of files that nothing can be done with, fit to be shown
 */
record FlightParts(List<Leg> legs, List<PhotoLeg> photos, List<String> unused) {

    /** Between two parts, and between two photographs, on the timeline: long enough that their errors are their own. */
    static final long APART_US = 30_000_000;

    /**
     * A video.
     *
     * @param telemetry subtitles as a file; null where there are none that belong to it
     * @param told what that says; null with it
     * @param beginUs its first picture on the flight's timeline
     */
    record Leg(FlightFile video, VideoHead head, Path telemetry, TelemetrySummary told, ClockFit clock, long beginUs) {

        /** When a moment of the video was by the aircraft's clock, microseconds since 1970 of its zone; NONE where unknown. */
        long localUs(long videoUs) {
            boolean known = told != null && told.firstLocalUs() != TelemetryEntry.NONE;
            return known
                    ? told.firstLocalUs() + clock.telemetryUs(videoUs) - told.firstUs()
                    : head.createdUs() == Long.MIN_VALUE ? TelemetryEntry.NONE : head.createdUs() + videoUs;
        }
    }

    /** A photograph; {@code photo} is null where its metadata can't be read. */
    record PhotoLeg(FlightFile file, Photo photo, long atUs) {}

    /**
     * Looks through files and folders.
     *
     * @param scratch where telemetry inside videos is written to
     * @throws IOException where something named does not exist or can't be read
     */
    static FlightParts of(List<Path> named, Path scratch) throws IOException {
        List<Strip> videos = new ArrayList<>();
        List<Strip> telemetry = new ArrayList<>();
        List<FlightFile> photos = new ArrayList<>();
        List<String> unused = new ArrayList<>();
        for (Path path : FlightFolder.of(named).files()) {
            FlightFile file = FlightFile.look(path);
            switch (file.kind()) {
                case VIDEO -> videos.add(Strip.video(file));
                case TELEMETRY -> telemetry.add(Strip.telemetry(file));
                case PHOTO -> photos.add(file);
                case EMPTY, OTHER -> unused.add(file.shown());
            }
        }
        List<Leg> legs = new ArrayList<>();
        for (Pair pair : Pairing.of(videos, telemetry)) {
            if (pair.video() == null || pair.video().head() == null) {
                unused.add((pair.video() == null ? pair.telemetry() : pair.video())
                        .file()
                        .shown());
            } else {
                legs.add(leg(pair, scratch));
            }
        }
        legs.sort(Comparator.comparingLong((Leg leg) -> leg.localUs(0))
                .thenComparing(leg -> leg.video().shown()));
        return laidOut(legs, photos, unused);
    }

    private static Leg leg(Pair pair, Path scratch) throws IOException {
        Strip video = pair.video();
        boolean embedded = pair.telemetry() == null && video.telemetry() != null;
        TelemetrySummary told = embedded
                ? video.telemetry()
                : pair.telemetry() == null ? null : pair.telemetry().telemetry();
        ClockFit clock = told == null
                ? null
                : ClockFit.measure(told, video.head().durationUs(), video.head().pictures());
        if (clock != null && clock.verdict() == ClockFit.Verdict.APART) {
            return new Leg(video.file(), video.head(), null, null, null, 0);
        }
        Path subtitles = embedded
                ? written(video.file(), scratch)
                : told == null ? null : pair.telemetry().file().path();
        return new Leg(video.file(), video.head(), subtitles, told, clock, 0);
    }

    private static Path written(FlightFile video, Path scratch) throws IOException {
        Path file = Files.createTempFile(scratch, "subtitles", ".srt");
        try (VideoFile open = VideoFile.open(video.path());
                OutputStream out = Files.newOutputStream(file)) {
            open.subtitles(bytes -> {
                try {
                    out.write(bytes);
                } catch (IOException e) {
                    throw new UncheckedIOException(e);
                }
            });
            return file;
        } catch (StreamFailure e) {
            throw new IOException(e.getMessage(), e);
        }
    }

    private static FlightParts laidOut(List<Leg> legs, List<FlightFile> photos, List<String> unused) {
        long atUs = 0;
        List<Leg> placed = new ArrayList<>();
        for (Leg leg : legs) {
            placed.add(new Leg(leg.video(), leg.head(), leg.telemetry(), leg.told(), leg.clock(), atUs));
            atUs += leg.head().durationUs() + APART_US;
        }
        List<PhotoLeg> taken = new ArrayList<>();
        for (FlightFile file : photos) {
            Photo photo = null;
            try {
                photo = Photo.read(file);
            } catch (IOException unreadable) {
                unused.add(file.shown());
            }
            taken.add(new PhotoLeg(file, photo, atUs));
            atUs += APART_US;
        }
        return new FlightParts(List.copyOf(placed), List.copyOf(taken), List.copyOf(unused));
    }

    /** The video that a moment of the flight's timeline lies in; empty for a photograph. */
    Optional<Leg> leg(long atUs) {
        return legs.stream()
                .filter(leg -> leg.beginUs() <= atUs)
                .reduce((earlier, later) -> later)
                .filter(leg -> photos.isEmpty() || atUs < photos.getFirst().atUs());
    }

    /** Where the aircraft says that it took off, else the first place that it wrote. */
    Optional<LonLat> takeOff() {
        Stream<LonLat> homes = legs.stream().filter(leg -> leg.told() != null).map(leg -> leg.told()
                .home());
        Stream<LonLat> firsts = legs.stream().filter(leg -> leg.told() != null).map(leg -> leg.told()
                .first());
        Stream<LonLat> taken = photos.stream()
                .filter(photo -> photo.photo() != null)
                .map(photo -> photo.photo().pose().position());
        return Stream.of(homes, firsts, taken)
                .flatMap(places -> places)
                .filter(Objects::nonNull)
                .findFirst();
    }

    /** The photograph of a moment. */
    Optional<PhotoLeg> photo(long atUs) {
        return photos.stream().filter(photo -> photo.atUs() == atUs).findFirst();
    }

    /** Name of the file that shows a moment of the flight's timeline. */
    Optional<String> name(long atUs) {
        return leg(atUs).map(leg -> leg.video().shown()).or(() -> photo(atUs)
                .map(photo -> photo.file().shown()));
    }

    /** The same moment on its own file's clock, microseconds; 0 for a photograph. */
    long ownUs(long atUs) {
        return leg(atUs).map(leg -> atUs - leg.beginUs()).orElse(0L);
    }

    /** SHA-256 of each file that is looked at, videos first. */
    List<String> digests() throws IOException {
        List<String> digests = new ArrayList<>();
        for (Leg leg : legs) {
            digests.add(Digests.sha256(leg.video().path()));
        }
        for (PhotoLeg photo : photos) {
            digests.add(Digests.sha256(photo.file().path()));
        }
        return digests;
    }

    /** How long all of it is, microseconds; a photograph counts as one second. */
    long totalUs() {
        return legs.stream().mapToLong(leg -> leg.head().durationUs()).sum() + photos.size() * 1_000_000L;
    }

    /** How much of that lies before a moment of the flight's timeline. */
    long doneUs(long atUs) {
        long legsUs = legs.stream()
                .mapToLong(leg -> Math.clamp(atUs - leg.beginUs(), 0, leg.head().durationUs()))
                .sum();
        return legsUs + photos.stream().filter(photo -> photo.atUs() <= atUs).count() * 1_000_000L;
    }
}
