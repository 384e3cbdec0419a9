package org.streetwarden.api.insight;

import java.util.List;
import java.util.Locale;

/**
 * Between which counts a week usually lies, told from the weeks before it. Counts are taken for Poisson with an unknown rate;
 * with Jeffreys' prior the next count after {@code n} weeks of {@code total} is negative binomial with shape {@code total + 1/2}
 * and success probability {@code n / (n + 1)} (Gelman et al., Bayesian Data Analysis, 3rd edition, section 2.6). Where the
 * weeks vary more than that, their own variance widens it: the shape then fits mean and variance. The band reaches from the
 * 0.1 % to the 99.9 % quantile, so that two places in a thousand leave it by chance.
 *
 * @param low least usual count
 * @param high greatest usual count
 * @param mean of the weeks before
 * @param weeks how many those were
 */
public record Band(int low, int high, double mean, int weeks) {

    /** How likely a place leaves its band by chance, both sides together. */
    public static final double BY_CHANCE = 0.002;

    /** Fewer weeks tell nothing. */
    public static final int LEAST_WEEKS = 3;

    /** A count below it, or a mean below it where the count fell, is too small to warn of. */
    public static final int LEAST_COUNT = 5;

    /** How a count stands to its band. */
    public enum Standing {
        ABOVE,
        WITHIN,
        BELOW,
        /** Too few weeks before it. */
        UNKNOWN
    }

    /** @param before counts of the weeks before, at least one */
    public static Band of(List<Integer> before) {
        int weeks = before.size();
        double total = before.stream().mapToInt(Integer::intValue).sum();
        double mean = total / weeks;
        double squares = before.stream()
                .mapToDouble(count -> (count - mean) * (count - mean))
                .sum();
        double expected = (total + 0.5) / weeks;
        double variance = Math.max(expected * (weeks + 1) / weeks, weeks > 1 ? squares / (weeks - 1) : 0);
        double shape = expected * expected / (variance - expected);
        double success = expected / variance;
        return new Band(
                quantile(shape, success, BY_CHANCE / 2), quantile(shape, success, 1 - BY_CHANCE / 2), mean, weeks);
    }

    /** The least count whose cumulative probability reaches {@code share}, summed by the distribution's recurrence. */
    private static int quantile(double shape, double success, double share) {
        double logTerm = shape * Math.log(success);
        double sum = Math.exp(logTerm);
        int count = 0;
        while (sum < share && count < 10_000_000) {
            count++;
            logTerm += Math.log((shape + count - 1) / count * (1 - success));
            sum += Math.exp(logTerm);
        }
        return count;
    }

    public Standing standing(int count) {
        if (weeks < LEAST_WEEKS) {
            return Standing.UNKNOWN;
        }
        if (count > high && count >= LEAST_COUNT) {
            return Standing.ABOVE;
        }
        return count < low && mean >= LEAST_COUNT ? Standing.BELOW : Standing.WITHIN;
    }

    /** One sentence: what was found and what was expected. */
    public String why(int count) {
        return String.format(
                Locale.ROOT,
                "%d this week; the %d weeks before had %.1f on average, of which %d to %d is usual.",
                count,
                weeks,
                mean,
                low,
                high);
    }
}
