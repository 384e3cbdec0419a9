package org.streetwarden.incident;

import java.time.Instant;
import java.util.List;
import org.streetwarden.detect.Detection;
import org.streetwarden.detect.ModelIdentity;
import org.streetwarden.scene.LumaGrid;

/**
 * What a model saw in one picture of a camera.
 *
 * @param ptsUs on the camera's timeline (TIME.md), microseconds
 * @param at when that picture arrived, by this machine's clock; decides only whether things are permitted at that hour
 * @param model which model looked
 * @param luma the picture itself, shrunk; null where nobody compares it with the clean reference
 */
public record Look(long ptsUs, Instant at, List<Detection> detections, ModelIdentity model, LumaGrid luma) {
    public Look {
        detections = List.copyOf(detections);
    }

    /** A look without its picture. */
    public Look(long ptsUs, Instant at, List<Detection> detections, ModelIdentity model) {
        this(ptsUs, at, detections, model, null);
    }

    /** The same look with its picture. */
    public Look with(LumaGrid picture) {
        return new Look(ptsUs, at, detections, model, picture);
    }
}
