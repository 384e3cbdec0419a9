package org.streetwarden.flights;

import java.io.BufferedInputStream;
import java.io.ByteArrayOutputStream;
import java.io.IOException;
import java.io.InputStream;
import java.nio.charset.StandardCharsets;
import java.nio.file.Files;
import java.nio.file.Path;
import java.util.regex.Matcher;
import java.util.regex.Pattern;

/** The entries of a subtitle file around a moment, byte for byte as they stand there. */
final class TelemetryStretch {

    private static final long HALF_US = 2_000_000;
    private static final int MOST_BYTES = 256 * 1024;
    private static final int MOST_ENTRY_BYTES = 8 * 1024;
    private static final Pattern BEGIN = Pattern.compile("(\\d{1,3}):(\\d{2}):(\\d{2})[,.](\\d{3})\\s*-->");

    private final ByteArrayOutputStream kept = new ByteArrayOutputStream();
    private final ByteArrayOutputStream entry = new ByteArrayOutputStream();
    private final long fromUs;
    private final long toUs;
    private boolean over;

    private TelemetryStretch(long fromUs, long toUs) {
        this.fromUs = fromUs;
        this.toUs = toUs;
    }

    /**
     * Reads up to that moment; memory does not grow with the file.
     *
     * @param atUs on the file's own clock
     */
    static byte[] read(Path file, long atUs) throws IOException {
        TelemetryStretch stretch = new TelemetryStretch(atUs - HALF_US, atUs + HALF_US);
        try (InputStream in = new BufferedInputStream(Files.newInputStream(file), 1 << 16)) {
            stretch.read(in);
        }
        return stretch.kept.toByteArray();
    }

    private void read(InputStream in) throws IOException {
        boolean lineEmpty = true;
        for (int next = in.read(); next >= 0 && !over; next = in.read()) {
            if (entry.size() < MOST_ENTRY_BYTES) {
                entry.write(next);
            }
            if (next == '\n' && lineEmpty) {
                end();
            }
            lineEmpty = next == '\n' || (next == '\r' && lineEmpty);
        }
        end();
    }

    private void end() {
        Matcher begin = BEGIN.matcher(entry.toString(StandardCharsets.ISO_8859_1));
        if (begin.find()) {
            long seconds = (Long.parseLong(begin.group(1)) * 60 + Long.parseLong(begin.group(2))) * 60
                    + Long.parseLong(begin.group(3));
            long us = (seconds * 1000 + Long.parseLong(begin.group(4))) * 1000;
            over = us > toUs || kept.size() + entry.size() > MOST_BYTES;
            if (us >= fromUs && !over) {
                kept.writeBytes(entry.toByteArray());
            }
        }
        entry.reset();
    }
}
