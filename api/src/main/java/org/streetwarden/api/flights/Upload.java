package org.streetwarden.api.flights;

import java.time.Instant;

/**
 * A file on its way, as it is kept.
 *
 * @param pilot whose it is
 * @param name of the file
 * @param bytes of the whole file
 * @param received of them are kept: whole parts and the tail
 * @param tailBytes of those lie in the tail
 * @param multipartId null before the first part
 * @param digestState of SHA-256 after what is received; null where nothing is
 * @param announcedSha256 null where not known
 * @param stored whether the object is whole
 * @param expiresAt when it is given up unless more comes
 */
@SuppressWarnings("ArrayRecordComponent") // never compared
public record Upload(
        String uploadId,
        String flightId,
        int number,
        String pilot,
        String name,
        String key,
        long bytes,
        long received,
        int tailBytes,
        String multipartId,
        byte[] digestState,
        String announcedSha256,
        boolean stored,
        Instant expiresAt) {

    /** Where what is less than a part lies between two requests. */
    String tailKey() {
        return "uploads/" + uploadId;
    }

    /** Whether all of it fits one part, and is then put as one object. */
    boolean small() {
        return bytes <= UploadBounds.PART_BYTES;
    }

    public boolean whole() {
        return received == bytes;
    }
}
