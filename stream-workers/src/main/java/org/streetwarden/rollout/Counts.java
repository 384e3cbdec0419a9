package org.streetwarden.rollout;

/**
 * What one model did, as totals that only grow.
 *
 * @param looks pictures it looked at
 * @param failures pictures it failed on; not among the looks
 * @param totalUs time of all looks together, microseconds
 * @param raises incidents raised by its looks
 */
public record Counts(long looks, long failures, long totalUs, long raises) {

    static final Counts NONE = new Counts(0, 0, 0, 0);

    long attempts() {
        return looks + failures;
    }

    /** What came after {@code earlier}. */
    Counts since(Counts earlier) {
        return new Counts(
                looks - earlier.looks,
                failures - earlier.failures,
                totalUs - earlier.totalUs,
                raises - earlier.raises);
    }
}
