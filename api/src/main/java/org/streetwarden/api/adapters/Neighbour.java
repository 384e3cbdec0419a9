package org.streetwarden.api.adapters;

import java.time.Instant;
import org.streetwarden.directory.LonLat;

/**
 * An open case of a platform near one of ours, as the platform tells it; all but its number may be null.
 *
 * @param caseNo the platform's number
 * @param code the platform's, of what it is about
 * @param status the platform's word for how it stands
 * @param source who told the platform, in its words
 * @param at when it came about, the platform's clock
 * @param place WGS-84
 * @param distanceM from our case
 * @param ours our number, where the platform says that it has the case from us
 */
public record Neighbour(
        String caseNo,
        String code,
        String status,
        String source,
        Instant at,
        LonLat place,
        Double distanceM,
        String ours) {}
