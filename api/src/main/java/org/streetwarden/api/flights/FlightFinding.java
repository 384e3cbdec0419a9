package org.streetwarden.api.flights;

import java.time.Instant;
import org.streetwarden.casefile.GroundSight;

/**
 * A thing that a flight saw, and the case it belongs to.
 *
 * @param kind as {@code dumping}
 * @param status of the case now
 * @param joined whether the case was there before
 */
public record FlightFinding(
        String incidentId,
        String caseNo,
        String kind,
        String status,
        boolean joined,
        Instant seenAt,
        GroundSight ground) {}
