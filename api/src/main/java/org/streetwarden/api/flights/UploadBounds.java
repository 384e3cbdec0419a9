package org.streetwarden.api.flights;

/**
 * What pilots may bring.
 *
 * @param fileBytes of one file at most
 * @param pilotBytes of all flights of one pilot that are kept, announced bytes counted
 */
public record UploadBounds(long fileBytes, long pilotBytes) {

    /** Flights of one pilot that may be on their way at once. */
    public static final int MOST_OPEN = 50;

    /** A part as the object store gets it: the least that S3 puts together. */
    public static final int PART_BYTES = 5 << 20;

    /** What 10,000 parts hold, the most that S3 puts together. */
    public static final long MOST_BYTES = 10_000L * PART_BYTES;
}
