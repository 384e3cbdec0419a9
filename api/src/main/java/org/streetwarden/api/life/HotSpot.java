package org.streetwarden.api.life;

import java.time.Instant;
import org.streetwarden.zone.Kind;

/**
 * A place where the same comes again and again.
 *
 * @param times how often, re-openings included
 * @param newestCaseNo the case it was last seen in
 */
public record HotSpot(
        String cameraId,
        String cameraName,
        String zoneId,
        Kind kind,
        int times,
        Instant firstAt,
        Instant lastAt,
        String newestCaseNo) {}
