package org.streetwarden.casefile;

/**
 * One file of a flight, as it lies in the object store.
 *
 * @param name as the pilot's machine has it, at most {@value #MOST_NAME_CHARS} characters
 * @param key the object's
 * @param sha256 empty where not known
 * @param pairedWith name of the file it belongs to; empty where it stands alone
 */
public record FlightObject(String name, String key, long bytes, String sha256, Role role, String pairedWith) {

    public static final int MOST_NAME_CHARS = 500;

    /** What a file is for. */
    public enum Role {
        VIDEO,
        TELEMETRY,
        PHOTO,
        ELEVATION
    }
}
