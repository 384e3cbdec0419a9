package org.streetwarden.incident;

import org.streetwarden.detect.Detection;
import org.streetwarden.geometry.Box;
import org.streetwarden.incident.DwellRule.Sight;
import org.streetwarden.scene.StaticObject;
import org.streetwarden.track.Track;

/**
 * One track in one zone at one look. A static object without a track is followed as if it were one, whose id is its own,
 * negated.
 *
 * @param subject what a picture of it should mark
 * @param sight what the look says of it
 * @param object the static object at the same place; null where there is none
 * @param attended whether somebody stands at it
 */
record Sighting(Track track, Detection subject, Sight sight, StaticObject object, boolean attended) {

    /** What a model saw. */
    Sighting(Track track, Detection subject, Sight sight) {
        this(track, subject, sight, null, false);
    }

    /** What no model named. */
    static Sighting of(StaticObject object, Sight sight, boolean attended) {
        Detection subject = new Detection(Evidence.STATIC_OBJECT, (float) object.score(), object.box());
        Track track = new Track(
                -object.id(),
                subject.label(),
                subject,
                object.box(),
                true,
                object.sinceUs(),
                object.sinceUs(),
                0,
                false);
        return new Sighting(track, subject, sight, object, attended);
    }

    /** The same, backed by what stands there anew. */
    Sighting with(StaticObject backing) {
        return new Sighting(track, subject, sight, backing, attended);
    }

    Basis basis() {
        if (object == null) {
            return Basis.DETECTOR;
        }
        return track.id() < 0 ? Basis.STATIC_OBJECT : Basis.BOTH;
    }

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
