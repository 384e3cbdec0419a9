package org.streetwarden.api.masking;

/**
 * A picture that may be shown to anybody who may see the case.
 *
 * @param jpeg the file
 * @param sha256 of it
 */
@SuppressWarnings("ArrayRecordComponent") // never compared
public record MaskedCopy(byte[] jpeg, String sha256) {}
