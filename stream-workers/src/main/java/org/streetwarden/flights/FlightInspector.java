package org.streetwarden.flights;

import java.io.IOException;
import java.nio.file.Path;
import java.util.ArrayList;
import java.util.LinkedHashMap;
import java.util.List;
import java.util.Map;
import java.util.TreeSet;
import org.streetwarden.directory.LonLat;
import org.streetwarden.flight.AircraftCamera;
import org.streetwarden.flight.ClockFit;
import org.streetwarden.flight.Findings;
import org.streetwarden.flight.FlightProblem;
import org.streetwarden.flight.TelemetrySummary;
import org.streetwarden.flight.TelemetrySurvey;
import org.streetwarden.flight.TrackSketch;
import org.streetwarden.flights.Inspection.Photos;
import org.streetwarden.flights.Pairing.Pair;

/** Looks a pilot's files through: heads and boxes of videos, all of the telemetry, the metadata of photographs. On one thread. */
public final class FlightInspector {

    private static final double ELSEWHERE_M = 1000;
    private static final long UNSURE_US = 1_000_000;

    private final LonLat takeOff;
    private final List<Strip> videos = new ArrayList<>();
    private final List<Strip> telemetry = new ArrayList<>();
    private final Map<Path, List<FlightFile>> photos = new LinkedHashMap<>();
    private final List<Inspection> inspections = new ArrayList<>();

    private FlightInspector(LonLat takeOff) {
        this.takeOff = takeOff;
    }

    /**
     * Every flight that the files make, in the order of the files.
     *
     * @param takeOff where it took off in WGS-84, to check against; null where nobody said
     * @throws IOException where something named does not exist or can't be read
     */
    public static List<Inspection> inspect(List<Path> named, LonLat takeOff) throws IOException {
        FlightInspector inspector = new FlightInspector(takeOff);
        FlightFolder folder = FlightFolder.of(named);
        for (Path path : folder.files()) {
            inspector.look(FlightFile.look(path));
        }
        Pairing.of(inspector.videos, inspector.telemetry).forEach(inspector::pair);
        for (List<FlightFile> group : inspector.photos.values()) {
            inspector.photographs(group);
        }
        if (folder.more()) {
            Findings findings = new Findings();
            findings.add(FlightProblem.TOO_MANY_FILES, String.valueOf(FlightFolder.MOST_FILES));
            inspector.inspections.add(new Inspection(List.of(), null, null, null, false, null, findings.list()));
        }
        return List.copyOf(inspector.inspections);
    }

    private void look(FlightFile file) throws IOException {
        switch (file.kind()) {
            case VIDEO -> videos.add(Strip.video(file));
            case TELEMETRY -> telemetry.add(Strip.telemetry(file));
            case PHOTO ->
                photos.computeIfAbsent(file.path().toAbsolutePath().getParent(), p -> new ArrayList<>())
                        .add(file);
            case EMPTY -> alone(file, FlightProblem.EMPTY_FILE);
            case OTHER -> alone(file, FlightProblem.NOT_A_FLIGHT_FILE);
        }
    }

    private void alone(FlightFile file, FlightProblem problem) {
        Findings findings = new Findings();
        findings.add(problem, file.found());
        named(file, findings);
        inspections.add(new Inspection(List.of(file.shown()), null, null, null, false, null, findings.list()));
    }

    private static void named(FlightFile file, Findings findings) {
        if (file.renamed()) {
            findings.add(FlightProblem.NAME_CLEANED, file.shown());
        }
    }

    private void pair(Pair pair) {
        Findings findings = new Findings();
        List<String> files = new ArrayList<>();
        for (Strip strip : new Strip[] {pair.video(), pair.telemetry()}) {
            if (strip != null) {
                files.add(strip.file().shown());
                named(strip.file(), findings);
                findings.addAll(strip.findings().list());
            }
        }
        boolean embedded = pair.telemetry() == null && pair.video().telemetry() != null;
        TelemetrySummary told = embedded
                ? pair.video().telemetry()
                : pair.telemetry() == null ? null : pair.telemetry().telemetry();
        if (told != null) {
            findings.addAll(told.findings());
            position(told, findings);
        }
        ClockFit clock = together(pair, told, findings);
        inspections.add(new Inspection(
                files,
                pair.video() == null ? null : pair.video().head(),
                told,
                clock,
                embedded,
                null,
                findings.list()));
    }

    private static ClockFit together(Pair pair, TelemetrySummary told, Findings findings) {
        if (pair.video() == null) {
            findings.add(FlightProblem.NO_VIDEO, "");
            return null;
        }
        if (told == null) {
            findings.add(pair.unclear() ? FlightProblem.PAIRING_UNCLEAR : FlightProblem.NO_TELEMETRY, "");
            return null;
        }
        if (pair.byTime()) {
            findings.add(FlightProblem.PAIRED_BY_TIME, "");
        }
        if (pair.video().head() == null) {
            return null;
        }
        long lengthUs = pair.video().head().durationUs();
        ClockFit fit = ClockFit.measure(told, lengthUs, pair.video().head().pictures());
        String lengths = "%.1f s / %.1f s".formatted(lengthUs / 1e6, (told.endUs() - told.firstUs()) / 1e6);
        switch (fit.verdict()) {
            case APART -> findings.add(FlightProblem.WRONG_PAIRING, lengths);
            case SHORT -> findings.add(FlightProblem.TELEMETRY_SHORT, lengths);
            case SHIFTED -> findings.add(FlightProblem.CLOCK_OFFSET, "%+.2f s".formatted(fit.offsetUs() / 1e6));
            case UNKNOWN -> findings.add(FlightProblem.CLOCK_UNSURE, "");
            case FITS -> {
                if (fit.unsureUs() > UNSURE_US) {
                    findings.add(FlightProblem.CLOCK_UNSURE, "± %.1f s".formatted(fit.unsureUs() / 1e6));
                }
            }
        }
        return fit;
    }

    /** Against the place of take-off that the pilot named. */
    private void position(TelemetrySummary told, Findings findings) {
        if (takeOff == null || told.first() == null) {
            return;
        }
        LonLat began = told.home() == null ? told.first() : told.home();
        if (TelemetrySurvey.shiftsOnto(began, takeOff)) {
            findings.add(FlightProblem.GCJ02_SUSPECTED, "");
        } else if (TelemetrySurvey.distanceM(began, takeOff) > ELSEWHERE_M) {
            findings.add(
                    FlightProblem.TAKE_OFF_ELSEWHERE,
                    "%.1f km".formatted(TelemetrySurvey.distanceM(began, takeOff) / 1000));
        }
    }

    private void photographs(List<FlightFile> group) {
        Findings findings = new Findings();
        TrackSketch sketch = new TrackSketch();
        TreeSet<String> models = new TreeSet<>();
        List<Photo> read = new ArrayList<>();
        for (FlightFile file : group) {
            named(file, findings);
            try {
                Photo photo = Photo.read(file);
                read.add(photo);
                models.add(photo.model());
                if (photo.pose().position() != null) {
                    sketch.add(photo.pose().position());
                }
            } catch (IOException e) {
                findings.add(FlightProblem.PHOTO_UNREADABLE, file.shown());
            }
        }
        Photos summary = new Photos(
                group.size(),
                (int) read.stream()
                        .filter(photo -> photo.pose().position() != null)
                        .count(),
                (int) read.stream()
                        .filter(photo -> photo.pose().gimbal() != null)
                        .count(),
                (int) read.stream().filter(Photo::rtk).count(),
                (int) read.stream().filter(FlightInspector::ranged).count(),
                List.copyOf(models),
                sketch.places());
        judge(read, summary, findings);
        List<String> files = group.stream().map(FlightFile::shown).toList();
        inspections.add(new Inspection(files, null, null, null, false, summary, findings.list()));
    }

    private static boolean ranged(Photo photo) {
        return photo.pose().target() != null && photo.pose().target().valid();
    }

    private static void judge(List<Photo> read, Photos summary, Findings findings) {
        int count = read.size();
        if (summary.placed() == 0) {
            findings.add(FlightProblem.NO_POSITION, "");
            return;
        }
        findings.add(FlightProblem.POSITION_MISSING, count - summary.placed(), "");
        findings.add(FlightProblem.NO_GIMBAL, count - summary.turned(), "");
        boolean lens = read.stream()
                .allMatch(photo -> !Double.isNaN(photo.pose().lens().equivalentMm())
                        || AircraftCamera.of(photo.model()).isPresent());
        if (!lens) {
            findings.add(FlightProblem.LENS_UNKNOWN, "");
        }
        if (read.stream().allMatch(photo -> Double.isNaN(photo.pose().heights().aboveTakeOffM()))) {
            findings.add(FlightProblem.NO_HEIGHT, "");
        }
    }
}
