package org.streetwarden.api.evidence;

import java.io.IOException;
import java.io.InputStream;

/**
 * An opened object.
 *
 * @param content owned by this; blocks
 * @param totalBytes size of the whole object, or -1 where the store did not say
 */
public record StoredObject(InputStream content, long totalBytes) implements AutoCloseable {
    @Override
    public void close() throws IOException {
        content.close();
    }
}
