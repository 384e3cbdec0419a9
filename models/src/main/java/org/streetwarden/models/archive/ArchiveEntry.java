package org.streetwarden.models.archive;

import java.nio.ByteBuffer;
import java.nio.ByteOrder;
import java.nio.charset.StandardCharsets;
import java.util.List;

/**
 * One file in an archive, and the headers that say so.
 *
 * @param name ASCII
 * @param bytes length of the file
 * @param crc CRC-32 of the file
 * @param offset of its local header
 */
record ArchiveEntry(String name, long bytes, int crc, long offset) {

    static final int LOCAL_SIGNATURE = 0x04034b50;
    static final int CENTRAL_SIGNATURE = 0x02014b50;
    static final int END_SIGNATURE = 0x06054b50;
    static final int LOCAL_BYTES = 30;
    static final int CENTRAL_BYTES = 46;
    static final int END_BYTES = 22;

    static final short VERSION = 10;
    static final short STORED = 0;

    /** 1980-01-01, the first day a ZIP can name. */
    static final short DATE = 1 << 5 | 1;

    /** Where the file's bytes begin. */
    long dataAt() {
        return offset + LOCAL_BYTES + name.length();
    }

    /** Where the next entry begins. */
    long end() {
        return dataAt() + bytes;
    }

    ByteBuffer localHeader() {
        ByteBuffer header = room(LOCAL_BYTES + name.length()).putInt(LOCAL_SIGNATURE);
        shared(header);
        return header.put(name.getBytes(StandardCharsets.US_ASCII)).flip();
    }

    ByteBuffer centralHeader() {
        ByteBuffer header =
                room(CENTRAL_BYTES + name.length()).putInt(CENTRAL_SIGNATURE).putShort(VERSION);
        shared(header);
        short none = 0;
        header.putShort(none).putShort(none).putShort(none).putInt(0).putInt((int) offset);
        return header.put(name.getBytes(StandardCharsets.US_ASCII)).flip();
    }

    /** From the version needed to the length of the extra field, the same in both headers. */
    private void shared(ByteBuffer header) {
        short none = 0;
        header.putShort(VERSION).putShort(none).putShort(STORED).putShort(none).putShort(DATE);
        header.putInt(crc).putInt((int) bytes).putInt((int) bytes);
        header.putShort((short) name.length()).putShort(none);
    }

    /** What stands at the very end. */
    static ByteBuffer endRecord(List<ArchiveEntry> entries, long centralAt) {
        short none = 0;
        short files = (short) entries.size();
        int centralBytes = entries.stream()
                .mapToInt(entry -> CENTRAL_BYTES + entry.name().length())
                .sum();
        return room(END_BYTES)
                .putInt(END_SIGNATURE)
                .putShort(none)
                .putShort(none)
                .putShort(files)
                .putShort(files)
                .putInt(centralBytes)
                .putInt((int) centralAt)
                .putShort(none)
                .flip();
    }

    private static ByteBuffer room(int bytes) {
        return ByteBuffer.allocate(bytes).order(ByteOrder.LITTLE_ENDIAN);
    }
}
