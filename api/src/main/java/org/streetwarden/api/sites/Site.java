package org.streetwarden.api.sites;

import java.time.Instant;
import java.util.List;
import org.streetwarden.directory.LonLat;
import org.streetwarden.flight.SiteChange;

/**
 * A place where something was dumped.
 *
 * @param place of its surest sight
 * @param uncertaintyM of that sight
 * @param openedAt when a flight first saw it
 * @param views newest first; lists hold the newest alone
 */
public record Site(long id, String kind, LonLat place, double uncertaintyM, Instant openedAt, List<View> views) {

    public Site {
        views = List.copyOf(views);
    }

    /**
     * What one flight saw there.
     *
     * @param incidentId that it was filed as; null where nothing lies there, as place and area
     * @param areaM2 null where not estimated
     * @param areaUnsureM2 one standard deviation; null with it
     * @param proposal CLOSE, REOPEN or NONE
     * @param proposedFor the case that the proposal is about; null with NONE
     * @param caseNo the case that the incident opened or joined; null where it made none
     */
    public record View(
            long id,
            String flightId,
            Instant at,
            SiteChange change,
            String incidentId,
            Double areaM2,
            Double areaUnsureM2,
            Double uncertaintyM,
            String proposal,
            String proposedFor,
            String caseNo) {}
}
