package org.streetwarden.api.cases;

import java.time.Instant;
import java.util.List;
import org.streetwarden.casefile.EvidencePart;
import org.streetwarden.detect.ModelIdentity;
import org.streetwarden.detect.Verification;
import org.streetwarden.geometry.Box;
import org.streetwarden.incident.Basis;

/**
 * Everything about one case.
 *
 * @param box of the subject at the raise
 * @param why one sentence: rule, thresholds and values
 * @param basis which evidence says that the thing is there
 * @param verification what the verifier said at the raise; null where none was configured
 * @param manifestSha256 digest of the evidence's manifest
 * @param parts the evidence without its manifest, in the worker's order
 * @param history oldest first
 * @param life where it can go and where it came from
 * @param place null for a case filed before there were places
 * @param sightings every incident of it, the one that opened it first
 * @param ground where flights saw its thing, by the surest of them; null where none did
 */
public record CaseDetail(
        CaseSummary summary,
        Box box,
        ModelIdentity model,
        String ruleVersion,
        String zoneVersion,
        String why,
        String workerId,
        Basis basis,
        Verification verification,
        String manifestSha256,
        List<EvidencePart> parts,
        List<Entry> history,
        Life life,
        CasePlace place,
        List<Sighting> sightings,
        GroundSights.Sighted ground) {

    public CaseDetail {
        parts = List.copyOf(parts);
        history = List.copyOf(history);
        sightings = List.copyOf(sightings);
    }

    /**
     * Who did what, when and why.
     *
     * @param from null where it moved nothing
     * @param to null likewise
     */
    public record Entry(Instant at, String actor, String action, String why, CaseStatus from, CaseStatus to) {}

    /**
     * What goes beyond the filing.
     *
     * @param steps what is possible from here
     * @param since from when on it stands as it does
     * @param platformCaseNo null until the platform says one
     * @param recurrenceOf number of the closed case that this one repeats; null where there is none
     */
    public record Life(List<CaseStep> steps, Instant since, String platformCaseNo, String recurrenceOf) {
        public Life {
            steps = List.copyOf(steps);
        }
    }
}
