package org.streetwarden.api.open311;

import java.time.Instant;
import java.util.List;
import org.streetwarden.zone.Kind;

/**
 * Which service requests are asked for.
 *
 * @param caseNos where there are any, nothing else counts
 * @param kinds any of these; all where it is empty
 * @param from raised at or after
 * @param to raised at or before
 * @param open null for open and closed
 * @param page from 1
 */
public record RequestFilter(
        List<String> caseNos, List<Kind> kinds, Instant from, Instant to, Boolean open, int page, int pageSize) {
    public RequestFilter {
        caseNos = List.copyOf(caseNos);
        kinds = List.copyOf(kinds);
    }
}
