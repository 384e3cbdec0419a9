package org.streetwarden.api.dataset;

import java.io.IOException;
import java.io.OutputStream;
import java.nio.charset.StandardCharsets;
import java.time.LocalDateTime;
import java.util.zip.CRC32;
import java.util.zip.ZipEntry;
import java.util.zip.ZipOutputStream;

/**
 * A ZIP archive written front to back; the same content in the same order gives the same bytes. One that is closed before
 * {@link #finish} has no directory, so that nobody takes it for whole. Used by one thread.
 */
final class Archive implements AutoCloseable {

    private static final LocalDateTime FIRST_DAY = LocalDateTime.of(1980, 1, 1, 0, 0);

    private final Outlet outlet;
    private final ZipOutputStream zip;

    /** @param out stays the caller's to close */
    Archive(OutputStream out) {
        outlet = new Outlet(out);
        zip = new ZipOutputStream(outlet, StandardCharsets.UTF_8);
    }

    /** Lets bytes through until it is shut. */
    private static final class Outlet extends OutputStream {
        private final OutputStream out;
        private boolean shut;

        Outlet(OutputStream out) {
            this.out = out;
        }

        @Override
        public void write(int one) throws IOException {
            write(new byte[] {(byte) one}, 0, 1);
        }

        @Override
        public void write(byte[] bytes, int from, int length) throws IOException {
            if (!shut) {
                out.write(bytes, from, length);
            }
        }
    }

    /** What is compressed already is stored. */
    void putPicture(String path, byte[] content) throws IOException {
        CRC32 crc = new CRC32();
        crc.update(content);
        ZipEntry entry = entry(path);
        entry.setMethod(ZipEntry.STORED);
        entry.setSize(content.length);
        entry.setCrc(crc.getValue());
        zip.putNextEntry(entry);
        zip.write(content);
        zip.closeEntry();
    }

    void putText(String path, String content) throws IOException {
        begin(path);
        write(content);
        end();
    }

    /** Begins a text in pieces. */
    void begin(String path) throws IOException {
        zip.putNextEntry(entry(path));
    }

    void write(String piece) throws IOException {
        zip.write(piece.getBytes(StandardCharsets.UTF_8));
    }

    void write(Spool spool) throws IOException {
        spool.copyTo(zip);
    }

    void end() throws IOException {
        zip.closeEntry();
    }

    private static ZipEntry entry(String path) {
        ZipEntry entry = new ZipEntry(path);
        entry.setTimeLocal(FIRST_DAY);
        return entry;
    }

    /** Writes the directory; nothing follows. */
    void finish() throws IOException {
        zip.finish();
    }

    @Override
    public void close() throws IOException {
        outlet.shut = true;
        zip.close();
    }
}
