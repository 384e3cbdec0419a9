package org.streetwarden.casefile;

import java.util.ArrayList;
import java.util.List;
import java.util.Map;
import java.util.Optional;
import org.streetwarden.geometry.Box;
import org.streetwarden.incident.CameraMemory;
import org.streetwarden.incident.CameraMemory.CandidateMemory;
import org.streetwarden.incident.CameraMemory.DwellMemory;
import org.streetwarden.incident.CameraMemory.HourMemory;
import org.streetwarden.incident.CameraMemory.Refusal;
import org.streetwarden.incident.CameraMemory.StandingMemory;
import org.streetwarden.incident.CameraMemory.ZoneMemory;
import org.streetwarden.incident.Moment;
import org.streetwarden.incident.Placer;
import org.streetwarden.scene.StaticObject;
import org.streetwarden.scene.ViewMemory;
import org.streetwarden.track.TrackerMemory;
import org.streetwarden.track.TrackerMemory.AxisMemory;
import org.streetwarden.track.TrackerMemory.TrailMemory;

/**
 * The one codec between what a camera's judge remembers and a text, version 1: a line per thing, its cells between bars,
 * the lines of a candidate and of a zone after it. At most {@value #MAX_CHARS} characters: what does not fit is left out, in
 * this order: tracks, what else was seen at a candidate's looks, refused places, the youngest candidates. Incidents that
 * stand, the view and the hours always fit.
 */
public final class CameraMemoryCodec {

    /** 64 kB of ASCII. */
    public static final int MAX_CHARS = 64 * 1024;

    static final String HEAD = "streetwarden-memory|1";

    private CameraMemoryCodec() {}

    /** @return ASCII without NUL characters */
    public static String encode(CameraMemory memory) {
        CameraMemory fitting = memory;
        String text = text(fitting);
        for (int step = 0; text.length() > MAX_CHARS; step++) {
            fitting = without(step, fitting);
            text = text(fitting);
        }
        return text;
    }

    /**
     * @param text from outside: checked for form, length and ranges
     * @throws MalformedRecord naming the line at fault
     */
    public static CameraMemory decode(String text) throws MalformedRecord {
        if (text.length() > MAX_CHARS) {
            throw new MalformedRecord(
                    "memory: expected at most %d characters, found %d".formatted(MAX_CHARS, text.length()));
        }
        return new MemoryReader(text).read();
    }

    private static CameraMemory without(int step, CameraMemory memory) {
        return new CameraMemory(
                memory.cameraId(),
                memory.lastUs(),
                memory.intervalsUs(),
                new TrackerMemory(memory.tracks().lastId(), List.of()),
                step == 0
                        ? memory.zones()
                        : memory.zones().stream()
                                .map(zone -> without(step, zone))
                                .toList(),
                memory.view(),
                memory.hours());
    }

    private static ZoneMemory without(int step, ZoneMemory zone) {
        int most = step < 3 ? zone.candidates().size() : zone.candidates().size() / 2;
        return new ZoneMemory(
                zone.zoneId(),
                zone.kind(),
                zone.lastCandidate(),
                zone.candidates().stream()
                        .limit(most)
                        .map(CameraMemoryCodec::alone)
                        .toList(),
                step < 2 ? zone.refusals() : List.of(),
                zone.standing());
    }

    private static CandidateMemory alone(CandidateMemory candidate) {
        return new CandidateMemory(
                candidate.id(),
                candidate.dwell(),
                alone(candidate.first()),
                candidate.reached().map(CameraMemoryCodec::alone),
                candidate.placer(),
                candidate.trackId(),
                candidate.place(),
                candidate.object(),
                candidate.looks(),
                candidate.named(),
                candidate.backed(),
                candidate.attended(),
                candidate.suspended(),
                candidate.suspendedBy());
    }

    private static Moment alone(Moment moment) {
        return new Moment(moment.ptsUs(), moment.at(), moment.subject(), List.of(moment.subject()), moment.model());
    }

    private static String text(CameraMemory memory) {
        MemoryLines lines = new MemoryLines();
        lines.line(HEAD);
        lines.line(
                "camera",
                memory.cameraId(),
                time(memory.lastUs()),
                memory.tracks().lastId());
        lines.line("rhythm", memory.intervalsUs().toArray());
        memory.view().ifPresent(view -> view(view, lines));
        memory.hours().ifPresent(hours -> hours(hours, lines));
        memory.tracks().trails().forEach(trail -> track(trail, lines));
        memory.zones().forEach(zone -> zone(zone, lines));
        return lines.toString();
    }

    private static void view(ViewMemory view, MemoryLines lines) {
        lines.line(
                "view",
                view.label(),
                view.state(),
                view.sinceUs(),
                view.looks(),
                view.learntFromUs(),
                view.learnt(),
                view.followedUs(),
                view.structure(),
                view.sharpness(),
                view.fingerprint());
    }

    private static void hours(HourMemory hours, MemoryLines lines) {
        List<Object> cells = new ArrayList<>(List.of(hours.agedUs()));
        cells.addAll(hours.raises());
        lines.line("hours", cells.toArray());
    }

    private static void track(TrailMemory trail, MemoryLines lines) {
        lines.line(
                "track",
                trail.id(),
                trail.family(),
                trail.firstUs(),
                box(trail.firstBox()),
                axis(trail.x()),
                axis(trail.y()),
                trail.width(),
                trail.height(),
                box(trail.rest()),
                trail.restLooks(),
                trail.restSinceUs(),
                trail.misfits(),
                trail.misfitSinceUs(),
                trail.fits(),
                trail.arrived(),
                trail.lastUs(),
                trail.missed(),
                trail.seen().label(),
                trail.seen().score(),
                box(trail.seen().box()));
        trail.votes().entrySet().stream()
                .sorted(Map.Entry.comparingByKey())
                .forEach(vote -> lines.line("vote", vote.getKey(), vote.getValue()));
    }

    private static void zone(ZoneMemory zone, MemoryLines lines) {
        lines.line("zone", zone.zoneId(), zone.kind().id(), zone.lastCandidate());
        zone.standing().ifPresent(standing -> standing(standing, lines));
        for (Refusal refusal : zone.refusals()) {
            lines.line("refusal", box(refusal.place()), refusal.untilUs());
        }
        zone.candidates().forEach(candidate -> candidate(candidate, lines));
    }

    private static void standing(StandingMemory standing, MemoryLines lines) {
        lines.line("standing", standing.incidentId(), box(standing.box()));
        dwell(standing.dwell(), lines);
    }

    private static void candidate(CandidateMemory candidate, MemoryLines lines) {
        lines.line(
                "candidate",
                candidate.id(),
                candidate.trackId(),
                box(candidate.place()),
                candidate.looks(),
                candidate.named(),
                candidate.backed(),
                candidate.attended(),
                candidate.suspended(),
                candidate.suspendedBy());
        dwell(candidate.dwell(), lines);
        moment("first", candidate.first(), lines);
        candidate.reached().ifPresent(reached -> moment("reached", reached, lines));
        candidate.placer().ifPresent(placer -> placer(placer, lines));
        candidate.object().ifPresent(object -> object(object, lines));
    }

    private static void placer(Placer placer, MemoryLines lines) {
        lines.line("placer", placer.trackId(), placer.label(), placer.ptsUs(), placer.at(), box(placer.box()));
    }

    private static void object(StaticObject object, MemoryLines lines) {
        lines.line("object", object.id(), box(object.box()), object.sinceUs(), object.score());
    }

    private static void dwell(DwellMemory dwell, MemoryLines lines) {
        lines.line(
                "dwell",
                dwell.state(),
                dwell.firstUs(),
                dwell.lastSeenUs(),
                time(dwell.lastLookUs()),
                dwell.unseenUs(),
                dwell.observedUs(),
                dwell.longestGapUs(),
                dwell.looks(),
                dwell.seen(),
                dwell.emptySinceUs(),
                dwell.emptyVisits());
    }

    private static void moment(String name, Moment moment, MemoryLines lines) {
        lines.line(
                name,
                moment.ptsUs(),
                moment.at(),
                moment.model().name(),
                moment.model().version(),
                moment.model().sha256(),
                moment.all().indexOf(moment.subject()));
        moment.all().forEach(thing -> lines.line("thing", thing.label(), thing.score(), box(thing.box())));
    }

    private static String time(Optional<Long> us) {
        return us.map(Object::toString).orElse("");
    }

    private static String axis(AxisMemory axis) {
        return axis.position() + "," + axis.velocity() + "," + axis.varPosition() + "," + axis.covariance() + ","
                + axis.varVelocity();
    }

    private static String box(Box box) {
        return box.left() + "," + box.top() + "," + box.right() + "," + box.bottom();
    }
}
