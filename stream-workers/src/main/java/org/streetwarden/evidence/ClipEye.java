package org.streetwarden.evidence;

import java.util.List;
import java.util.Set;
import org.streetwarden.casefile.Masking;
import org.streetwarden.detect.Detection;
import org.streetwarden.detect.DetectorFailure;
import org.streetwarden.detect.ModelIdentity;
import org.streetwarden.media.Frame;

/** Shows pictures of a camera's clip to the model that looks at that camera; waits its turn. */
@FunctionalInterface
public interface ClipEye {

    /**
     * What was seen.
     *
     * @param labels that the model looks for
     */
    record Glance(ModelIdentity model, Set<String> labels, List<Detection> things) {

        public Glance {
            labels = Set.copyOf(labels);
            things = List.copyOf(things);
        }

        /** Whether a picture in which it sees no person and no vehicle counts as one without. */
        boolean sighted() {
            return labels.containsAll(Masking.LABELS);
        }
    }

    /**
     * @param picture borrowed; no longer used once this returns, however it does
     * @throws DetectorFailure where the model gives no answer
     */
    Glance at(String cameraId, Frame picture) throws DetectorFailure, InterruptedException;
}
