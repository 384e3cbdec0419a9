package org.streetwarden.api.imports;

import java.io.BufferedReader;
import java.io.Closeable;
import java.io.IOException;
import java.io.Reader;

/** The lines of a CSV file, of which none is held beyond a bound. Not thread-safe. */
final class CsvLines implements Closeable {

    public static final int MAX_CHARS = 64 * 1024;

    private final BufferedReader reader;
    private final StringBuilder line = new StringBuilder();
    private int number;
    private boolean overlong;
    private boolean ended;

    /** @param text owned from now on */
    public CsvLines(Reader text) {
        reader = new BufferedReader(text);
    }

    /** Goes to the next line that is not blank; false behind the last. */
    public boolean nextFilled() throws IOException {
        boolean any = next();
        while (any && line.toString().isBlank()) {
            any = next();
        }
        return any;
    }

    private boolean next() throws IOException {
        line.setLength(0);
        overlong = false;
        int read = reader.read();
        if (read < 0) {
            return false;
        }
        number++;
        while (read >= 0 && read != '\n') {
            if (line.length() < MAX_CHARS) {
                line.append((char) read);
            } else {
                overlong = true;
            }
            read = reader.read();
        }
        ended = read >= 0;
        if (!line.isEmpty() && line.charAt(line.length() - 1) == '\r') {
            line.setLength(line.length() - 1);
        }
        return true;
    }

    /** Without its end, at most {@link #MAX_CHARS} of it. */
    public String text() {
        return line.toString();
    }

    /** Of the present line, from 1. */
    public int number() {
        return number;
    }

    /** Whether the present line is longer than what is held of it. */
    public boolean overlong() {
        return overlong;
    }

    /** Whether the present line has an end, and the file does not break off in it. */
    public boolean ended() {
        return ended;
    }

    @Override
    public void close() throws IOException {
        reader.close();
    }
}
