package org.streetwarden.api.dataset;

import java.io.IOException;

/** Writes one form's labels into an archive, beside the pictures. Used by one thread. */
interface Labels extends AutoCloseable {

    /** Where a picture belongs in the archive. */
    String path(Split split, String fileName);

    /** Labels a picture that is in the archive. */
    void add(Sample sample) throws IOException;

    /** Writes what is still kept. */
    void finish() throws IOException;

    @Override
    void close() throws IOException;
}
