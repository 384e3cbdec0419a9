package org.streetwarden.flight;

import java.util.List;
import org.streetwarden.directory.LonLat;

/**
 * What a file of telemetry holds, at a glance. Times and numbers that were never written are {@link TelemetryEntry#NONE},
 * heights NaN, places null.
 *
 * @param dialect the one that most entries have
 * @param entries how many
 * @param positions entries with a place that can be
 * @param attitudes entries with the gimbal's attitude
 * @param firstUs when the first entry comes up
 * @param lastUs when the last one comes up
 * @param endUs when the last one goes
 * @param framesUs from the first to the last numbered entry
 * @param frames pictures from the first to the last numbered entry; 0 where not numbered
 * @param lengthM along the track
 * @param lens of the first entry that says it
 * @param track at most {@link TrackSketch#MOST} places, evenly thinned
 */
public record TelemetrySummary(
        Dialect dialect,
        long entries,
        long positions,
        long attitudes,
        long firstUs,
        long lastUs,
        long endUs,
        long framesUs,
        long frames,
        long firstLocalUs,
        long lastLocalUs,
        LonLat first,
        LonLat last,
        LonLat home,
        double lengthM,
        Range aboveTakeOffM,
        Range aboveSeaM,
        Lens lens,
        List<LonLat> track,
        List<Finding> findings) {

    /** Lowest and highest; NaN where there was nothing. */
    public record Range(double least, double most) {

        static final Range NONE = new Range(Double.NaN, Double.NaN);

        Range with(double value) {
            if (Double.isNaN(value)) {
                return this;
            }
            return Double.isNaN(least)
                    ? new Range(value, value)
                    : value >= least && value <= most ? this : new Range(Math.min(least, value), Math.max(most, value));
        }
    }

    public boolean has(FlightProblem problem) {
        return findings.stream().anyMatch(finding -> finding.problem() == problem);
    }

    /** Microseconds from one entry to the next, on average; 0 for fewer than two. */
    public long spacingUs() {
        return entries < 2 || firstUs == TelemetryEntry.NONE ? 0 : (lastUs - firstUs) / (entries - 1);
    }
}
