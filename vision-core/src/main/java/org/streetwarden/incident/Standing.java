package org.streetwarden.incident;

import java.time.Duration;
import java.time.Instant;
import java.util.List;
import org.streetwarden.geometry.Box;
import org.streetwarden.incident.CameraMemory.StandingMemory;
import org.streetwarden.incident.DwellRule.Sight;
import org.streetwarden.incident.DwellRule.State;
import org.streetwarden.zone.Zone;

/** A raised incident while its thing, or another of its kind in the same zone, still stands. */
final class Standing {

    private final String incidentId;
    private final RuleSettings settings;
    private final DwellRule dwell;
    private Box box;

    Standing(String incidentId, RuleSettings settings, DwellRule dwell, Box box) {
        this.incidentId = incidentId;
        this.settings = settings;
        this.dwell = dwell;
        this.box = box;
    }

    Standing(StandingMemory memory, RuleSettings settings) {
        this(memory.incidentId(), settings, new DwellRule(settings, memory.dwell()), memory.box());
    }

    StandingMemory memory() {
        return new StandingMemory(incidentId, dwell.memory(), box);
    }

    String incidentId() {
        return incidentId;
    }

    /** Where it was last seen. */
    Box box() {
        return box;
    }

    /** @return whether it has been gone long enough */
    boolean clears(long ptsUs, List<Sighting> sightings, long intervalUs) {
        Sight best = Sight.NOT_SEEN;
        for (Sighting sighting : sightings) {
            if (sighting.sight().compareTo(best) > 0 && holds(sighting, ptsUs, intervalUs)) {
                best = sighting.sight();
                box = sighting.place();
            }
        }
        // A dwell that may begin anew belongs to a new candidate, so a return is at most a maybe here.
        State state = dwell.look(ptsUs, best == Sight.SEEN ? Sight.MAYBE : best, intervalUs);
        return state == State.ABSENT;
    }

    /** It stands where the incident stood, or has stood elsewhere in the zone for some looks: passers-by hold nothing. */
    private boolean holds(Sighting sighting, long ptsUs, long intervalUs) {
        boolean still = sighting.track().fits() && sighting.track().speed() <= settings.maxSpeed();
        long restUs = ptsUs - sighting.track().restSinceUs();
        return still && (box.iou(sighting.box()) >= Candidate.SAME_PLACE || restUs >= DwellRule.gapUs(intervalUs));
    }

    /** @param look the one that showed it gone */
    Verdict.Cleared cleared(Look look) {
        Instant lastSeenAt = look.at().minus(Duration.ofNanos((look.ptsUs() - dwell.lastSeenUs()) * 1000));
        return new Verdict.Cleared(incidentId, lastSeenAt, look.at());
    }

    OpenIncident open(Zone zone) {
        return new OpenIncident(incidentId, zone.id(), zone.kind(), dwell.lastSeenUs(), box);
    }
}
