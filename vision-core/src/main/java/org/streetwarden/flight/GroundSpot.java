package org.streetwarden.flight;

import java.util.ArrayList;
import java.util.Comparator;
import java.util.List;
import org.streetwarden.directory.LonLat;

/**
 * One place made of many looks: {@code sum w p / sum w} with {@code w = 1 / u^2}. Of the looks' uncertainties only the part
 * of their own averages away, {@code own^2 = sum w^2 o^2}; what they have in common is their mean, {@code common = sum w c}, as if it
 * always pointed the same way, which no flight over it from several sides can exceed.
 *
 * @param agreeing the looks that it lies within the uncertainty of, by time; it rests on them alone
 * @param turnedDeg the widest angle at the place between two of their cameras
 * @param areaM2 ground that it covers; NaN where no look says
 * @param areaUnsureM2 one standard deviation of it; NaN with it
 */
public record GroundSpot(
        LonLat place,
        double uncertaintyM,
        double ownM,
        List<GroundLook> agreeing,
        double turnedDeg,
        double areaM2,
        double areaUnsureM2) {

    /** So many pictures, from angles so far apart, make a finding. */
    public static final int LEAST_PICTURES = 3;

    public static final double LEAST_TURN_DEG = 8;

    private static final Comparator<GroundLook> BY_TIME = Comparator.comparingLong(GroundLook::atUs);
    private static final int ROUNDS = 3;

    public GroundSpot {
        agreeing = List.copyOf(agreeing);
    }

    /** @param looks one at least */
    static GroundSpot of(List<GroundLook> looks) {
        List<GroundLook> agreeing = looks.stream().sorted(BY_TIME).toList();
        GroundSpot spot = mean(agreeing);
        for (int i = 0; i < ROUNDS; i++) {
            LocalPlane plane = new LocalPlane(spot.place());
            List<GroundLook> kept = looks.stream()
                    .filter(look ->
                            plane.distanceM(look.fix().place()) <= look.fix().uncertaintyM())
                    .sorted(BY_TIME)
                    .toList();
            if (kept.isEmpty() || kept.equals(agreeing)) {
                break;
            }
            agreeing = kept;
            spot = mean(agreeing);
        }
        return spot;
    }

    private static GroundSpot mean(List<GroundLook> looks) {
        LocalPlane plane = new LocalPlane(looks.getFirst().fix().place());
        double weights = 0;
        double eastM = 0;
        double northM = 0;
        double common = 0;
        double own = 0;
        for (GroundLook look : looks) {
            double weight = 1 / (look.fix().uncertaintyM() * look.fix().uncertaintyM());
            weights += weight;
            eastM += weight * plane.eastM(look.fix().place());
            northM += weight * plane.northM(look.fix().place());
            common += weight * look.fix().commonM();
            own += weight * weight * look.fix().ownM() * look.fix().ownM();
        }
        double ownM = Math.sqrt(own) / weights;
        double[] area = area(looks);
        return new GroundSpot(
                plane.at(eastM / weights, northM / weights),
                Math.hypot(common / weights, ownM),
                ownM,
                looks,
                turned(looks),
                area[0],
                area[1]);
    }

    private static double turned(List<GroundLook> looks) {
        double widest = 0;
        for (int i = 0; i < looks.size(); i++) {
            for (int j = i + 1; j < looks.size(); j++) {
                widest = Math.max(widest, looks.get(i).turnedDeg(looks.get(j)));
            }
        }
        return widest;
    }

    private static double[] area(List<GroundLook> looks) {
        double[] areas = looks.stream()
                .mapToDouble(GroundLook::areaM2)
                .filter(area -> !Double.isNaN(area))
                .sorted()
                .toArray();
        if (areas.length == 0) {
            return new double[] {Double.NaN, Double.NaN};
        }
        double middle = (areas[(areas.length - 1) / 2] + areas[areas.length / 2]) / 2;
        double spread = 0;
        for (double area : areas) {
            spread += (area - middle) * (area - middle);
        }
        double share = looks.stream()
                .filter(look -> !Double.isNaN(look.areaM2()))
                .mapToDouble(GroundLook::areaShare)
                .average()
                .orElseThrow();
        return new double[] {middle, Math.hypot(share * middle, Math.sqrt(spread) / areas.length)};
    }

    /** Whether it was seen often enough, and from far enough apart. */
    public boolean isFinding() {
        return agreeing.size() >= LEAST_PICTURES && turnedDeg >= LEAST_TURN_DEG;
    }

    /** The first look that, with those before it, made it a finding; only for a finding. */
    public GroundLook settled() {
        List<GroundLook> seen = new ArrayList<>();
        for (GroundLook look : agreeing) {
            seen.add(look);
            if (seen.size() >= LEAST_PICTURES && turned(seen) >= LEAST_TURN_DEG) {
                break;
            }
        }
        return seen.getLast();
    }

    /** The look of the highest score from {@link #settled} on. */
    public GroundLook clearest() {
        long fromUs = settled().atUs();
        return agreeing.stream()
                .filter(look -> look.atUs() >= fromUs)
                .max(Comparator.comparingDouble(GroundLook::score).thenComparing(BY_TIME.reversed()))
                .orElseThrow();
    }
}
