package org.streetwarden.api.coverage;

import java.time.Instant;

/**
 * One camera as it stands.
 *
 * @param name as the worker says; empty where it said none
 * @param lastSeenAt null: never
 * @param visits openings of its stream since the first report
 * @param looks pictures judged since the first report
 * @param view what its last picture was worth
 */
public record CameraSight(
        String cameraId,
        String name,
        String workerId,
        Instant firstReportedAt,
        Instant reportedAt,
        Instant lastSeenAt,
        long visits,
        long looks,
        Sight sight,
        String view) {}
