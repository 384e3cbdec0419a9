package org.streetwarden.track;

import java.util.List;
import java.util.Map;
import org.streetwarden.detect.Detection;
import org.streetwarden.geometry.Box;

/**
 * What a tracker must remember to go on elsewhere as if nothing had happened.
 *
 * @param lastId the last id it has given
 * @param trails those alive, the longest lived first; at most {@value #MOST_TRAILS}
 */
public record TrackerMemory(long lastId, List<TrailMemory> trails) {

    /** Beyond this the shortest lived are forgotten: passers-by. */
    public static final int MOST_TRAILS = 32;

    /** Nothing tracked yet. */
    public static final TrackerMemory NONE = new TrackerMemory(0, List.of());

    public TrackerMemory {
        trails = List.copyOf(trails);
    }

    /**
     * One track, seen or not.
     *
     * @param votes weight by label
     * @param x of its centre
     * @param y of its centre
     * @param width smoothed, likewise {@code height}
     * @param restLooks looks that {@code rest} is the mean of
     * @param misfits looks in a row elsewhere, the first at {@code misfitSinceUs}
     * @param missed looks in a row that did not show it
     * @param seen what the last look that showed it did show
     */
    public record TrailMemory(
            long id,
            String family,
            long firstUs,
            Box firstBox,
            Map<String, Double> votes,
            AxisMemory x,
            AxisMemory y,
            double width,
            double height,
            Box rest,
            int restLooks,
            long restSinceUs,
            int misfits,
            long misfitSinceUs,
            boolean fits,
            boolean arrived,
            long lastUs,
            int missed,
            Detection seen) {
        public TrailMemory {
            votes = Map.copyOf(votes);
        }

        /** The same, that much later. */
        TrailMemory shifted(long byUs) {
            return new TrailMemory(
                    id,
                    family,
                    firstUs + byUs,
                    firstBox,
                    votes,
                    x,
                    y,
                    width,
                    height,
                    rest,
                    restLooks,
                    restSinceUs + byUs,
                    misfits,
                    misfitSinceUs + byUs,
                    fits,
                    arrived,
                    lastUs + byUs,
                    missed,
                    seen);
        }
    }

    /** One coordinate's filter: the state and its covariance. */
    public record AxisMemory(
            double position, double velocity, double varPosition, double covariance, double varVelocity) {}

    /** The same, that much later on the camera's timeline. */
    public TrackerMemory shifted(long byUs) {
        return new TrackerMemory(
                lastId, trails.stream().map(trail -> trail.shifted(byUs)).toList());
    }
}
