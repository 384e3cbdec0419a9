package org.streetwarden.cli;

import com.fasterxml.jackson.annotation.JsonPropertyOrder;

/**
 * One thing a gate asks of a candidate.
 *
 * @param baseline what the model it is to replace reaches; null where there is none
 * @param limit the worst that passes
 * @param why one sentence with the numbers behind
 */
@JsonPropertyOrder({"name", "unit", "baseline", "candidate", "limit", "passed", "why"})
record GateCheck(
        String name, String unit, Double baseline, double candidate, double limit, boolean passed, String why) {

    /** The candidate must reach the limit. */
    static GateCheck least(String name, String unit, Double baseline, double candidate, double limit, String why) {
        return new GateCheck(name, unit, shown(baseline), shown(candidate), shown(limit), candidate >= limit, why);
    }

    /** The candidate must stay within the limit. */
    static GateCheck most(String name, String unit, Double baseline, double candidate, double limit, String why) {
        return new GateCheck(name, unit, shown(baseline), shown(candidate), shown(limit), candidate <= limit, why);
    }

    /** What cannot even be asked. */
    static GateCheck broken(String name, String why) {
        return new GateCheck(name, "yes or no", null, 0, 1, false, why);
    }

    private static Double shown(Double value) {
        return value == null ? null : Math.round(value * 1e4) / 1e4;
    }
}
