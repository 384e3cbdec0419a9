package org.streetwarden.models.report;

import java.util.Locale;

/**
 * A measured number and how far chance may have moved it.
 *
 * @param value not a number where there was nothing to measure
 * @param low of the 95 % interval; not a number where there is none
 * @param high of the 95 % interval
 */
public record Figure(double value, double low, double high) {

    /** Nothing was there to measure. */
    public static final Figure NONE = new Figure(Double.NaN, Double.NaN, Double.NaN);

    public boolean known() {
        return !Double.isNaN(value);
    }

    /** Whether the interval lies wholly on one side of 0: for a difference, whether it is more than chance. */
    public boolean beyondNoise() {
        return low > 0 || high < 0;
    }

    /** Two or three decimals with the interval behind, or a dash. */
    @Override
    public String toString() {
        return known() ? String.format(Locale.ROOT, "%.3f (%.2f–%.2f)", value, low, high) : "–";
    }
}
