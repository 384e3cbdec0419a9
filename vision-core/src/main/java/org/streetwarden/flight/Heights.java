package org.streetwarden.flight;

/**
 * Heights in metres, each above what it says; NaN where the aircraft did not write it.
 *
 * @param aboveTakeOffM above the place of take-off, which is not the ground below
 * @param aboveSeaM above the sea or the ellipsoid, as the aircraft's receiver has it
 * @param unstatedM one of the two; the dialect does not say which
 */
public record Heights(double aboveTakeOffM, double aboveSeaM, double unstatedM) {

    public static final Heights NONE = new Heights(Double.NaN, Double.NaN, Double.NaN);

    public boolean isNone() {
        return Double.isNaN(aboveTakeOffM) && Double.isNaN(aboveSeaM) && Double.isNaN(unstatedM);
    }

    Heights towards(Heights other, double share) {
        return new Heights(
                between(aboveTakeOffM, other.aboveTakeOffM, share),
                between(aboveSeaM, other.aboveSeaM, share),
                between(unstatedM, other.unstatedM, share));
    }

    private static double between(double from, double to, double share) {
        return from + share * (to - from);
    }
}
