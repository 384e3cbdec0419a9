package org.streetwarden.incident;

import java.util.ArrayList;
import java.util.List;
import java.util.Optional;
import org.streetwarden.detect.Detection;
import org.streetwarden.geometry.Box;
import org.streetwarden.scene.CleanReference;
import org.streetwarden.scene.SceneSettings;
import org.streetwarden.scene.SceneView;
import org.streetwarden.scene.StaticObject;
import org.streetwarden.track.Track;

/** What one camera's place shows besides what its model names: things that are new there, and who was near. One thread. */
final class Surroundings {

    private final CleanReference reference;
    private final Passages passages = new Passages();
    private SceneView view = SceneView.NONE;
    private long intervalUs;

    /** @param settings null: nothing is compared with a clean reference */
    Surroundings(SceneSettings settings) {
        reference = settings == null ? null : new CleanReference(settings);
    }

    /** @param keep boxes of incidents that stand */
    void look(Look look, List<Track> tracks, List<Box> keep, long usualIntervalUs) {
        if (reference == null || look.luma() == null) {
            return;
        }
        intervalUs = usualIntervalUs;
        passages.look(look.ptsUs(), look.at(), tracks);
        List<Box> movers = new ArrayList<>();
        for (Detection detection : look.detections()) {
            if (Passages.isMover(detection.label())) {
                movers.add(detection.box());
            }
        }
        view = reference.look(look.ptsUs(), look.luma(), movers, keep);
    }

    SceneView view() {
        return view;
    }

    Optional<Placer> placerOf(StaticObject object) {
        return passages.at(object.box(), object.sinceUs(), intervalUs);
    }
}
