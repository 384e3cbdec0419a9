package org.streetwarden.api.life;

import java.time.Clock;
import java.time.Duration;
import java.time.Instant;
import java.util.Comparator;
import java.util.List;
import org.streetwarden.api.cases.ByPlace;
import org.streetwarden.api.cases.CaseFact;
import org.streetwarden.api.cases.CaseFact.Place;
import org.streetwarden.api.cases.CaseFacts;
import org.streetwarden.api.cases.CaseStatus;
import org.streetwarden.zone.Kind;

/** Finds places where the same kind comes again and again. Thread-safe; blocks on the database. */
public final class HotSpotIndex {

    private static final Comparator<Spot> HOTTEST_FIRST = Comparator.comparingInt((Spot spot) -> spot.times)
            .thenComparingLong(spot -> spot.lastUs)
            .reversed()
            .thenComparing(spot -> spot.place.cameraId())
            .thenComparing(spot -> spot.place.zoneId())
            .thenComparing(spot -> spot.place.kind());

    private final CaseFacts facts;
    private final Clock clock;

    public HotSpotIndex(CaseFacts facts, Clock clock) {
        this.facts = facts;
        this.clock = clock;
    }

    /** What is counted of one place. */
    private static final class Spot {

        private final Place place;
        private int times;
        private long firstUs = Long.MAX_VALUE;
        private long lastUs = Long.MIN_VALUE;
        private CaseFact newest;

        Spot(Place place) {
            this.place = place;
        }

        void seen(CaseFact of, long atUs) {
            times++;
            firstUs = Math.min(firstUs, atUs);
            if (atUs > lastUs || (atUs == lastUs && of.id() < newest.id())) {
                lastUs = atUs;
                newest = of;
            }
        }

        HotSpot told() {
            return new HotSpot(
                    place.cameraId(),
                    newest.cameraName(),
                    place.zoneId(),
                    Kind.of(place.kind()).orElseThrow(),
                    times,
                    CaseFact.instant(firstUs),
                    CaseFact.instant(lastUs),
                    newest.caseNo());
        }
    }

    /**
     * Hottest first. What was found to be no case does not count.
     *
     * @param within how far back
     * @param least how often at least
     * @param limit at most so many
     */
    public List<HotSpot> list(Duration within, int least, int limit) {
        Instant from = clock.instant().minus(within);
        ByPlace<Spot> spots = new ByPlace<>(Spot::new);
        facts.since(from).forEach(fact -> count(spots, fact, CaseFact.micros(from)));
        return spots.values()
                .filter(spot -> spot.times >= least)
                .sorted(HOTTEST_FIRST)
                .limit(limit)
                .map(Spot::told)
                .toList();
    }

    private static void count(ByPlace<Spot> spots, CaseFact fact, long fromUs) {
        if (fact.status() == CaseStatus.REJECTED) {
            return;
        }
        if (fact.raisedUs() >= fromUs && (fact.status() != CaseStatus.VOID || fact.judgedVoid())) {
            spots.of(fact.place()).seen(fact, fact.raisedUs());
        }
        if (fact.status() != CaseStatus.VOID && !fact.again().isEmpty()) {
            fact.again().stream().filter(again -> again.raisedUs() >= fromUs).forEach(again -> spots.of(again.place())
                    .seen(fact, again.raisedUs()));
        }
    }
}
