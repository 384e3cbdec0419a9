package org.streetwarden.api.paper;

import java.util.ArrayList;
import java.util.List;
import org.streetwarden.directory.LonLat;

/**
 * What is drawn to scale with north above.
 *
 * @param lines of two places or more
 * @param areas rings that are filled
 * @param frames rings that are outlined; an empty one is not drawn
 */
public record GroundPlan(
        List<List<LonLat>> lines, List<List<LonLat>> areas, List<List<LonLat>> frames, List<Spot> spots) {

    /**
     * A place and how sure it is.
     *
     * @param label stands beside it
     */
    public record Spot(LonLat place, double uncertaintyM, String label) {}

    public GroundPlan {
        lines = List.copyOf(lines);
        areas = List.copyOf(areas);
        frames = List.copyOf(frames);
        spots = List.copyOf(spots);
    }

    public boolean empty() {
        return places().isEmpty();
    }

    /** Everything that must be on it. */
    List<LonLat> places() {
        List<LonLat> places = new ArrayList<>();
        lines.forEach(places::addAll);
        areas.forEach(places::addAll);
        frames.forEach(places::addAll);
        spots.forEach(spot -> places.add(spot.place()));
        return places;
    }
}
