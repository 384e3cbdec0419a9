package org.streetwarden.flight;

import java.util.ArrayList;
import java.util.Comparator;
import java.util.HashMap;
import java.util.HashSet;
import java.util.List;
import java.util.Map;
import java.util.Set;

/**
 * What a flight saw, one site for each thing on the ground: trails of one word whose places agree within their uncertainties
 * are one thing, unless one picture shows both. One thread.
 *
 * <p>Two trails close in time share most of their errors, so their places must agree better than two of different passes: of the
 * common uncertainty a quarter counts at once, and all of it after {@value #DRIFT_S} s.
 */
public final class GroundSites {

    /** Most sites of one flight; a trail that would make one more is passed over. */
    public static final int MOST_SITES = 2000;

    /** Seconds after which two pictures' errors have nothing in common any more. */
    static final double DRIFT_S = 20;

    private static final double LEAST_DRIFT = 0.25;

    /** The square of a distance in standard deviations, of one in radii of 95 %: -2 ln 0.05. */
    private static final double TO_CHI_SQUARED = 5.9915;

    private static final double LEAST_M = 1;

    /** Looks kept of one site; beyond that every second is forgotten. */
    private static final int MOST_LOOKS = 48;

    private final List<Site> sites = new ArrayList<>();
    private final Map<Site, Set<Long>> shown = new HashMap<>();
    private long passedOver;

    /**
     * One thing.
     *
     * @param pictures how many showed it, also those that are not kept
     */
    public record Site(List<GroundLook> looks, long pictures) {

        public Site {
            looks = List.copyOf(looks);
        }

        public String label() {
            return looks.getFirst().label();
        }

        public GroundSpot spot() {
            return GroundSpot.of(looks);
        }
    }

    private record Match(Site site, List<GroundLook> trail, double unlikely) {}

    /** Goes on from what {@link #sites} was. */
    public GroundSites(List<Site> before) {
        sites.addAll(before);
    }

    /** Adds trails that ended together, in one stretch of the flight; between two stretches nothing is shown twice. */
    public void add(List<List<GroundLook>> trails) {
        shown.clear();
        List<List<GroundLook>> free = new ArrayList<>(trails);
        free.sort(Comparator.comparingInt((List<GroundLook> trail) -> -trail.size())
                .thenComparingLong(trail -> trail.getFirst().atUs()));
        while (!free.isEmpty()) {
            Match best = null;
            for (List<GroundLook> trail : free) {
                Match match = nearest(trail);
                best = match != null && (best == null || match.unlikely() < best.unlikely()) ? match : best;
            }
            List<GroundLook> trail = best == null ? free.getFirst() : best.trail();
            free.remove(trail);
            settle(best == null ? null : best.site(), trail);
        }
    }

    private Match nearest(List<GroundLook> trail) {
        Match nearest = null;
        GroundSpot spot = GroundSpot.of(trail);
        for (Site site : sites) {
            double unlikely = site.label().equals(trail.getFirst().label()) && !together(site, trail)
                    ? unlikely(site, spot, trail)
                    : Double.POSITIVE_INFINITY;
            if (unlikely < (nearest == null ? Double.POSITIVE_INFINITY : nearest.unlikely())) {
                nearest = new Match(site, trail, unlikely);
            }
        }
        return nearest;
    }

    /** Whether one picture shows both. */
    private boolean together(Site site, List<GroundLook> trail) {
        Set<Long> pictures = shown.getOrDefault(site, Set.of());
        return trail.stream().anyMatch(look -> pictures.contains(look.atUs()));
    }

    /**
     * How unlikely the two are to be one thing: twice the negative logarithm of the density of a round normal distribution, so that
     * of two sites as far away the surer one is it. Infinite where they lie further apart than 95 % of such pairs would.
     */
    private static double unlikely(Site site, GroundSpot spot, List<GroundLook> trail) {
        GroundSpot other = site.spot();
        double gapS = site.looks().stream()
                        .mapToLong(look -> Math.min(
                                Math.abs(look.atUs() - trail.getFirst().atUs()),
                                Math.abs(look.atUs() - trail.getLast().atUs())))
                        .min()
                        .orElseThrow()
                / 1e6;
        double drift = Math.min(1, LEAST_DRIFT + gapS / DRIFT_S);
        double common = Math.hypot(spot.uncertaintyM(), other.uncertaintyM());
        double own = Math.hypot(
                trail.getFirst().fix().ownM(), site.looks().getFirst().fix().ownM());
        double apartM = new LocalPlane(spot.place()).distanceM(other.place());
        double reachM = LEAST_M + Math.hypot(own, drift * common);
        double share = apartM / reachM;
        return share < 1 ? TO_CHI_SQUARED * share * share + 4 * Math.log(reachM) : Double.POSITIVE_INFINITY;
    }

    private void settle(Site site, List<GroundLook> trail) {
        Set<Long> pictures = site == null ? new HashSet<>() : shown.getOrDefault(site, new HashSet<>());
        trail.forEach(look -> pictures.add(look.atUs()));
        if (site == null && sites.size() == MOST_SITES) {
            passedOver++;
            return;
        }
        List<GroundLook> looks = new ArrayList<>(site == null ? List.of() : site.looks());
        looks.addAll(trail);
        Site grown = new Site(thinned(looks), (site == null ? 0 : site.pictures()) + trail.size());
        if (site == null) {
            sites.add(grown);
        } else {
            shown.remove(site);
            sites.set(sites.indexOf(site), grown);
        }
        shown.put(grown, pictures);
    }

    private static List<GroundLook> thinned(List<GroundLook> looks) {
        List<GroundLook> kept = new ArrayList<>(looks);
        kept.sort(Comparator.comparingLong(GroundLook::atUs));
        while (kept.size() > MOST_LOOKS) {
            List<GroundLook> half = new ArrayList<>();
            for (int i = 0; i < kept.size(); i += 2) {
                half.add(kept.get(i));
            }
            kept = half;
        }
        return kept;
    }

    /** In the order in which they were first seen. */
    public List<Site> sites() {
        return List.copyOf(sites);
    }

    /** Trails that found no room. */
    public long passedOver() {
        return passedOver;
    }
}
