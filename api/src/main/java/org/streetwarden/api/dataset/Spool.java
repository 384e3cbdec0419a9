package org.streetwarden.api.dataset;

import com.fasterxml.jackson.databind.JsonNode;
import java.io.BufferedOutputStream;
import java.io.IOException;
import java.io.OutputStream;
import java.nio.charset.StandardCharsets;
import java.nio.file.Files;
import java.nio.file.Path;

/** Text that belongs at the end of an archive, kept on the disk until then. Used by one thread. */
final class Spool implements AutoCloseable {

    private final Path file;
    private final OutputStream out;
    private int elements;

    Spool() throws IOException {
        file = Files.createTempFile("streetwarden-", ".spool");
        out = new BufferedOutputStream(Files.newOutputStream(file));
    }

    void write(String text) throws IOException {
        out.write(text.getBytes(StandardCharsets.UTF_8));
    }

    /** One more element of a JSON array. */
    void writeElement(JsonNode element) throws IOException {
        write((elements++ == 0 ? "" : ",\n") + element);
    }

    /** Copies what was written so far. */
    void copyTo(OutputStream target) throws IOException {
        out.flush();
        Files.copy(file, target);
    }

    @Override
    public void close() throws IOException {
        out.close();
        Files.deleteIfExists(file);
    }
}
