package org.streetwarden.flight;

/** What became of what lies at a place since it was last seen. */
public enum SiteChange {
    /** Nothing was there before, as far as flights know. */
    NEW,
    /** It covers more ground, by more than the error of both estimates. */
    GROWN,
    /** It covers less ground, likewise. */
    SHRUNK,
    /** It is there, and any difference is within the error: no proof that nothing changed. */
    UNCHANGED,
    /** It is there, and how much ground it covers was not estimated both times. */
    THERE,
    /** The place was seen and nothing lies there. */
    GONE;

    /** 97.5 % of a normal distribution lies below: a difference of twice-sided 5 %. */
    private static final double Z95 = 1.959964;

    /**
     * Compares two estimates of the ground that something covers. The difference counts where it exceeds
     * {@code 1.96 * hypot(before, now)} of their standard deviations, as of independent errors.
     *
     * @param before square metres; NaN where not estimated, as all of them
     * @param beforeUnsure one standard deviation
     */
    public static SiteChange between(double before, double beforeUnsure, double now, double nowUnsure) {
        double error = errorOf(beforeUnsure, nowUnsure);
        double grown = now - before;
        if (Double.isNaN(error) || Double.isNaN(grown)) {
            return THERE;
        }
        return grown > error ? GROWN : grown < -error ? SHRUNK : UNCHANGED;
    }

    /** What a difference must exceed, square metres. */
    public static double errorOf(double beforeUnsure, double nowUnsure) {
        return Z95 * Math.hypot(beforeUnsure, nowUnsure);
    }

    /** Whether something lies there. */
    public boolean isThere() {
        return this != GONE;
    }
}
