package org.streetwarden.incident;

import java.util.ArrayList;
import java.util.List;
import java.util.Optional;
import org.streetwarden.detect.Detection;
import org.streetwarden.geometry.Box;
import org.streetwarden.incident.CameraMemory.Refusal;
import org.streetwarden.incident.CameraMemory.ZoneMemory;
import org.streetwarden.incident.DwellRule.Sight;
import org.streetwarden.incident.DwellRule.State;
import org.streetwarden.scene.View;
import org.streetwarden.scene.ViewState;
import org.streetwarden.track.Track;
import org.streetwarden.zone.Fingerprint;
import org.streetwarden.zone.Zone;

/** Judges one zone: several candidates at most, one incident at a time. */
final class ZoneJudge {

    /** More things than this in one zone wait until a place is free. */
    static final int MAX_CANDIDATES = 8;

    private final String cameraId;
    private final Zone zone;
    private final RuleSettings settings;
    private final Evidence evidence;
    private final List<Candidate> candidates = new ArrayList<>();
    private final List<Refusal> refusals = new ArrayList<>();
    private Standing standing;
    private ViewState view = ViewState.UNKNOWN;
    private long nowUs;
    private long lastCandidate;
    private long crowdedOut;
    private Shown shown = Shown.NOTHING;

    /** What the last judged look showed in the zone. */
    private record Shown(boolean permitted, List<Sighting> sightings, List<Detection> detections, boolean hidden) {
        static final Shown NOTHING = new Shown(false, List.of(), List.of(), true);
    }

    ZoneJudge(String cameraId, Zone zone, RuleSettings settings, List<Zone> all) {
        this.cameraId = cameraId;
        this.zone = zone;
        this.settings = settings;
        this.evidence = new Evidence(zone, settings, all);
    }

    Zone zone() {
        return zone;
    }

    /** Sightings that found every candidate's place of the zone taken. */
    long crowdedOut() {
        return crowdedOut;
    }

    Optional<OpenIncident> open() {
        return Optional.ofNullable(standing).map(open -> open.open(zone));
    }

    ZoneMemory memory() {
        return new ZoneMemory(
                zone.id(),
                zone.kind(),
                lastCandidate,
                candidates.stream().map(Candidate::memory).toList(),
                refusals,
                Optional.ofNullable(standing).map(Standing::memory));
    }

    /** Goes on where another left off, instead of what this one knows. */
    void resume(ZoneMemory memory) {
        candidates.clear();
        memory.candidates().stream()
                .limit(MAX_CANDIDATES)
                .map(each -> new Candidate(each, settings))
                .forEach(candidates::add);
        refusals.clear();
        memory.refusals().stream().limit(MAX_CANDIDATES).forEach(refusals::add);
        standing = memory.standing().map(each -> new Standing(each, settings)).orElse(null);
        lastCandidate = memory.lastCandidate();
    }

    /**
     * Takes an incident back that somebody looked at more closely and found not to be one. The same place is not asked
     * about again before {@code againUs} have passed.
     *
     * @return whether it stood here
     */
    boolean refuse(String incidentId, long againUs) {
        if (standing == null || !standing.incidentId().equals(incidentId)) {
            return false;
        }
        if (refusals.size() == MAX_CANDIDATES) {
            refusals.removeFirst();
        }
        refusals.add(new Refusal(standing.box(), nowUs + againUs));
        standing = null;
        return true;
    }

    /** Whether what stood at a place of the zone stands there still, by the last judged look. */
    Presence presence(Box place) {
        return shown.permitted()
                ? Presence.untold("such things are permitted at that hour")
                : Presence.of(zone, place, shown.sightings(), shown.detections(), shown.hidden());
    }

    /** {@link Long#MAX_VALUE} where nothing dwells. */
    long raiseInUs() {
        return candidates.stream()
                .mapToLong(candidate -> candidate.dwell.raiseInUs())
                .min()
                .orElse(Long.MAX_VALUE);
    }

    RuleSettings settings() {
        return settings;
    }

    private void forget(List<Sighting> sightings) {
        refusals.removeIf(refusal -> refusal.untilUs() <= nowUs);
        sightings.removeIf(sighting ->
                refusals.stream().anyMatch(refusal -> refusal.place().iou(sighting.place()) >= Candidate.SAME_PLACE));
    }

    /** A look came whose view was not clear: it says nothing of what stands here. */
    void suspend(ViewState view) {
        candidates.forEach(candidate -> candidate.suspend(view));
    }

    /** @param hidden whether something stands before the zone, so that seeing nothing in it says nothing */
    void look(
            Look look,
            List<Track> tracks,
            Surroundings around,
            long intervalUs,
            View view,
            boolean hidden,
            List<Verdict> verdicts) {
        nowUs = look.ptsUs();
        this.view = view.state();
        // What is permitted now is as good as absent: dwells end, incidents clear, nothing begins.
        boolean permitted = zone.permitted().permits(look.at());
        List<Sighting> sightings = permitted ? new ArrayList<>() : evidence.in(tracks, around.view());
        shown = new Shown(permitted, List.copyOf(sightings), look.detections(), hidden);
        forget(sightings);
        if (hidden && sightings.isEmpty() && !permitted) {
            suspend(ViewState.COVERED);
            return;
        }
        if (standing == null) {
            judge(look, sightings, around, intervalUs, verdicts);
        } else if (standing.clears(look.ptsUs(), sightings, intervalUs)) {
            verdicts.add(standing.cleared(look));
            standing = null;
        }
    }

    private void judge(
            Look look, List<Sighting> sightings, Surroundings around, long intervalUs, List<Verdict> verdicts) {
        int things = (int) sightings.stream().filter(Sighting::seen).count();
        List<Sighting> free = new ArrayList<>(sightings);
        Sighting[] claims = claim(free);
        for (int c = 0; c < claims.length && standing == null; c++) {
            Candidate candidate = candidates.get(c);
            if (advance(candidate, claims[c], look, intervalUs, verdicts)) {
                raise(candidate, claims[c], look, things, verdicts);
            } else if (ended(candidate) && claims[c] != null) {
                free.add(claims[c]);
            }
        }
        settle(verdicts);
        if (standing == null) {
            free.forEach(sighting -> consider(sighting, look, around, intervalUs, verdicts));
        }
    }

    /** Each candidate's sighting, or null; its own track's first. Takes them from the free ones. */
    private Sighting[] claim(List<Sighting> free) {
        Sighting[] claims = new Sighting[candidates.size()];
        for (double least : new double[] {1, 0}) {
            for (int c = 0; c < claims.length; c++) {
                if (claims[c] == null) {
                    claims[c] = best(candidates.get(c), free, least);
                    free.remove(claims[c]);
                }
            }
        }
        return claims;
    }

    private static Sighting best(Candidate candidate, List<Sighting> free, double least) {
        Sighting best = null;
        double most = least;
        for (Sighting sighting : free) {
            double fit = candidate.fit(sighting);
            if (fit > most) {
                best = sighting;
                most = fit;
            }
        }
        return best;
    }

    /** @return whether it is ripe for raising */
    private boolean advance(Candidate candidate, Sighting claim, Look look, long intervalUs, List<Verdict> verdicts) {
        Sight sight = claim == null ? Sight.NOT_SEEN : candidate.weigh(claim, zone.kind());
        State state = candidate.dwell.look(look.ptsUs(), sight, intervalUs);
        if (claim == null || ended(candidate)) {
            return false;
        }
        candidate.take(claim);
        boolean passed = state == State.NOTICED || state == State.RAISED;
        if (passed && candidate.reached == null) {
            candidate.reached = moment(look, claim);
            verdicts.add(new Verdict.Reached(candidate.id, candidate.reached));
        }
        return state == State.RAISED;
    }

    /** A dwell that began anew is another candidate's. */
    private static boolean ended(Candidate candidate) {
        return candidate.dwell.state() == State.ABSENT || candidate.dwell.firstUs() != candidate.first.ptsUs();
    }

    private void raise(Candidate candidate, Sighting claim, Look look, int things, List<Verdict> verdicts) {
        DwellRule dwell = candidate.dwell;
        String facts = cameraId + "|" + zone.id() + "|" + zone.kind().id() + "|" + dwell.firstUs();
        Incident incident = new Incident(
                Fingerprint.of(facts, 32),
                cameraId,
                zone.id(),
                zone.kind(),
                candidate.first,
                candidate.reached,
                moment(look, claim),
                dwell.presentUs(),
                dwell.observedUs(),
                dwell.longestGapUs(),
                dwell.seen(),
                settings.version(),
                zone.version(),
                candidate.basis(),
                candidate.placer,
                view,
                candidate.suspended(),
                Why.sentence(zone, settings, candidate, things));
        verdicts.add(new Verdict.Raised(candidate.id, incident));
        standing = new Standing(incident.id(), settings, dwell, candidate.place());
        candidates.remove(candidate);
    }

    /** Drops what ended; once an incident stands, everything. */
    private void settle(List<Verdict> verdicts) {
        candidates.removeIf(candidate -> {
            boolean gone = standing != null || ended(candidate);
            if (gone) {
                verdicts.add(new Verdict.Dropped(candidate.id));
            }
            return gone;
        });
    }

    private void consider(Sighting sighting, Look look, Surroundings around, long intervalUs, List<Verdict> verdicts) {
        Track track = sighting.track();
        if (!sighting.seen() || !track.fits() || track.speed() > settings.maxSpeed()) {
            return;
        }
        if (candidates.size() == MAX_CANDIDATES) {
            crowdedOut++;
            return;
        }
        DwellRule dwell = new DwellRule(settings);
        dwell.look(look.ptsUs(), Sight.SEEN, intervalUs);
        Optional<Placer> placer = Optional.ofNullable(sighting.object()).flatMap(around::placerOf);
        Candidate candidate =
                new Candidate(zone.id() + "-" + ++lastCandidate, dwell, moment(look, sighting), sighting, placer);
        candidates.add(candidate);
        verdicts.add(new Verdict.Sighted(candidate.id, candidate.first, placer));
    }

    private static Moment moment(Look look, Sighting sighting) {
        List<Detection> all = new ArrayList<>(look.detections());
        if (sighting.basis() == Basis.STATIC_OBJECT) {
            all.add(sighting.subject());
        }
        return new Moment(look.ptsUs(), look.at(), sighting.subject(), all, look.model());
    }
}
