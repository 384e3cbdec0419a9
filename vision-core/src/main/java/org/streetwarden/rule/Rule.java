package org.streetwarden.rule;

import java.time.Duration;
import java.time.Instant;
import java.util.Set;
import org.streetwarden.zone.Schedule;

/**
 * What a city wants done with one sort of incident.
 *
 * @param id unique in its book
 * @param hold null where nothing is held
 */
public record Rule(String id, Scope scope, Least least, Repeats repeats, Permitted permitted, Hold hold, Then then) {

    /**
     * What must at least be there.
     *
     * @param score 0 to 1
     * @param notice dwell from which people are told that something stands there
     * @param dwell from which it is filed; at least {@code notice}
     * @param observedShare of the time until the raise, 0 to 1
     * @param longestGap most time without a look that saw it; null: any
     */
    public record Least(double score, Duration notice, Duration dwell, double observedShare, Duration longestGap) {

        /** Whatever a worker raises. */
        public static final Least NOTHING = new Least(0, Duration.ZERO, Duration.ZERO, 0, null);
    }

    /**
     * How often the same makes cases: the same kind in the same zone of the same camera.
     *
     * @param within the same within so long is a duplicate; zero: never
     * @param mostPerDay 0: any number
     */
    public record Repeats(Duration within, int mostPerDay) {

        public static final Repeats ALL = new Repeats(Duration.ZERO, 0);
    }

    /**
     * What is permitted and where.
     *
     * @param hours null: at no hour
     * @param vendingPoints whether a vending point permits what stands in it
     * @param points vending points that the rule's zones are known to lie in, whatever the camera's position
     * @param construction whether a construction permit does
     * @param greenOnly whether it must stand on a green belt
     * @param uncertaintyM how far from the camera's position the thing may be, metres
     * @param fileUnsure whether it is filed, for a reviewer, where that cannot be told
     */
    public record Permitted(
            Schedule hours,
            boolean vendingPoints,
            Set<String> points,
            boolean construction,
            boolean greenOnly,
            double uncertaintyM,
            boolean fileUnsure) {

        public Permitted {
            points = Set.copyOf(points);
        }

        /** Nothing is permitted. */
        public static final Permitted NOTHING = new Permitted(null, false, Set.of(), false, false, 30, true);
    }

    /**
     * When nothing is filed yet.
     *
     * @param collectionWithinM how far away a collection point may be that is waited for; 0: none is
     */
    public record Hold(Schedule hours, double collectionWithinM) {}

    /**
     * What is done when everything is there.
     *
     * @param outcome FILE, REMIND or SUPPRESS
     * @param review whether the case waits for a reviewer whatever its score
     * @param remindFor how long the thing may still stand after a reminder; null where there is none
     * @param remindOnceIn the same is filed at once when it comes back so soon after a reminder
     */
    public record Then(Outcome outcome, boolean review, Duration remindFor, Duration remindOnceIn) {

        public static final Then FILE = new Then(Outcome.FILE, false, null, Duration.ZERO);
    }

    boolean isAbout(Finding finding, Surroundings around, Instant at, RuleBook book) {
        return scope.holds(finding, around, at, book.timeZone());
    }
}
