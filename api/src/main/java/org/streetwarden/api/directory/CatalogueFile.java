package org.streetwarden.api.directory;

import java.io.Closeable;
import java.io.IOException;
import java.util.List;
import java.util.Map;
import org.streetwarden.directory.CameraField;

/** Reads a catalogue row by row, in constant memory. */
interface CatalogueFile extends Closeable {

    /**
     * One row as it stands in the file.
     *
     * @param place where people find it
     * @param cells of the columns we know; empty where the row cannot be read
     * @param problem why it cannot be read; empty where it can
     */
    record Row(String place, Map<CameraField, String> cells, String problem) {}

    /**
     * The next row.
     *
     * @return null behind the last
     * @throws org.streetwarden.api.models.Refusal where the rest of the file cannot be read
     */
    Row next() throws IOException;

    /** Whether the file, read to its end, ends in the middle of something. */
    boolean torn();

    /** What is odd about the file as a whole, one sentence each. */
    List<String> remarks();
}
