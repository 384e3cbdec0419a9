package org.streetwarden.flight;

import java.util.ArrayList;
import java.util.Comparator;
import java.util.List;
import org.streetwarden.geometry.Affine;
import org.streetwarden.geometry.Box;

/**
 * Joins the looks of a flight's pictures, one after the other, into trails of one thing each: where the pictures were
 * registered, by the boxes that they moved to; else by the ground. What moves over the ground by itself is left out, and what one
 * picture alone shows: nobody can tell whether that moves. One thread.
 */
public final class Pursuit {

    /** A trail without a look for so long has ended. */
    private static final long LOST_US = 4_000_000;

    private static final double LEAST_IOU = 0.1;

    /** Middles so close, in sizes of the box, are one thing's. */
    private static final double NEAR_SIZES = 0.6;

    /** How much of the common uncertainty differs between two pictures a second or so apart. */
    private static final double DRIFT = 0.3;

    private static final double LEAST_M = 1;
    private static final double LEAST_SPEED_MPS = 1;

    private final List<Trail> trails = new ArrayList<>();
    private final List<List<GroundLook>> ended = new ArrayList<>();

    private static final class Trail {
        private final List<GroundLook> looks = new ArrayList<>();
        private Box expected;

        Trail(GroundLook first) {
            add(first);
        }

        void add(GroundLook look) {
            looks.add(look);
            expected = look.box();
        }
    }

    private record Match(Trail trail, GroundLook look, double distance) {}

    /**
     * The next picture.
     *
     * @param shift where places of the picture before lie in it; null where nobody could tell
     */
    public void look(long atUs, List<GroundLook> seen, Affine shift) {
        for (Trail trail : trails) {
            trail.expected = shift == null || trail.expected == null ? null : shift.at(trail.expected);
        }
        List<GroundLook> free = new ArrayList<>(seen);
        List<Trail> waiting = new ArrayList<>(trails);
        for (Match match : matches(seen)) {
            if (waiting.contains(match.trail()) && free.contains(match.look())) {
                waiting.remove(match.trail());
                free.remove(match.look());
                match.trail().add(match.look());
            }
        }
        for (Trail trail : waiting) {
            if (atUs - trail.looks.getLast().atUs() > LOST_US) {
                end(trail);
            }
        }
        free.forEach(look -> trails.add(new Trail(look)));
    }

    private List<Match> matches(List<GroundLook> seen) {
        List<Match> matches = new ArrayList<>();
        for (Trail trail : trails) {
            for (GroundLook look : seen) {
                double distance = look.label().equals(trail.looks.getLast().label()) ? distance(trail, look) : 1;
                if (distance < 1) {
                    matches.add(new Match(trail, look, distance));
                }
            }
        }
        matches.sort(Comparator.comparingDouble(Match::distance));
        return matches;
    }

    /** From 0; 1 and more is another thing. */
    private static double distance(Trail trail, GroundLook look) {
        return trail.expected == null ? onGround(trail.looks.getLast(), look) : inPicture(trail.expected, look.box());
    }

    private static double inPicture(Box expected, Box found) {
        double iou = expected.iou(found);
        if (iou >= LEAST_IOU) {
            return (1 - iou) / 2;
        }
        double across = (expected.centre().x() - found.centre().x()) / Math.max(expected.width(), found.width());
        double down = (expected.centre().y() - found.centre().y()) / Math.max(expected.height(), found.height());
        double sizes = Math.hypot(across, down);
        return sizes <= NEAR_SIZES ? 0.5 + sizes / NEAR_SIZES / 2.01 : 1;
    }

    private static double onGround(GroundLook last, GroundLook look) {
        double apartM = new LocalPlane(last.fix().place()).distanceM(look.fix().place());
        return apartM / likelyApartM(last, look, DRIFT);
    }

    private static double likelyApartM(GroundLook one, GroundLook other, double drift) {
        double own = Math.hypot(one.fix().ownM(), other.fix().ownM());
        return LEAST_M
                + Math.hypot(
                        own, drift * Math.max(one.fix().commonM(), other.fix().commonM()));
    }

    private void end(Trail trail) {
        trails.remove(trail);
        if (trail.looks.size() > 1 && !moves(trail.looks)) {
            ended.add(List.copyOf(trail.looks));
        }
    }

    /** Whether the first and last look lie too far apart for one place, and too fast. */
    static boolean moves(List<GroundLook> looks) {
        GroundLook first = looks.getFirst();
        GroundLook last = looks.getLast();
        double seconds = (last.atUs() - first.atUs()) / 1e6;
        double apartM = new LocalPlane(first.fix().place()).distanceM(last.fix().place());
        double drift = Math.min(1, DRIFT + seconds / GroundSites.DRIFT_S);
        return apartM > likelyApartM(first, last, drift) && apartM > LEAST_SPEED_MPS * seconds;
    }

    /** The trails that have ended since it was asked last, oldest first. */
    public List<List<GroundLook>> ended() {
        List<List<GroundLook>> all = List.copyOf(ended);
        ended.clear();
        return all;
    }

    /** Ends all that is left: nothing follows. */
    public List<List<GroundLook>> end() {
        List.copyOf(trails).forEach(this::end);
        return ended();
    }
}
