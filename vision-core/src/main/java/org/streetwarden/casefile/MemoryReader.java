package org.streetwarden.casefile;

import java.util.ArrayList;
import java.util.HashMap;
import java.util.List;
import java.util.Map;
import java.util.Optional;
import java.util.function.Function;
import java.util.function.Supplier;
import org.streetwarden.detect.Detection;
import org.streetwarden.detect.ModelIdentity;
import org.streetwarden.geometry.Box;
import org.streetwarden.incident.CameraJudge;
import org.streetwarden.incident.CameraMemory;
import org.streetwarden.incident.CameraMemory.CandidateMemory;
import org.streetwarden.incident.CameraMemory.DwellMemory;
import org.streetwarden.incident.CameraMemory.HourMemory;
import org.streetwarden.incident.CameraMemory.Refusal;
import org.streetwarden.incident.CameraMemory.StandingMemory;
import org.streetwarden.incident.CameraMemory.ZoneMemory;
import org.streetwarden.incident.DwellRule.State;
import org.streetwarden.incident.Moment;
import org.streetwarden.incident.Placer;
import org.streetwarden.scene.StaticObject;
import org.streetwarden.scene.ViewMemory;
import org.streetwarden.scene.ViewState;
import org.streetwarden.track.TrackerMemory;
import org.streetwarden.track.TrackerMemory.AxisMemory;
import org.streetwarden.track.TrackerMemory.TrailMemory;
import org.streetwarden.zone.Kind;

/** Reads one camera's memory line by line; stops at the first that is not what it must be. */
final class MemoryReader {

    private static final int LABEL = 64;
    private static final int MOST_INTERVALS = 64;

    /** No text of the codec's length holds more. */
    private static final int MOST_LINES = CameraMemoryCodec.MAX_CHARS;

    private final String[] lines;
    private int next;
    private long latestUs = Long.MAX_VALUE;

    MemoryReader(String text) {
        lines = text.split("\n", -1);
    }

    CameraMemory read() throws MalformedRecord {
        try {
            return memory();
        } catch (RuntimeException unsound) {
            int line = Math.clamp(next, 1, lines.length);
            String shown = lines[line - 1];
            throw new MalformedRecord("memory, line %d: expected %s, found %s"
                    .formatted(
                            line,
                            line == 1 ? CameraMemoryCodec.HEAD : "a sound line of version 1",
                            shown.length() > 80 ? shown.substring(0, 80) + "…" : shown));
        }
    }

    private CameraMemory memory() {
        MemoryCells.require(lines[next++].equals(CameraMemoryCodec.HEAD), "head");
        MemoryCells camera = line("camera");
        String id = camera.matching(FieldReader.ID);
        Optional<Long> lastUs = camera.maybeUs();
        latestUs = lastUs.orElse(latestUs);
        long lastTrack = camera.count();
        camera.end();
        List<Long> intervals = new ArrayList<>();
        for (MemoryCells rhythm = line("rhythm"); rhythm.more(); ) {
            intervals.add(rhythm.count());
        }
        MemoryCells.require(intervals.size() <= MOST_INTERVALS, intervals);
        Optional<ViewMemory> view = maybe("view", () -> one("view", MemoryReader::view));
        Optional<HourMemory> hours = maybe("hours", () -> one("hours", MemoryReader::hours));
        List<TrailMemory> trails = all("track", TrackerMemory.MOST_TRAILS, this::track);
        List<ZoneMemory> zones = all("zone", CameraJudge.MAX_ZONES, this::zone);
        MemoryCells.require(next == lines.length - 1 && lines[next++].isEmpty(), next);
        return new CameraMemory(id, lastUs, intervals, new TrackerMemory(lastTrack, trails), zones, view, hours);
    }

    private boolean is(String name) {
        return next < lines.length && new MemoryCells(lines[next]).name().equals(name);
    }

    private MemoryCells line(String name) {
        MemoryCells cells = new MemoryCells(lines[next++]);
        MemoryCells.require(cells.name().equals(name), cells.name());
        return cells.open();
    }

    /** Reads one line that is of that name, to its end. */
    private <T> T one(String name, Function<MemoryCells, T> reader) {
        MemoryCells cells = line(name);
        T read = reader.apply(cells);
        cells.end();
        return read;
    }

    private <T> Optional<T> maybe(String name, Supplier<T> reader) {
        return is(name) ? Optional.of(reader.get()) : Optional.empty();
    }

    private <T> List<T> all(String name, int most, Supplier<T> reader) {
        List<T> all = new ArrayList<>();
        while (is(name)) {
            all.add(reader.get());
            MemoryCells.require(all.size() <= most, all.size());
        }
        return all;
    }

    /** Nothing was seen after the last look. */
    private long past(MemoryCells cells) {
        long us = cells.us();
        return MemoryCells.require(us <= latestUs, us);
    }

    private static ViewMemory view(MemoryCells cells) {
        return new ViewMemory(
                cells.text(LABEL),
                ViewState.valueOf(cells.text(LABEL)),
                cells.us(),
                cells.small(),
                cells.us(),
                cells.flag(),
                cells.us(),
                cells.unit(),
                cells.size(),
                cells.matching("[A-Za-z0-9_-]{0," + ViewMemory.MOST_CHARS + "}"));
    }

    private static HourMemory hours(MemoryCells cells) {
        long agedUs = cells.us();
        List<Double> raises = new ArrayList<>();
        for (int hour = 0; hour < HourMemory.HOURS; hour++) {
            raises.add(cells.size());
        }
        return new HourMemory(agedUs, raises);
    }

    private TrailMemory track() {
        MemoryCells cells = line("track");
        long id = cells.count();
        String family = cells.text(LABEL);
        long firstUs = cells.us();
        Box firstBox = cells.box();
        AxisMemory x = axis(cells.numbers(5));
        AxisMemory y = axis(cells.numbers(5));
        double width = cells.size();
        double height = cells.size();
        Box rest = cells.box();
        int restLooks = cells.small();
        long restSinceUs = cells.us();
        int misfits = cells.small();
        long misfitSinceUs = cells.us();
        boolean fits = cells.flag();
        boolean arrived = cells.flag();
        long lastUs = past(cells);
        int missed = cells.small();
        Detection seen = thing(cells);
        cells.end();
        Map<String, Double> votes = new HashMap<>();
        while (is("vote")) {
            one("vote", vote -> votes.put(vote.text(LABEL), vote.size()));
        }
        return new TrailMemory(
                id,
                family,
                firstUs,
                firstBox,
                votes,
                x,
                y,
                width,
                height,
                rest,
                restLooks,
                restSinceUs,
                misfits,
                misfitSinceUs,
                fits,
                arrived,
                lastUs,
                missed,
                seen);
    }

    private static AxisMemory axis(double[] numbers) {
        return new AxisMemory(numbers[0], numbers[1], numbers[2], numbers[3], numbers[4]);
    }

    private ZoneMemory zone() {
        MemoryCells cells = line("zone");
        String id = cells.matching(FieldReader.ID);
        Kind kind = Kind.of(cells.text(LABEL)).orElseThrow();
        long lastCandidate = cells.count();
        cells.end();
        Optional<StandingMemory> standing = maybe("standing", this::standing);
        List<Refusal> refusals =
                all("refusal", MOST_LINES, () -> one("refusal", refusal -> new Refusal(refusal.box(), refusal.us())));
        List<CandidateMemory> candidates = all("candidate", MOST_LINES, this::candidate);
        return new ZoneMemory(id, kind, lastCandidate, candidates, refusals, standing);
    }

    private StandingMemory standing() {
        MemoryCells cells = line("standing");
        String incidentId = cells.matching("[0-9a-f]{32}");
        Box box = cells.box();
        cells.end();
        DwellMemory dwell = dwell();
        MemoryCells.require(dwell.state() == State.RAISED, dwell);
        return new StandingMemory(incidentId, dwell, box);
    }

    private CandidateMemory candidate() {
        MemoryCells cells = line("candidate");
        String id = cells.matching("[A-Za-z0-9][A-Za-z0-9._-]{0,99}");
        long trackId = cells.us();
        Box place = cells.box();
        int looks = cells.small();
        int named = cells.small();
        int backed = cells.small();
        int attended = cells.small();
        int suspended = cells.small();
        ViewState suspendedBy = ViewState.valueOf(cells.text(LABEL));
        cells.end();
        DwellMemory dwell = dwell();
        MemoryCells.require(dwell.state() == State.DWELLING || dwell.state() == State.NOTICED, dwell);
        return new CandidateMemory(
                id,
                dwell,
                moment("first"),
                maybe("reached", () -> moment("reached")),
                maybe("placer", () -> one("placer", MemoryReader::placer)),
                trackId,
                place,
                maybe("object", () -> one("object", MemoryReader::object)),
                looks,
                named,
                backed,
                attended,
                suspended,
                suspendedBy);
    }

    private static Placer placer(MemoryCells cells) {
        return new Placer(cells.us(), cells.text(LABEL), cells.us(), cells.at(), cells.box());
    }

    private static StaticObject object(MemoryCells cells) {
        return new StaticObject(cells.count(), cells.box(), cells.us(), cells.unit());
    }

    private DwellMemory dwell() {
        DwellMemory dwell = one(
                "dwell",
                cells -> new DwellMemory(
                        State.valueOf(cells.text(LABEL)),
                        past(cells),
                        past(cells),
                        cells.maybeUs().map(us -> MemoryCells.require(us <= latestUs, us)),
                        cells.count(),
                        cells.count(),
                        cells.count(),
                        cells.small(),
                        cells.small(),
                        cells.us(),
                        cells.small()));
        MemoryCells.require(dwell.seen() > 0 && dwell.seen() <= dwell.looks(), dwell);
        return dwell;
    }

    private Moment moment(String name) {
        MemoryCells cells = line(name);
        long ptsUs = cells.us();
        var at = cells.at();
        ModelIdentity model = new ModelIdentity(
                cells.matching(FieldReader.ID), cells.text(LABEL), cells.matching(FieldReader.DIGEST));
        int subject = cells.small();
        cells.end();
        List<Detection> all = all("thing", MOST_LINES, () -> one("thing", MemoryReader::thing));
        return new Moment(ptsUs, at, all.get(subject), all, model);
    }

    private static Detection thing(MemoryCells cells) {
        return new Detection(cells.text(LABEL), (float) cells.unit(), cells.box());
    }
}
