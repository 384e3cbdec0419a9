package org.streetwarden.fleet;

/**
 * A camera as work to be held.
 *
 * @param entryId its entry in the stream; another one after every giving back
 */
record Item(String entryId, String cameraId) {}
