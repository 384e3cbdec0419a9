package org.streetwarden.api.cases;

import java.time.Instant;
import java.util.List;
import org.streetwarden.casefile.EvidencePart;

/**
 * One incident of a case.
 *
 * @param cameraName null where it was not kept
 * @param lastSeenAt null until it is gone
 * @param clearedAt null until it is gone
 * @param joinedAs MERGED or REOPENED; null for the one that opened the case
 * @param sameBecause same-zone or nearby; null where it was not merged
 * @param joinedAt api's clock
 * @param parts its evidence without its manifest, in the worker's order
 */
public record Sighting(
        String incidentId,
        String cameraId,
        String cameraName,
        String zoneId,
        Instant raisedAt,
        Instant lastSeenAt,
        Instant clearedAt,
        String joinedAs,
        String sameBecause,
        Instant joinedAt,
        String why,
        String manifestSha256,
        List<EvidencePart> parts) {

    public Sighting {
        parts = List.copyOf(parts);
    }
}
