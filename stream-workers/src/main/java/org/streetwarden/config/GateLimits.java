package org.streetwarden.config;

import java.util.Optional;

/**
 * How much worse a candidate may be than the model it is to replace, and how bad at most.
 *
 * @param recallDrop share of a label's objects it may find less
 * @param falseRise boxes on nothing it may draw more, per picture and label
 * @param moreMissed incidents of a kind it may miss more
 * @param moreFalseRaises incidents of a kind it may raise more where there are none
 * @param latencyRatio its CPU time for a look over the other's
 * @param latencyMs its CPU time for a look, milliseconds
 * @param leastRecall whatever the other reaches; where there is no other, {@value #LEAST_RECALL}
 * @param mostFalse boxes on nothing per picture and label, whatever the other draws; where there is no other,
 *     {@value #MOST_FALSE}
 */
public record GateLimits(
        double recallDrop,
        double falseRise,
        int moreMissed,
        int moreFalseRaises,
        double latencyRatio,
        double latencyMs,
        Optional<Double> leastRecall,
        Optional<Double> mostFalse) {

    /** What a model without a predecessor must find at least. */
    public static final double LEAST_RECALL = 0.5;

    /** What a model without a predecessor may draw at most. */
    public static final double MOST_FALSE = 0.3;

    /** What holds where nothing is said. */
    public static final GateLimits DEFAULT =
            new GateLimits(0.02, 0.02, 0, 0, 1.5, 250, Optional.empty(), Optional.empty());

    /** These limits where a section says nothing else. */
    GateLimits with(Section section) {
        GateLimits limits = new GateLimits(
                number(section, "recall-drop", recallDrop, 1),
                number(section, "false-rise", falseRise, 300),
                section.whole("more-missed", moreMissed, 0, 1_000_000),
                section.whole("more-false-raises", moreFalseRaises, 0, 1_000_000),
                number(section, "latency-ratio", latencyRatio, 1000),
                number(section, "latency-ms", latencyMs, 3_600_000),
                optional(section, "least-recall", leastRecall, 1),
                optional(section, "most-false", mostFalse, 300));
        section.refuseUnknown();
        return limits;
    }

    private static Optional<Double> optional(Section section, String key, Optional<Double> otherwise, double most) {
        return section.has(key) ? Optional.of(number(section, key, most, most)) : otherwise;
    }

    private static double number(Section section, String key, double otherwise, double most) {
        return section.parsed(key, otherwise, "a number from 0 to " + most, text -> {
            double value = Double.parseDouble(text);
            if (!(value >= 0 && value <= most)) {
                throw new IllegalArgumentException(text);
            }
            return value;
        });
    }
}
