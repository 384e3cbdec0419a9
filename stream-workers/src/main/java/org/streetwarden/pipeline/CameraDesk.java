package org.streetwarden.pipeline;

import java.nio.ByteBuffer;
import java.time.Duration;
import java.time.Instant;
import java.util.HashMap;
import java.util.List;
import java.util.Map;
import java.util.Optional;
import java.util.Set;
import org.streetwarden.evidence.Footage;
import org.streetwarden.evidence.Raise;
import org.streetwarden.geometry.Box;
import org.streetwarden.incident.Basis;
import org.streetwarden.incident.CameraJudge;
import org.streetwarden.incident.CameraMemory;
import org.streetwarden.incident.Incident;
import org.streetwarden.incident.Look;
import org.streetwarden.incident.OpenIncident;
import org.streetwarden.incident.Presence;
import org.streetwarden.incident.Verdict;
import org.streetwarden.media.Clip;
import org.streetwarden.media.GopRing;
import org.streetwarden.media.StreamInfo;
import org.streetwarden.scene.View;
import org.streetwarden.zone.Kind;

/**
 * Turns one camera's looks into incidents with their pictures: what the judge sights is copied out of the ring at once, so
 * that the first sight is still there when the dwell is over, half an hour later. One thread, but for what says otherwise.
 */
public final class CameraDesk {

    private final String cameraName;
    private final CameraJudge judge;
    private final Outcome outcome;
    private final PipelineMetrics metrics;
    private final Map<String, Pictures> candidates = new HashMap<>();
    private volatile Run run = Run.NONE;
    private volatile long raiseInUs = Long.MAX_VALUE;
    private volatile Instant lastRaisedAt = Instant.EPOCH;
    private boolean visited;

    /** Where verdicts lead. Called on the desk's thread; must not block for long. */
    public interface Outcome {

        /** An incident is to be filed; its clip is still to be cut. */
        void raised(Raise raise);

        /** The thing of an incident is gone. */
        void cleared(Verdict.Cleared cleared);
    }

    private record Run(GopRing ring, Footage footage, boolean visit) {
        private static final GopRing EMPTY =
                new GopRing(new StreamInfo("", 0, 0, ByteBuffer.allocate(0)), GopRing.LEAST_BYTES);

        static final Run NONE = new Run(EMPTY, Footage.of(EMPTY, () -> true), false);
    }

    private record Pictures(Optional<Clip> placed, Optional<Clip> first, Optional<Clip> threshold) {
        static final Pictures NONE = new Pictures(Optional.empty(), Optional.empty(), Optional.empty());
    }

    /** @param judge used by this desk only */
    public CameraDesk(String cameraName, CameraJudge judge, Outcome outcome, PipelineMetrics metrics) {
        this.cameraName = cameraName;
        this.judge = judge;
        this.outcome = outcome;
        this.metrics = metrics;
    }

    /** A new run begins: its pictures will be in this ring. Any thread, before the run's first look. */
    public void watch(GopRing ring, Footage footage) {
        watch(ring, footage, false);
    }

    /** @param visit whether the time since the run before, and until the next, is a gap by intention */
    void watch(GopRing ring, Footage footage, boolean visit) {
        run = new Run(ring, footage, visit);
    }

    /** The run is over and judged: its ring can go. Any thread; the next run has not begun. */
    void rest() {
        run = new Run(Run.NONE.ring(), Run.NONE.footage(), run.visit());
    }

    /**
     * Judges one look.
     *
     * @param experimental labels of the look's model that have no real evidence behind them
     * @return incidents it raised
     */
    public int look(Look look, Set<String> experimental) {
        if (visited != run.visit()) {
            visited = run.visit();
            judge.visited(visited);
        }
        List<Verdict> verdicts = judge.look(look);
        raiseInUs = judge.raiseInUs();
        for (Verdict verdict : verdicts) {
            act(verdict, experimental);
        }
        return (int) verdicts.stream().filter(Verdict.Raised.class::isInstance).count();
    }

    private void act(Verdict verdict, Set<String> experimental) {
        switch (verdict) {
            case Verdict.Sighted sighted -> {
                metrics.count(PipelineCounter.CANDIDATE_SIGHTED);
                Optional<Clip> first = picture(sighted.moment().ptsUs());
                Optional<Clip> placed = sighted.placer().flatMap(placer -> picture(placer.ptsUs()));
                candidates.put(sighted.candidateId(), new Pictures(placed, first, Optional.empty()));
            }
            case Verdict.Reached reached -> {
                Optional<Clip> threshold = picture(reached.moment().ptsUs());
                // What another worker sighted has no pictures here yet.
                Pictures kept = candidates.getOrDefault(reached.candidateId(), Pictures.NONE);
                candidates.put(reached.candidateId(), new Pictures(kept.placed(), kept.first(), threshold));
            }
            case Verdict.Raised raised -> raise(raised.candidateId(), raised.incident(), experimental);
            case Verdict.Dropped dropped -> {
                metrics.count(PipelineCounter.CANDIDATE_DROPPED);
                candidates.remove(dropped.candidateId());
            }
            case Verdict.Cleared cleared -> {
                metrics.count(PipelineCounter.INCIDENT_CLEARED);
                outcome.cleared(cleared);
            }
        }
    }

    private void raise(String candidateId, Incident incident, Set<String> experimental) {
        metrics.count(PipelineCounter.INCIDENT_RAISED);
        lastRaisedAt = incident.raised().at();
        Pictures kept = candidates.getOrDefault(candidateId, Pictures.NONE);
        candidates.remove(candidateId);
        outcome.raised(new Raise(
                incident,
                openOf(incident),
                cameraName,
                incident.basis() == Basis.STATIC_OBJECT
                        || experimental.contains(incident.raised().subject().label()),
                kept.placed(),
                kept.first(),
                kept.threshold(),
                picture(incident.raised().ptsUs()),
                run.footage()));
    }

    private OpenIncident openOf(Incident incident) {
        return judge.open().stream()
                .filter(open -> open.incidentId().equals(incident.id()))
                .findFirst()
                .orElseThrow(() -> new IllegalStateException("raised, yet not open: " + incident.id()));
    }

    /** What decodes to the picture at that time; empty, and counted, where the ring no longer holds it. On the desk's thread. */
    Optional<Clip> picture(long ptsUs) {
        Clip clip = run.ring().gopAt(ptsUs);
        if (clip.isEmpty()) {
            metrics.count(PipelineCounter.PICTURE_EVICTED);
            return Optional.empty();
        }
        return Optional.of(clip);
    }

    /** As {@link CameraJudge#raiseInUs}, after the last look. Any thread. */
    long raiseInUs() {
        return raiseInUs;
    }

    /** Whether something dwells that may become an incident. Any thread. */
    boolean isDwelling() {
        return raiseInUs < Long.MAX_VALUE;
    }

    /** When the picture of the last raise arrived; long ago where there was none. Any thread. */
    Instant lastRaisedAt() {
        return lastRaisedAt;
    }

    /** How far apart visits may be that watch what stands here. Any thread. */
    Duration visitEvery() {
        return judge.visitEvery();
    }

    /** Candidates whose pictures are kept. On the desk's thread. */
    int pinned() {
        return candidates.size();
    }

    /** Takes an incident back that is none; its place is asked about again only after so long. */
    public void refuse(String incidentId, Duration again) {
        if (judge.refuse(incidentId, again)) {
            metrics.count(PipelineCounter.INCIDENT_REFUSED);
        }
    }

    /** What the last look said of the camera's view. On the desk's thread. */
    public View view() {
        return judge.view();
    }

    /** Whether what stood at a place stands there still, as far as the last look can tell. On the desk's thread. */
    Presence presence(String zoneId, Kind kind, Box place) {
        return judge.presence(zoneId, kind, place);
    }

    /** What it takes to go on watching elsewhere. On the desk's thread. */
    public CameraMemory memory() {
        return judge.memory();
    }

    /** The incidents whose things still stand. */
    public List<OpenIncident> open() {
        return judge.open();
    }
}
