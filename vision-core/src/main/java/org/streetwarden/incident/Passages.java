package org.streetwarden.incident;

import java.time.Instant;
import java.util.ArrayDeque;
import java.util.Deque;
import java.util.List;
import java.util.Optional;
import org.streetwarden.geometry.Box;
import org.streetwarden.track.Track;

/** Where persons and vehicles were lately: the last {@value #KEPT} sightings. One thread. */
final class Passages {

    static final int KEPT = 1024;

    /** Most sightings of one look. */
    private static final int EACH_LOOK = 32;

    /** So long before something new is first seen its placer may have hidden it, at the least. */
    private static final long LEAST_BACK_US = 30_000_000;

    private final Deque<Placer> sightings = new ArrayDeque<>();

    void look(long ptsUs, Instant at, List<Track> tracks) {
        int taken = 0;
        for (Track track : tracks) {
            String label = track.seen().label();
            if (isMover(label) && taken++ < EACH_LOOK) {
                sightings.addLast(
                        new Placer(track.id(), label, ptsUs, at, track.seen().box()));
            }
        }
        while (sightings.size() > KEPT) {
            sightings.removeFirst();
        }
    }

    static boolean isMover(String label) {
        return label.equals(Evidence.PERSON) || label.equals(Evidence.VEHICLE);
    }

    /**
     * Who was at a place around a time: within one box width and height, at most three usual intervals or 30 s before,
     * or one interval after; the nearest in time.
     */
    Optional<Placer> at(Box place, long sinceUs, long intervalUs) {
        Box reach = Evidence.widened(place, 1, 1);
        long backUs = Math.max(LEAST_BACK_US, DwellRule.GAP_INTERVALS * intervalUs);
        Placer nearest = null;
        for (Placer placer : sightings) {
            boolean near = placer.ptsUs() >= sinceUs - backUs
                    && placer.ptsUs() <= sinceUs + intervalUs
                    && reach.intersection(placer.box()) > 0;
            if (near && (nearest == null || distance(placer, sinceUs) < distance(nearest, sinceUs))) {
                nearest = placer;
            }
        }
        return Optional.ofNullable(nearest);
    }

    private static long distance(Placer placer, long sinceUs) {
        return Math.abs(placer.ptsUs() - sinceUs);
    }
}
