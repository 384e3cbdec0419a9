package org.streetwarden.casefile;

import java.time.Instant;
import org.streetwarden.directory.LonLat;
import org.streetwarden.zone.Kind;

/**
 * One thing that a flight found on the ground, whether or not it became a case.
 *
 * @param incidentId of the incident that was filed for it
 * @param label the model's word
 * @param place WGS-84
 * @param uncertaintyM it stands within so many metres of it in at least 95 of 100 cases
 * @param areaM2 how much ground it covers, square metres; NaN where not estimated
 * @param areaUnsureM2 one standard deviation of it; NaN with it
 * @param pictures how many showed it
 * @param at when it was seen last, by the aircraft's clock
 */
public record SiteView(
        String incidentId,
        Kind kind,
        String label,
        LonLat place,
        double uncertaintyM,
        double areaM2,
        double areaUnsureM2,
        int pictures,
        Instant at) {}
