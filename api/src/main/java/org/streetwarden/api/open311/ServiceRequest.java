package org.streetwarden.api.open311;

import java.time.Instant;
import org.streetwarden.api.cases.CaseStatus;
import org.streetwarden.zone.Kind;

/**
 * One case as GeoReport v2 tells it: no evidence, no camera's id, its place to some ten metres.
 *
 * @param unit that is thought to be responsible; null where none is
 * @param dueAt null where no limit could be counted
 * @param longitude degrees, WGS-84; null where the place is not known
 */
public record ServiceRequest(
        String caseNo,
        Kind kind,
        CaseStatus status,
        Instant raisedAt,
        Instant updatedAt,
        Instant dueAt,
        String unit,
        String address,
        Double longitude,
        Double latitude) {

    /** As GeoReport knows it. */
    public boolean open() {
        return status != CaseStatus.CLOSED && status != CaseStatus.REFUSED && status != CaseStatus.VOID;
    }
}
