package org.streetwarden.api.insight;

import java.time.Duration;
import java.time.Instant;
import java.util.Set;

/**
 * Which cases are counted: raised in some weeks of seven days, one behind the other, and known at a moment.
 *
 * @param to end of the newest week, exclusive
 * @param weeks how many, from 1
 * @param asOf what was filed or happened from then on does not count
 * @param grids unit or responsibility grids; with {@code groups} empty too: the whole city
 * @param groups camera groups
 */
public record Span(Instant to, int weeks, Instant asOf, Set<String> grids, Set<String> groups) {

    static final Duration WEEK = Duration.ofDays(7);

    public Span {
        grids = Set.copyOf(grids);
        groups = Set.copyOf(groups);
    }

    public Instant from() {
        return to.minus(WEEK.multipliedBy(weeks));
    }

    /** @param week from 0, the oldest */
    public Instant start(int week) {
        return from().plus(WEEK.multipliedBy(week));
    }
}
