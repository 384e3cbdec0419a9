package org.streetwarden.casefile;

import java.util.ArrayList;
import java.util.HashMap;
import java.util.List;
import java.util.Map;
import java.util.Optional;
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
        Optional<ViewMemory> view = is("view") ? Optional.of(view()) : Optional.empty();
        Optional<HourMemory> hours = is("hours") ? Optional.of(hours()) : Optional.empty();
        List<TrailMemory> trails = new ArrayList<>();
        while (is("track")) {
            trails.add(track());
            MemoryCells.require(trails.size() <= TrackerMemory.MOST_TRAILS, trails.size());
        }
        List<ZoneMemory> zones = new ArrayList<>();
        while (is("zone")) {
            zones.add(zone());
            MemoryCells.require(zones.size() <= CameraJudge.MAX_ZONES, zones.size());
        }
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

    /** Nothing was seen after the last look. */
    private long past(MemoryCells cells) {
        long us = cells.us();
        return MemoryCells.require(us <= latestUs, us);
    }

    private ViewMemory view() {
        MemoryCells cells = line("view");
        ViewMemory view = new ViewMemory(
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
        cells.end();
        return view;
    }

    private HourMemory hours() {
        MemoryCells cells = line("hours");
        long agedUs = cells.us();
        List<Double> raises = new ArrayList<>();
        for (int hour = 0; hour < HourMemory.HOURS; hour++) {
            raises.add(cells.size());
        }
        cells.end();
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
        Map<String, Double> votes = new HashMap<>();
        while (is("vote")) {
            MemoryCells vote = line("vote");
            votes.put(vote.text(LABEL), vote.size());
            vote.end();
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
        Optional<StandingMemory> standing = is("standing") ? Optional.of(standing()) : Optional.empty();
        List<Refusal> refusals = new ArrayList<>();
        while (is("refusal")) {
            MemoryCells refusal = line("refusal");
            refusals.add(new Refusal(refusal.box(), refusal.us()));
            refusal.end();
        }
        List<CandidateMemory> candidates = new ArrayList<>();
        while (is("candidate")) {
            candidates.add(candidate());
        }
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
                is("reached") ? Optional.of(moment("reached")) : Optional.empty(),
                is("placer") ? Optional.of(placer()) : Optional.empty(),
                trackId,
                place,
                is("object") ? Optional.of(object()) : Optional.empty(),
                looks,
                named,
                backed,
                attended,
                suspended,
                suspendedBy);
    }

    private Placer placer() {
        MemoryCells cells = line("placer");
        Placer placer = new Placer(cells.us(), cells.text(LABEL), cells.us(), cells.at(), cells.box());
        cells.end();
        return placer;
    }

    private StaticObject object() {
        MemoryCells cells = line("object");
        long id = cells.count();
        Box box = cells.box();
        StaticObject object = new StaticObject(id, box, cells.us(), cells.unit());
        cells.end();
        return object;
    }

    private DwellMemory dwell() {
        MemoryCells cells = line("dwell");
        DwellMemory dwell = new DwellMemory(
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
                cells.small());
        cells.end();
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
        List<Detection> all = new ArrayList<>();
        while (is("thing")) {
            all.add(thing(line("thing")));
        }
        return new Moment(ptsUs, at, all.get(subject), all, model);
    }

    private static Detection thing(MemoryCells cells) {
        Detection thing = new Detection(cells.text(LABEL), (float) cells.unit(), cells.box());
        cells.end();
        return thing;
    }
}
