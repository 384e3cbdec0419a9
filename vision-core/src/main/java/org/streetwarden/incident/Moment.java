package org.streetwarden.incident;

import java.time.Instant;
import java.util.List;
import org.streetwarden.detect.Detection;
import org.streetwarden.detect.ModelIdentity;

/**
 * One look that matters to an incident.
 *
 * @param ptsUs on the camera's timeline (TIME.md), microseconds
 * @param at when that picture arrived, by this machine's clock
 * @param subject what the incident is about, as seen then
 * @param all everything the model saw in that picture, the subject among it
 * @param model which model looked; another may have looked at the other moments of the same incident
 */
public record Moment(long ptsUs, Instant at, Detection subject, List<Detection> all, ModelIdentity model) {
    public Moment {
        all = List.copyOf(all);
    }
}
