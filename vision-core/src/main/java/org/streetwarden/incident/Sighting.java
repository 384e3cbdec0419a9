package org.streetwarden.incident;

import org.streetwarden.detect.Detection;
import org.streetwarden.geometry.Box;
import org.streetwarden.incident.DwellRule.Sight;
import org.streetwarden.track.Track;

/**
 * One track in one zone at one look.
 *
 * @param subject what a picture of it should mark
 * @param sight what the look says of it
 */
record Sighting(Track track, Detection subject, Sight sight) {

    Box box() {
        return track.seen().box();
    }

    Box place() {
        return track.place();
    }

    boolean seen() {
        return sight == Sight.SEEN;
    }
}
