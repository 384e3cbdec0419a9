package org.streetwarden.incident;

import java.util.Optional;
import org.streetwarden.geometry.Box;
import org.streetwarden.incident.CameraMemory.CandidateMemory;
import org.streetwarden.incident.DwellRule.Sight;
import org.streetwarden.scene.StaticObject;
import org.streetwarden.scene.ViewState;
import org.streetwarden.track.Track;
import org.streetwarden.zone.Kind;

/** A thing at one place that may become an incident. Bound to its place: it outlives the track that found it. */
final class Candidate {

    /** A thing is at the place if its box and the place's share this IoU. */
    static final double SAME_PLACE = 0.5;

    /** What its own thing fits at the least. */
    private static final double LEAST_FIT = 0.01;

    /** Least share of the looks, in which a model must have named it for the incident to rest on the model too. */
    private static final double NAMED = 1 / 3.0;

    /** A nameless thing is a stall where somebody stands at it in this share of looks. */
    private static final double STAFFED = 0.5;

    final String id;
    final DwellRule dwell;
    final Moment first;
    final Optional<Placer> placer;

    /** Whether another judge saw it first, so that its first pictures are gone. */
    final boolean inherited;

    Moment reached;
    private long trackId;
    private Box place;
    private StaticObject object;
    private int looks;
    private int named;
    private int backed;
    private int attended;
    private int suspended;
    private ViewState suspendedBy = ViewState.UNKNOWN;

    Candidate(String id, DwellRule dwell, Moment first, Sighting sighting, Optional<Placer> placer) {
        this.id = id;
        this.dwell = dwell;
        this.first = first;
        this.placer = placer;
        this.place = sighting.place();
        this.inherited = false;
        note(sighting);
    }

    /** What another judge had found. Its static object has another id here, so none; its pictures are gone. */
    Candidate(CandidateMemory memory, RuleSettings settings) {
        id = memory.id();
        dwell = new DwellRule(settings, memory.dwell());
        first = memory.first();
        placer = memory.placer();
        reached = memory.reached().orElse(null);
        trackId = Math.max(0, memory.trackId());
        place = memory.place();
        object = memory.object()
                .map(one -> new StaticObject(0, one.box(), one.sinceUs(), one.score()))
                .orElse(null);
        looks = memory.looks();
        named = memory.named();
        backed = memory.backed();
        attended = memory.attended();
        suspended = memory.suspended();
        suspendedBy = memory.suspendedBy();
        inherited = true;
    }

    CandidateMemory memory() {
        return new CandidateMemory(
                id,
                dwell.memory(),
                first,
                Optional.ofNullable(reached),
                placer,
                trackId,
                place,
                Optional.ofNullable(object),
                looks,
                named,
                backed,
                attended,
                suspended,
                suspendedBy);
    }

    /** A look came that could say nothing of it. */
    void suspend(ViewState view) {
        suspended++;
        suspendedBy = view;
    }

    /** Looks since the first that could say nothing. */
    int suspended() {
        return suspended;
    }

    /** What the view was at the last of them. */
    ViewState suspendedBy() {
        return suspendedBy;
    }

    /** How well a sighting fits: 0 not at all; its own track counts more than any other. */
    double fit(Sighting sighting) {
        Track track = sighting.track();
        boolean sameObject =
                object != null && sighting.object() != null && sighting.object().id() == object.id();
        boolean own = track.id() == trackId || sameObject;
        double iou = place.iou(sighting.box());
        if (!sameObject && (iou < SAME_PLACE || (!own && track.arrived()))) {
            return 0;
        }
        return own ? 1 + Math.max(iou, LEAST_FIT) : iou;
    }

    void take(Sighting sighting) {
        note(sighting);
        if (sighting.track().fits()) {
            place = sighting.track().rest();
        }
    }

    private void note(Sighting sighting) {
        trackId = sighting.track().id();
        object = sighting.object() == null ? object : sighting.object();
        looks++;
        named += sighting.basis() == Basis.STATIC_OBJECT ? 0 : 1;
        backed += sighting.basis() == Basis.DETECTOR ? 0 : 1;
        attended += sighting.attended() ? 1 : 0;
    }

    /** A nameless thing in a vending zone says nothing by itself until somebody has kept standing at it. */
    Sight weigh(Sighting sighting, Kind kind) {
        boolean nameless = sighting.basis() == Basis.STATIC_OBJECT && named < NAMED * looks;
        return nameless && kind == Kind.VENDING && sighting.seen() && attended < STAFFED * looks
                ? Sight.MAYBE
                : sighting.sight();
    }

    /** What says that it is there. */
    Basis basis() {
        if (backed < NAMED * looks) {
            return Basis.DETECTOR;
        }
        return named < NAMED * looks ? Basis.STATIC_OBJECT : Basis.BOTH;
    }

    /** What stands there anew, as last seen; null where nothing does. */
    StaticObject object() {
        return object;
    }

    /** Looks with somebody at it, of those that saw it nameless. */
    int attended() {
        return attended;
    }

    Box place() {
        return place;
    }
}
