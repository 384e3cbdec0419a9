package org.streetwarden.api.insight;

import java.time.Instant;
import java.util.ArrayList;
import java.util.Arrays;
import java.util.Collections;
import java.util.List;
import java.util.Map;
import java.util.TreeMap;
import java.util.function.ToLongFunction;
import org.streetwarden.api.cases.CaseFact;
import org.streetwarden.api.cases.CaseFact.Milestone;
import org.streetwarden.api.insight.Insight.Took;
import org.streetwarden.api.insight.Insight.Week;

/** What cases of a span add up to by week, kind, place and hour, and how long they took. Used by one thread. */
final class Counts {

    private static final int HOURS = 24;
    private static final long WEEK_US = Span.WEEK.toMillis() * 1000;

    private final long fromUs;
    private final long asOfUs;
    private final int length;
    private final int[] cases;
    private final int[] late;
    private final int[][] came;
    private final Map<String, int[]> kinds = new TreeMap<>();
    private final Map<String, int[]> grids = new TreeMap<>();
    private final Integer[] hours = new Integer[HOURS];
    private final Insight.Times times;

    /** @param counted raised in the span and known at its moment */
    Counts(Span span, List<CaseFact> counted) {
        fromUs = CaseFact.micros(span.from());
        asOfUs = CaseFact.micros(span.asOf());
        length = span.weeks();
        cases = new int[length];
        late = new int[length];
        came = new int[length][Milestone.values().length];
        Arrays.fill(hours, 0);
        counted.forEach(this::add);
        times = new Insight.Times(
                took(counted, CaseFact::filedUs, CaseFact::firstSeenUs),
                took(counted, when(Milestone.PUSHED), CaseFact::filedUs),
                took(counted, when(Milestone.ACCEPTED), when(Milestone.PUSHED)),
                took(counted, when(Milestone.CLOSED), when(Milestone.REGISTERED)));
    }

    private void add(CaseFact fact) {
        int week = (int) ((fact.raisedUs() - fromUs) / WEEK_US);
        cases[week]++;
        if (fact.filedUs() >= fromUs + (week + 1) * WEEK_US) {
            late[week]++;
        }
        for (Milestone each : Milestone.values()) {
            if (fact.atUs(each) < asOfUs) {
                came[week][each.ordinal()]++;
            }
        }
        of(kinds, fact.place().kind())[week]++;
        if (fact.grid() != null) {
            of(grids, fact.grid())[week]++;
        }
        Instant raised = CaseFact.instant(fact.raisedUs());
        hours[raised.atZone(ReportWeek.CHINA).getHour()]++;
    }

    private int[] of(Map<String, int[]> counts, String name) {
        return counts.computeIfAbsent(name, key -> new int[length]);
    }

    private ToLongFunction<CaseFact> when(Milestone milestone) {
        return fact -> fact.atUs(milestone) < asOfUs ? fact.atUs(milestone) : CaseFact.NEVER;
    }

    /** Of those that came so far; how long is known of those that were at the beginning too. */
    private static Took took(List<CaseFact> counted, ToLongFunction<CaseFact> end, ToLongFunction<CaseFact> begin) {
        int cameSoFar = 0;
        int known = 0;
        long[] took = new long[counted.size()];
        for (CaseFact fact : counted) {
            long ended = end.applyAsLong(fact);
            if (ended != CaseFact.NEVER) {
                cameSoFar++;
                long began = begin.applyAsLong(fact);
                if (began != CaseFact.NEVER) {
                    took[known++] = ended - began;
                }
            }
        }
        Arrays.sort(took, 0, known);
        return new Took(cameSoFar, seconds(took, known, 0.5), seconds(took, known, 0.95));
    }

    /** The least that so large a share took at most. */
    private static double seconds(long[] sorted, int length, double share) {
        return length == 0 ? Double.NaN : sorted[Math.max(0, (int) Math.ceil(share * length) - 1)] / 1e6;
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
        return came[week][milestone.ordinal()];
    }

    Map<String, int[]> kinds() {
        return Collections.unmodifiableMap(kinds);
    }

    /** By responsibility grid. */
    Map<String, int[]> grids() {
        return Collections.unmodifiableMap(grids);
    }

    List<Integer> hours() {
        return List.of(hours);
    }

    Insight.Times times() {
        return times;
    }
}
