package org.streetwarden.api.flights;

import java.time.Instant;
import org.streetwarden.casefile.FlightObject;

/**
 * A file of a flight.
 *
 * @param name as the pilot's machine has it
 * @param announcedSha256 null where the pilot's machine did not say
 * @param sha256 null until it is stored
 * @param pairedWith empty where it stands alone
 * @param storedAt null until then
 * @param uploadId null where nothing was begun
 * @param received bytes kept so far
 */
public record FlightFile(
        int number,
        String name,
        String key,
        long bytes,
        String announcedSha256,
        String sha256,
        FlightObject.Role role,
        String pairedWith,
        Instant storedAt,
        String uploadId,
        long received) {

    FlightObject object() {
        return new FlightObject(name, key, bytes, sha256 == null ? "" : sha256, role, pairedWith);
    }
}
