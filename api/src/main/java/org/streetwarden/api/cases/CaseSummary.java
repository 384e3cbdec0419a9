package org.streetwarden.api.cases;

import java.time.Instant;
import org.streetwarden.zone.Kind;

/**
 * One line of a list of cases.
 *
 * @param id order of filing; second key of the list, never shown
 * @param score of the subject at the raise, 0 to 1
 * @param lastSeenAt null until the subject is gone
 * @param clearedAt null until the subject has been gone long enough
 * @param presentMs media time from first look to raise
 * @param observedMs the part of it during which looks saw the subject
 * @param longestGapMs the longest stretch without such a look
 * @param pictured whether the evidence holds {@link #PICTURE}
 */
public record CaseSummary(
        long id,
        String caseNo,
        String incidentId,
        Kind kind,
        CaseStatus status,
        String cameraId,
        String cameraName,
        String zoneId,
        String label,
        double score,
        boolean experimental,
        Instant firstSeenAt,
        Instant thresholdAt,
        Instant raisedAt,
        Instant lastSeenAt,
        Instant clearedAt,
        Instant filedAt,
        long presentMs,
        long observedMs,
        long longestGapMs,
        boolean pictured) {

    /** The part shown in lists. */
    public static final String PICTURE = "raised-boxes.jpg";
}
