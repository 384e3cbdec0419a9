package org.streetwarden.api.rules;

import java.time.Instant;
import java.util.List;
import org.streetwarden.rule.Outcome;
import org.streetwarden.zone.Kind;

/**
 * Which incidents are wanted; an empty list and null mean any.
 *
 * @param from raised at or after
 * @param to raised before
 */
public record IncidentFilter(
        List<Outcome> outcomes,
        List<String> reasons,
        List<Kind> kinds,
        List<String> cameraIds,
        List<String> zoneIds,
        Instant from,
        Instant to) {
    public IncidentFilter {
        outcomes = List.copyOf(outcomes);
        reasons = List.copyOf(reasons);
        kinds = List.copyOf(kinds);
        cameraIds = List.copyOf(cameraIds);
        zoneIds = List.copyOf(zoneIds);
    }
}
