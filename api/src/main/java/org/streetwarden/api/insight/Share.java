package org.streetwarden.api.insight;

/**
 * A share with the interval in which the true one lies with 95 % (Wilson, Journal of the American Statistical Association 22,
 * 1927: the score interval).
 *
 * @param of how many
 * @param low 0 to 1; 0 where there is nothing
 * @param high 0 to 1; 1 where there is nothing
 */
public record Share(int count, int of, double low, double high) {

    private static final double Z = 1.959964;

    public static Share of(int count, int of) {
        if (of == 0) {
            return new Share(0, 0, 0, 1);
        }
        double share = (double) count / of;
        double norm = 1 + Z * Z / of;
        double middle = (share + Z * Z / (2 * of)) / norm;
        double half = Z / norm * Math.sqrt(share * (1 - share) / of + Z * Z / (4.0 * of * of));
        return new Share(count, of, count == 0 ? 0 : middle - half, count == of ? 1 : middle + half);
    }

    /** NaN where there is nothing. */
    public double value() {
        return of == 0 ? Double.NaN : (double) count / of;
    }
}
