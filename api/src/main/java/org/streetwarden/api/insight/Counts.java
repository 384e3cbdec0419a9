package org.streetwarden.api.insight;

import java.time.Instant;
import java.util.ArrayList;
import java.util.Arrays;
import java.util.Collections;
import java.util.HashMap;
import java.util.List;
import java.util.Map;
import org.streetwarden.api.cases.CaseFact;
import org.streetwarden.api.cases.CaseFact.Milestone;
import org.streetwarden.api.insight.Insight.Took;
import org.streetwarden.api.insight.Insight.Week;

/** What cases of a span add up to by week, kind, place and hour, and how long they took. Used by one thread. */
final class Counts {

    private static final int HOURS = 24;
    private static final long HOUR_US = 3_600_000_000L;
    private static final long WEEK_US = Span.WEEK.toMillis() * 1000;
    private static final Milestone[] MILESTONES = Milestone.values();

    private final long fromUs;
    private final long asOfUs;
    private final long offsetUs;
    private final int length;
    private final int[] cases;
    private final int[] late;
    private final int[][] came;
    private final int[] hours = new int[HOURS];
    private final Map<String, int[]> kinds = new HashMap<>();
    private final Map<String, int[]> grids = new HashMap<>();
    private final Taken toFiled;
    private final Taken toPushed;
    private final Taken toAccepted;
    private final Taken toClosed;

    /** How long those took that came so far. */
    private static final class Taken {

        private final long[] us;
        private int known;
        private int came;

        Taken(int most) {
            us = new long[most];
        }

        /** How long is known where it has a beginning too. */
        void add(long beginUs, long endUs) {
            if (endUs != CaseFact.NEVER) {
                came++;
                if (beginUs != CaseFact.NEVER) {
                    us[known++] = endUs - beginUs;
                }
            }
        }

        Took took() {
            return new Took(came, seconds(0.5), seconds(0.95));
        }

        /** The least that so large a share took at most. */
        private double seconds(double share) {
            return known == 0
                    ? Double.NaN
                    : Selection.nth(us, known, Math.max(0, (int) Math.ceil(share * known) - 1)) / 1e6;
        }
    }

    /** @param most how many cases it may come to */
    Counts(Span span, int most) {
        fromUs = CaseFact.micros(span.from());
        asOfUs = CaseFact.micros(span.asOf());
        offsetUs = offsetUs(span.to());
        length = span.weeks();
        cases = new int[length];
        late = new int[length];
        came = new int[length][MILESTONES.length];
        toFiled = new Taken(most);
        toPushed = new Taken(most);
        toAccepted = new Taken(most);
        toClosed = new Taken(most);
    }

    /** China's clocks have not changed since 1991. */
    private static long offsetUs(Instant at) {
        return ReportWeek.CHINA.getRules().getOffset(at).getTotalSeconds() * 1_000_000L;
    }

    /** @param fact raised in the span and known at its moment */
    void add(CaseFact fact) {
        int week = (int) ((fact.raisedUs() - fromUs) / WEEK_US);
        cases[week]++;
        if (fact.filedUs() >= fromUs + (week + 1) * WEEK_US) {
            late[week]++;
        }
        for (Milestone each : MILESTONES) {
            if (fact.atUs(each) < asOfUs) {
                came[week][each.number()]++;
            }
        }
        of(kinds, fact.place().kind())[week]++;
        if (fact.grid() != null) {
            of(grids, fact.grid())[week]++;
        }
        hours[(int) Math.floorMod(Math.floorDiv(fact.raisedUs() + offsetUs, HOUR_US), (long) HOURS)]++;
        toFiled.add(fact.firstSeenUs(), fact.filedUs());
        toPushed.add(fact.filedUs(), when(fact, Milestone.PUSHED));
        toAccepted.add(when(fact, Milestone.PUSHED), when(fact, Milestone.ACCEPTED));
        toClosed.add(when(fact, Milestone.REGISTERED), when(fact, Milestone.CLOSED));
    }

    private int[] of(Map<String, int[]> counts, String name) {
        int[] weeks = counts.get(name);
        if (weeks == null) {
            weeks = new int[length];
            counts.put(name, weeks);
        }
        return weeks;
    }

    private long when(CaseFact fact, Milestone milestone) {
        return fact.atUs(milestone) < asOfUs ? fact.atUs(milestone) : CaseFact.NEVER;
    }

    List<Week> weeks(Map<Integer, Double> coverage) {
        List<Week> weeks = new ArrayList<>();
        for (int i = 0; i < length; i++) {
            weeks.add(new Week(
                    i,
                    cases[i],
                    late[i],
                    came(i, Milestone.APPROVED),
                    came(i, Milestone.REJECTED),
                    came(i, Milestone.PUSHED),
                    came(i, Milestone.ACCEPTED),
                    came(i, Milestone.REFUSED),
                    came(i, Milestone.REGISTERED),
                    came(i, Milestone.CLOSED),
                    coverage.getOrDefault(i, Double.NaN)));
        }
        return weeks;
    }

    private int came(int week, Milestone milestone) {
        return came[week][milestone.number()];
    }

    Map<String, int[]> kinds() {
        return Collections.unmodifiableMap(kinds);
    }

    /** By responsibility grid. */
    Map<String, int[]> grids() {
        return Collections.unmodifiableMap(grids);
    }

    List<Integer> hours() {
        return Arrays.stream(hours).boxed().toList();
    }

    Insight.Times times() {
        return new Insight.Times(toFiled.took(), toPushed.took(), toAccepted.took(), toClosed.took());
    }
}
