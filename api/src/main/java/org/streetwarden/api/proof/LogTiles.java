package org.streetwarden.api.proof;

import java.io.ByteArrayOutputStream;
import java.util.List;
import java.util.Optional;
import org.jdbi.v3.core.Handle;

/** The log in the tiles of c2sp.org/tlog-tiles. */
public final class LogTiles {

    /** Of a full tile. */
    public static final int WIDTH = 256;

    private static final int LEVELS = 8;
    private static final int BYTE = 8;

    private LogTiles() {}

    /**
     * Hashes of whole subtrees, 32 bytes each.
     *
     * @param level of the tile: its hashes are over {@code 256^level} entries each
     * @param width how many, 1 to 256
     * @return empty where not all of them are there
     */
    public static Optional<byte[]> hashes(Handle handle, int level, long number, int width) {
        List<byte[]> hashes = handle.createQuery("""
                        SELECT hash FROM log_nodes WHERE level = :level AND position >= :from AND position < :to
                        ORDER BY position""")
                .bind("level", level * LEVELS)
                .bind("from", number * WIDTH)
                .bind("to", number * WIDTH + width)
                .map((row, context) -> row.getBytes(1))
                .list();
        return joined(hashes, width, false);
    }

    /** A bundle of entries, each behind its length in two bytes, big-endian. */
    public static Optional<byte[]> entries(Handle handle, long number, int width) {
        List<byte[]> entries = EvidenceLog.entries(handle, null, number * WIDTH, width).stream()
                .map(EvidenceLog.Entry::body)
                .toList();
        return joined(entries, width, true);
    }

    private static Optional<byte[]> joined(List<byte[]> parts, int width, boolean lengths) {
        if (parts.size() != width) {
            return Optional.empty();
        }
        ByteArrayOutputStream joined = new ByteArrayOutputStream();
        for (byte[] part : parts) {
            if (lengths) {
                joined.write(part.length >>> BYTE);
                joined.write(part.length);
            }
            joined.writeBytes(part);
        }
        return Optional.of(joined.toByteArray());
    }
}
