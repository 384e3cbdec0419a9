package org.streetwarden.incident;

import java.util.ArrayList;
import java.util.List;
import java.util.Optional;
import org.streetwarden.detect.Detection;
import org.streetwarden.geometry.Box;
import org.streetwarden.geometry.Polygon;
import org.streetwarden.incident.DwellRule.Sight;
import org.streetwarden.scene.SceneState;
import org.streetwarden.scene.SceneView;
import org.streetwarden.scene.StaticObject;
import org.streetwarden.track.Track;
import org.streetwarden.zone.Kind;
import org.streetwarden.zone.Zone;

/** Which tracks and static objects of a look speak for or against an incident in one zone, kind by kind. */
final class Evidence {

    static final String STALL = "stall";
    static final String BIN = "bin";
    static final String BIN_OVERFLOW = "bin_overflow";
    static final String RUBBISH = "rubbish";
    static final String VEHICLE = "vehicle";
    static final String PERSON = "person";

    /** What the clean reference does not show and no model names. */
    static final String STATIC_OBJECT = "static_object";

    /** A track and a static object are one thing if they share this part of the smaller. */
    private static final double ONE_THING = 0.5;

    /** The lowest part of a vehicle's box, where its wheels touch the ground. */
    private static final double WHEEL_STRIP = 0.15;

    /** Beside a bin: within half its width and a quarter of its height. */
    private static final double BESIDE_WIDTHS = 0.5;

    private static final double BESIDE_HEIGHTS = 0.25;

    /** At a thing: within half its width and height. */
    private static final double AT_WIDTHS = 0.5;

    private final Zone zone;
    private final RuleSettings settings;
    private final List<Polygon> binPolygons;

    /** @param all every zone of the camera */
    Evidence(Zone zone, RuleSettings settings, List<Zone> all) {
        this.zone = zone;
        this.settings = settings;
        this.binPolygons = all.stream()
                .filter(other -> other.kind() == Kind.BIN_OVERFLOW)
                .map(Zone::polygon)
                .toList();
    }

    List<Sighting> in(List<Track> tracks, SceneView scene) {
        List<Sighting> sightings = new ArrayList<>();
        for (Track track : tracks) {
            sighting(track, tracks).ifPresent(sightings::add);
        }
        if (zone.kind() == Kind.VENDING || zone.kind() == Kind.DUMPING) {
            scene.objects().forEach(object -> add(object, scene.state(), tracks, sightings));
        }
        return sightings;
    }

    /** Backs what a model named at the same place; else stands for itself, unless a track of another kind explains it. */
    private void add(StaticObject object, SceneState state, List<Track> tracks, List<Sighting> sightings) {
        boolean backs = false;
        for (int i = 0; i < sightings.size(); i++) {
            if (sightings.get(i).object() == null && oneThing(sightings.get(i).place(), object.box())) {
                sightings.set(i, sightings.get(i).with(object));
                backs = true;
            }
        }
        boolean explained = tracks.stream()
                .anyMatch(track -> !track.seen().label().equals(PERSON) && oneThing(track.place(), object.box()));
        if (backs || explained || !zone.polygon().contains(object.box().ground())) {
            return;
        }
        boolean attended = tracks.stream().anyMatch(track -> standsAt(track, object.box()));
        // At a stall somebody stands; what was dumped lies alone.
        boolean speaks = state == SceneState.TRUSTED && attended == (zone.kind() == Kind.VENDING);
        boolean ofBin = zone.kind() == Kind.DUMPING && besideBin(object.box(), tracks);
        if (!ofBin) {
            sightings.add(Sighting.of(object, speaks ? Sight.SEEN : Sight.MAYBE, attended));
        }
    }

    private boolean standsAt(Track track, Box box) {
        return Passages.isMover(track.seen().label())
                && (zone.kind() == Kind.DUMPING || track.label().equals(PERSON))
                && track.fits()
                && track.speed() <= settings.maxSpeed()
                && widened(box, AT_WIDTHS, AT_WIDTHS).intersection(track.place()) > 0;
    }

    private static boolean oneThing(Box one, Box other) {
        return one.intersection(other) >= ONE_THING * Math.min(one.area(), other.area());
    }

    private Optional<Sighting> sighting(Track track, List<Track> tracks) {
        return switch (zone.kind()) {
            case VENDING -> track.label().equals(STALL) && stands(track) ? called(track, STALL) : Optional.empty();
            case GREEN_PARKING ->
                track.label().equals(VEHICLE) && wheels(track) ? called(track, VEHICLE) : Optional.empty();
            case DUMPING ->
                track.label().equals(RUBBISH) && stands(track) && !besideBin(track.place(), tracks)
                        ? called(track, RUBBISH)
                        : Optional.empty();
            case BIN_OVERFLOW -> isBin(track) && stands(track) ? Optional.of(bin(track, tracks)) : Optional.empty();
        };
    }

    /** A look that calls it something else keeps it alive but shows nothing. */
    private static Optional<Sighting> called(Track track, String label) {
        Sight sight = track.seen().label().equals(label) ? Sight.SEEN : Sight.MAYBE;
        return Optional.of(new Sighting(track, track.seen(), sight));
    }

    /** Full now, or with waste beside it now; a bin seen as plain speaks against. */
    private Sighting bin(Track track, List<Track> tracks) {
        if (track.seen().label().equals(BIN_OVERFLOW)) {
            return new Sighting(track, track.seen(), Sight.SEEN);
        }
        for (Track other : tracks) {
            if (other.seen().label().equals(RUBBISH) && beside(track, other.place())) {
                return new Sighting(track, other.seen(), Sight.SEEN);
            }
        }
        return new Sighting(track, track.seen(), Sight.NOT_SEEN);
    }

    private boolean stands(Track track) {
        return zone.polygon().contains(track.place().ground());
    }

    private boolean wheels(Track track) {
        Box box = track.place();
        double top = box.bottom() - WHEEL_STRIP * box.height();
        return zone.polygon().coverage(new Box(box.left(), top, box.right(), box.bottom())) >= settings.groundOverlap();
    }

    private boolean besideBin(Box rubbish, List<Track> tracks) {
        for (Track other : tracks) {
            if (isBin(other) && beside(other, rubbish) && ofBinZone(other)) {
                return true;
            }
        }
        return false;
    }

    private boolean ofBinZone(Track bin) {
        for (Polygon polygon : binPolygons) {
            if (polygon.contains(bin.place().ground())) {
                return true;
            }
        }
        return false;
    }

    private static boolean isBin(Track track) {
        String label = track.seen().label();
        return label.equals(BIN) || label.equals(BIN_OVERFLOW);
    }

    private static boolean beside(Track bin, Box rubbish) {
        return widened(bin.place(), BESIDE_WIDTHS, BESIDE_HEIGHTS).intersection(rubbish) > 0;
    }

    /** Whether somebody is within one box width and height of it. */
    static boolean personNear(Detection subject, List<Detection> all) {
        Box reach = widened(subject.box(), 1, 1);
        return all.stream().anyMatch(other -> other.label().equals(PERSON) && reach.intersection(other.box()) > 0);
    }

    static Box widened(Box box, double widths, double heights) {
        double x = widths * box.width();
        double y = heights * box.height();
        return new Box(box.left() - x, box.top() - y, box.right() + x, box.bottom() + y);
    }
}
