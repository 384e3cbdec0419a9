package org.streetwarden.filing;

import java.nio.file.Path;

/**
 * Where evidence lies for good. Used by one thread at a time. Keys look like {@code 2026/11/21/INCIDENT/clip.mp4}. Every
 * method blocks for a bounded time; a failed one may be called again.
 */
public interface EvidenceStore extends AutoCloseable {

    /** Whether the object is there with this size and digest; false where it is not, or cannot be told cheaply. */
    boolean holds(String key, long bytes, String sha256) throws DeliveryFailure;

    /**
     * Stores a file under a key, replacing what was there; when it returns, {@link #holds} is true. A reader never sees a
     * part of it.
     *
     * @param file read only during the call
     * @param mime media type
     * @param sha256 of the file, 64 lower-case hexadecimal digits; kept with the object
     */
    void put(String key, Path file, String mime, String sha256) throws DeliveryFailure;

    /**
     * Reads an object back.
     *
     * @param maxBytes the most the caller takes
     * @throws DeliveryFailure where it is absent or larger
     */
    byte[] get(String key, int maxBytes) throws DeliveryFailure;

    @Override
    void close();
}
