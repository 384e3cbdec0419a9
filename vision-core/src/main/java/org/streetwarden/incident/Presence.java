package org.streetwarden.incident;

import java.util.List;
import java.util.Set;
import org.streetwarden.detect.Detection;
import org.streetwarden.geometry.Box;
import org.streetwarden.zone.Kind;
import org.streetwarden.zone.Zone;

/**
 * Whether a thing that stood in a zone still stands at its place, as far as one look can tell.
 *
 * @param score of what was found there, 0 to 1; 0 where nothing was
 * @param why why the look cannot tell; empty where it can
 */
public record Presence(Finding finding, double score, String why) {

    /** This share of the smaller box, and two boxes are at one place. */
    private static final double ONE_PLACE = 0.5;

    /** Somebody before this share of a place hides what stands there. */
    private static final double HIDES = 0.5;

    /** What one look says. */
    public enum Finding {
        THERE,
        GONE,
        /** It shows neither. */
        UNTOLD
    }

    /** A look that says nothing. */
    public static Presence untold(String why) {
        return new Presence(Finding.UNTOLD, 0, why);
    }

    /** @param sightings what spoke for or against an incident in the zone at that look */
    static Presence of(Zone zone, Box place, List<Sighting> sightings, List<Detection> detections, boolean hidden) {
        double score = -1;
        for (Sighting sighting : sightings) {
            boolean speaks = sighting.sight() != DwellRule.Sight.NOT_SEEN;
            boolean here = zone.kind() == Kind.VENDING || onePlace(place, sighting.place());
            score = speaks && here ? Math.max(score, sighting.subject().score()) : score;
        }
        for (Detection detection : detections) {
            boolean here = named(zone.kind()).contains(detection.label()) && onePlace(place, detection.box());
            score = here ? Math.max(score, detection.score()) : score;
        }
        if (score >= 0) {
            return new Presence(Finding.THERE, Math.min(1, score), "");
        }
        String why = hides(zone, place, detections, hidden);
        return why.isEmpty() ? new Presence(Finding.GONE, 0, "") : untold(why);
    }

    /** Why nothing found says nothing; empty where it says that nothing is there. */
    private static String hides(Zone zone, Box place, List<Detection> detections, boolean hidden) {
        if (hidden) {
            return "something stands before the zone";
        }
        boolean before = detections.stream()
                .anyMatch(each ->
                        Passages.isMover(each.label()) && each.box().intersection(place) >= HIDES * place.area());
        if (before) {
            return "somebody stands before the place";
        }
        boolean noBin = zone.kind() == Kind.BIN_OVERFLOW
                && detections.stream()
                        .noneMatch(each -> each.label().equals(Evidence.BIN)
                                && zone.polygon().contains(each.box().ground()));
        return noBin ? "no bin is seen in the zone" : "";
    }

    private static Set<String> named(Kind kind) {
        return switch (kind) {
            case VENDING -> Set.of(Evidence.STALL);
            case BIN_OVERFLOW -> Set.of(Evidence.BIN_OVERFLOW, Evidence.RUBBISH);
            case DUMPING -> Set.of(Evidence.RUBBISH);
            case GREEN_PARKING -> Set.of(Evidence.VEHICLE);
        };
    }

    private static boolean onePlace(Box one, Box other) {
        return one.intersection(other) >= ONE_PLACE * Math.min(one.area(), other.area());
    }
}
