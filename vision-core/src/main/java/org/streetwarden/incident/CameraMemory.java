package org.streetwarden.incident;

import java.time.Instant;
import java.time.temporal.ChronoUnit;
import java.util.List;
import java.util.Optional;
import java.util.Set;
import java.util.stream.Collectors;
import org.streetwarden.geometry.Box;
import org.streetwarden.incident.DwellRule.State;
import org.streetwarden.scene.StaticObject;
import org.streetwarden.scene.ViewMemory;
import org.streetwarden.scene.ViewState;
import org.streetwarden.track.TrackerMemory;
import org.streetwarden.zone.Kind;

/**
 * Everything that a camera's judge must remember to go on elsewhere: after another worker's death, a reconnect, a patrol
 * gap. Pictures are not among it: they died with the worker. The clean reference begins anew.
 *
 * @param lastUs the last look, on the camera's timeline; empty where there was none
 * @param intervalsUs between the last looks, oldest first
 * @param view empty where nothing was learnt of it
 * @param hours empty where nothing was ever raised
 */
public record CameraMemory(
        String cameraId,
        Optional<Long> lastUs,
        List<Long> intervalsUs,
        TrackerMemory tracks,
        List<ZoneMemory> zones,
        Optional<ViewMemory> view,
        Optional<HourMemory> hours) {
    public CameraMemory {
        intervalsUs = List.copyOf(intervalsUs);
        zones = List.copyOf(zones);
    }

    /** Nothing but incidents that stand. */
    public static CameraMemory of(String cameraId, List<OpenIncident> open) {
        List<ZoneMemory> zones = open.stream()
                .map(incident -> new ZoneMemory(
                        incident.zoneId(),
                        incident.kind(),
                        0,
                        List.of(),
                        List.of(),
                        Optional.of(new StandingMemory(
                                incident.incidentId(), DwellMemory.raised(incident.lastSeenUs()), incident.box()))))
                .toList();
        return new CameraMemory(
                cameraId, Optional.empty(), List.of(), TrackerMemory.NONE, zones, Optional.empty(), Optional.empty());
    }

    /** The same, with what was learnt of the view. */
    public CameraMemory seeing(Optional<ViewMemory> learnt) {
        return new CameraMemory(cameraId, lastUs, intervalsUs, tracks, zones, learnt, hours);
    }

    /** The same, with the hours at which something was raised. */
    public CameraMemory at(Optional<HourMemory> raised) {
        return new CameraMemory(cameraId, lastUs, intervalsUs, tracks, zones, view, raised);
    }

    /** The same, without incidents that stand here and are none of these. */
    public CameraMemory standing(List<OpenIncident> open) {
        Set<String> ids = open.stream().map(OpenIncident::incidentId).collect(Collectors.toSet());
        List<ZoneMemory> left = zones.stream()
                .map(zone -> new ZoneMemory(
                        zone.zoneId(),
                        zone.kind(),
                        zone.lastCandidate(),
                        zone.candidates(),
                        zone.refusals(),
                        zone.standing().filter(incident -> ids.contains(incident.incidentId()))))
                .toList();
        return new CameraMemory(cameraId, lastUs, intervalsUs, tracks, left, view, hours);
    }

    /** Whether something may still come of it: a candidate, an incident that stands, a place that was refused. */
    public boolean pending() {
        return zones.stream().anyMatch(ZoneMemory::pending);
    }

    /** When the last look was, if it showed the place: a worker that died may not have said so. */
    public Optional<Instant> seenAt() {
        boolean shown = view.map(ViewMemory::state)
                .map(state -> state == ViewState.CLEAR || state == ViewState.UNKNOWN)
                .orElse(true);
        return lastUs.filter(us -> shown).map(us -> Instant.EPOCH.plus(us, ChronoUnit.MICROS));
    }

    /** What stands. */
    public List<OpenIncident> open() {
        return zones.stream().flatMap(zone -> zone.open().stream()).toList();
    }

    /** The same, that much later on the camera's timeline: for a worker whose clock is behind. */
    CameraMemory shifted(long byUs) {
        return new CameraMemory(
                cameraId,
                lastUs.map(us -> us + byUs),
                intervalsUs,
                tracks.shifted(byUs),
                zones.stream().map(zone -> zone.shifted(byUs)).toList(),
                view.map(seen -> seen.shifted(byUs)),
                hours);
    }

    /**
     * How often something was raised at each hour of the day in UTC, older raises counting less.
     *
     * @param agedUs when they were last made to count less, microseconds since 1970
     * @param raises of each of the {@value #HOURS} hours, from 0
     */
    public record HourMemory(long agedUs, List<Double> raises) {

        public static final int HOURS = 24;

        public HourMemory {
            raises = List.copyOf(raises);
        }
    }

    /**
     * One zone's part.
     *
     * @param lastCandidate the number of its last candidate
     * @param refusals places found to show nothing of the kind
     */
    public record ZoneMemory(
            String zoneId,
            Kind kind,
            long lastCandidate,
            List<CandidateMemory> candidates,
            List<Refusal> refusals,
            Optional<StandingMemory> standing) {
        public ZoneMemory {
            candidates = List.copyOf(candidates);
            refusals = List.copyOf(refusals);
        }

        boolean pending() {
            return !candidates.isEmpty() || !refusals.isEmpty() || standing.isPresent();
        }

        Optional<OpenIncident> open() {
            return standing.map(open -> new OpenIncident(
                    open.incidentId(), zoneId, kind, open.dwell().lastSeenUs(), open.box()));
        }

        ZoneMemory shifted(long byUs) {
            return new ZoneMemory(
                    zoneId,
                    kind,
                    lastCandidate,
                    candidates.stream().map(each -> each.shifted(byUs)).toList(),
                    refusals.stream().map(each -> each.shifted(byUs)).toList(),
                    standing.map(each -> each.shifted(byUs)));
        }
    }

    /** A place that was found to show nothing of the zone's kind, left alone until then. */
    public record Refusal(Box place, long untilUs) {
        Refusal shifted(long byUs) {
            return new Refusal(place, untilUs + byUs);
        }
    }

    /** An incident that stands, and where it was last seen. */
    public record StandingMemory(String incidentId, DwellMemory dwell, Box box) {
        StandingMemory shifted(long byUs) {
            return new StandingMemory(incidentId, dwell.shifted(byUs), box);
        }
    }

    /**
     * A thing that may become an incident.
     *
     * @param reached the look at which it passed the notice threshold
     * @param trackId 0: none
     * @param object what stands there anew, as last seen
     * @param looks that showed it; {@code named}, {@code backed} and {@code attended} count among them
     * @param suspended looks that could say nothing of it; {@code suspendedBy} is what the view was at the last of them
     */
    public record CandidateMemory(
            String id,
            DwellMemory dwell,
            Moment first,
            Optional<Moment> reached,
            Optional<Placer> placer,
            long trackId,
            Box place,
            Optional<StaticObject> object,
            int looks,
            int named,
            int backed,
            int attended,
            int suspended,
            ViewState suspendedBy) {
        CandidateMemory shifted(long byUs) {
            return new CandidateMemory(
                    id,
                    dwell.shifted(byUs),
                    later(first, byUs),
                    reached.map(moment -> later(moment, byUs)),
                    placer.map(who -> new Placer(who.trackId(), who.label(), who.ptsUs() + byUs, who.at(), who.box())),
                    trackId,
                    place,
                    object.map(one -> new StaticObject(one.id(), one.box(), one.sinceUs() + byUs, one.score())),
                    looks,
                    named,
                    backed,
                    attended,
                    suspended,
                    suspendedBy);
        }

        private static Moment later(Moment moment, long byUs) {
            return new Moment(moment.ptsUs() + byUs, moment.at(), moment.subject(), moment.all(), moment.model());
        }
    }

    /**
     * How long one thing has stood; the members are those of {@link DwellRule}.
     *
     * @param lastLookUs empty where nobody has looked since it was raised
     * @param emptySinceUs the first of the looks in a row that found its place empty
     * @param emptyVisits gaps since then after which it was found empty
     */
    public record DwellMemory(
            State state,
            long firstUs,
            long lastSeenUs,
            Optional<Long> lastLookUs,
            long unseenUs,
            long observedUs,
            long longestGapUs,
            int looks,
            int seen,
            long emptySinceUs,
            int emptyVisits) {

        /** Raised before, last seen then, nothing else known. */
        static DwellMemory raised(long lastSeenUs) {
            return new DwellMemory(
                    State.RAISED, lastSeenUs, lastSeenUs, Optional.empty(), 0, 0, 0, 1, 1, lastSeenUs, 0);
        }

        DwellMemory shifted(long byUs) {
            return new DwellMemory(
                    state,
                    firstUs + byUs,
                    lastSeenUs + byUs,
                    lastLookUs.map(us -> us + byUs),
                    unseenUs,
                    observedUs,
                    longestGapUs,
                    looks,
                    seen,
                    emptySinceUs + byUs,
                    emptyVisits);
        }
    }
}
