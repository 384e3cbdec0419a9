package org.streetwarden.api.insight;

import java.util.List;

/** What some weeks say; lists by week go from the oldest to the newest. */
public record Insight(
        Span span,
        List<Week> weeks,
        List<Trend> kinds,
        List<Trend> places,
        int placesCompared,
        List<Warning> warnings,
        List<Integer> hours,
        List<Source> sources,
        List<Precision> kindPrecision,
        List<Precision> cameraPrecision,
        Times times) {

    public Insight {
        weeks = List.copyOf(weeks);
        kinds = List.copyOf(kinds);
        places = List.copyOf(places);
        warnings = List.copyOf(warnings);
        hours = List.copyOf(hours);
        sources = List.copyOf(sources);
        kindPrecision = List.copyOf(kindPrecision);
        cameraPrecision = List.copyOf(cameraPrecision);
    }

    /**
     * How far the cases raised in a week have come.
     *
     * @param late filed only after the week's end
     * @param coverage part of the living cameras that were seen, over its windows; NaN where it is no longer known
     */
    public record Week(
            int number,
            int cases,
            int late,
            int approved,
            int rejected,
            int pushed,
            int accepted,
            int refused,
            int registered,
            int closed,
            double coverage) {}

    /**
     * A kind's or a grid's counts.
     *
     * @param name kind or code of the responsibility grid
     * @param counts by week
     * @param band of the weeks before the newest; null where there are none
     */
    public record Trend(String name, List<Integer> counts, Band band) {
        public Trend {
            counts = List.copyOf(counts);
        }

        static Trend of(String name, List<Integer> counts) {
            return new Trend(name, counts, counts.size() < 2 ? null : Band.of(counts.subList(0, counts.size() - 1)));
        }

        public int newest() {
            return counts.getLast();
        }

        public Band.Standing standing() {
            return band == null ? Band.Standing.UNKNOWN : band.standing(newest());
        }
    }

    /**
     * What left its band.
     *
     * @param coverage part of the time in which the cameras of a place that fell were seen; NaN where it is not known
     */
    public record Warning(boolean ofPlace, Trend trend, double coverage) {}

    /** @param basis what the cases rest on */
    public record Source(String basis, int cases, Share confirmed) {}

    /** @param cameraId empty: of all cameras */
    public record Precision(String kind, String cameraId, String cameraName, Share confirmed) {}

    /** How long cases took, of those that came so far. */
    public record Times(Took toFiled, Took toPushed, Took toAccepted, Took toClosed) {}

    /**
     * @param cases how many came so far
     * @param medianS seconds; NaN without cases
     * @param p95S seconds that 95 % of them took at most
     */
    public record Took(int cases, double medianS, double p95S) {}
}
