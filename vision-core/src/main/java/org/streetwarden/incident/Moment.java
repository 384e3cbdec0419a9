package org.streetwarden.incident;

import java.time.Instant;
import java.util.List;
import org.streetwarden.detect.Detection;

/**
 * One look that matters to an incident.
 *
 * @param ptsUs on the camera's timeline (TIME.md), microseconds
 * @param at when that picture arrived, by this machine's clock
 * @param subject what the incident is about, as seen then
 * @param all everything the model saw in that picture, the subject among it
 */
public record Moment(long ptsUs, Instant at, Detection subject, List<Detection> all) {
    public Moment {
        all = List.copyOf(all);
    }
}
