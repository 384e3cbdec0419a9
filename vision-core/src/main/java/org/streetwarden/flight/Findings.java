package org.streetwarden.flight;

import java.util.ArrayList;
import java.util.EnumMap;
import java.util.List;
import java.util.Map;

/** Problems as they are found: each kept once, counted, with its first place. One thread. */
public final class Findings {

    private static final int MOST_DETAIL_CHARS = 160;

    private final Map<FlightProblem, Finding> found = new EnumMap<>(FlightProblem.class);

    public void add(FlightProblem problem, String detail) {
        Finding before = found.get(problem);
        String text = detail.length() > MOST_DETAIL_CHARS ? detail.substring(0, MOST_DETAIL_CHARS) + "…" : detail;
        found.put(
                problem,
                before == null
                        ? new Finding(problem, text)
                        : new Finding(problem, before.times() + 1, before.detail()));
    }

    /** Says how often in one go. */
    public void add(FlightProblem problem, long times, String detail) {
        if (times > 0) {
            found.put(problem, new Finding(problem, times, detail));
        }
    }

    public void addAll(List<Finding> others) {
        others.forEach(other -> found.putIfAbsent(other.problem(), other));
    }

    /** Heaviest first, then in the order of {@link FlightProblem}. */
    public List<Finding> list() {
        List<Finding> list = new ArrayList<>(found.values());
        list.sort((a, b) -> b.problem().weight().compareTo(a.problem().weight()));
        return List.copyOf(list);
    }
}
