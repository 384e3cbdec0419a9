package org.streetwarden.incident;

import org.streetwarden.geometry.Box;
import org.streetwarden.track.Track;

/** A thing at one place that may become an incident. Bound to its place: it outlives the track that found it. */
final class Candidate {

    /** A thing is at the place if its box and the place's share this IoU. */
    static final double SAME_PLACE = 0.5;

    final String id;
    final DwellRule dwell;
    final Moment first;
    Moment reached;
    private long trackId;
    private Box place;

    Candidate(String id, DwellRule dwell, Moment first, Track track) {
        this.id = id;
        this.dwell = dwell;
        this.first = first;
        this.trackId = track.id();
        this.place = track.place();
    }

    /** How well a sighting fits: 0 not at all; its own track counts more than any other. */
    double fit(Sighting sighting) {
        Track track = sighting.track();
        boolean own = track.id() == trackId;
        double iou = place.iou(sighting.box());
        if (iou < SAME_PLACE || (!own && track.arrived())) {
            return 0;
        }
        return own ? 1 + iou : iou;
    }

    void take(Sighting sighting) {
        trackId = sighting.track().id();
        if (sighting.track().fits()) {
            place = sighting.track().rest();
        }
    }

    Box place() {
        return place;
    }
}
