package org.streetwarden.incident;

import java.time.Instant;
import java.util.List;
import org.streetwarden.detect.Detection;
import org.streetwarden.detect.ModelIdentity;

/**
 * What a model saw in one picture of a camera.
 *
 * @param ptsUs on the camera's timeline (TIME.md), microseconds
 * @param at when that picture arrived, by this machine's clock; decides only whether things are permitted at that hour
 * @param model which model looked
 */
public record Look(long ptsUs, Instant at, List<Detection> detections, ModelIdentity model) {
    public Look {
        detections = List.copyOf(detections);
    }
}
