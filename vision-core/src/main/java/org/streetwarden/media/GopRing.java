package org.streetwarden.media;

import java.nio.ByteBuffer;
import java.time.Instant;
import java.time.temporal.ChronoUnit;
import java.util.ArrayList;
import java.util.List;

/**
 * The last seconds of one run, as they came, within a byte budget never exceeded; memory grows with what comes, up to it, so
 * that a run of one picture costs little. Groups of pictures leave whole, oldest first, so what is kept always starts with a key frame and decodes. A group that outgrows the ring
 * keeps its beginning; the rest of it is dropped and counted.
 *
 * <p>Thread-safe: the reader appends, others copy clips out.
 */
public final class GopRing {

    /** Below this no ring is made. */
    public static final int LEAST_BYTES = 16 * 1024;

    /** One part in so many of the budget is for the index. */
    private static final int INDEX_SHARE = 16;

    /** One part in so many of its room is what a ring begins with. */
    private static final int FIRST_SHARE = 64;

    private final StreamInfo info;
    private final int mostBytes;
    private byte[] arena;
    private final PacketIndex index;
    private int writeAt;
    private int usedBytes;
    private long newestPtsUs = Long.MIN_VALUE;
    private boolean untilKey = true;
    private long dropped;

    /** @param maxBytes budget for packets and index together, at least {@link #LEAST_BYTES} */
    public GopRing(StreamInfo info, int maxBytes) {
        if (maxBytes < LEAST_BYTES) {
            throw new IllegalArgumentException(
                    "ring: expected a budget of at least %d bytes, found %d".formatted(LEAST_BYTES, maxBytes));
        }
        this.info = info;
        int indexBytes = maxBytes / INDEX_SHARE;
        mostBytes = maxBytes - indexBytes;
        arena = new byte[mostBytes / FIRST_SHARE];
        index = new PacketIndex(indexBytes / PacketIndex.ROW_BYTES);
    }

    /** Copies a lent packet in. Packets before the first key frame, and empty ones, are dropped and counted. */
    public synchronized void append(Packet packet) {
        newestPtsUs = Math.max(newestPtsUs, packet.ptsUs());
        int size = packet.data().remaining();
        untilKey = packet.key() ? size == 0 : untilKey;
        if (untilKey || size == 0) {
            dropped++;
        } else if (size <= mostBytes && makeRoom(size, packet.key())) {
            write(packet);
        } else {
            untilKey = true;
            dropped++;
        }
    }

    /**
     * Copies a stretch out: from the key frame at or before {@code fromUs}, or the oldest kept, to the last picture shown at
     * or before {@code toUs} and whatever it refers to. Empty where nothing of it is kept.
     */
    public synchronized Clip clip(long fromUs, long toUs) {
        return copy(keyRowFor(fromUs, index.rows() - 1), lastRowShownBy(toUs), fromUs);
    }

    /**
     * Copies what it takes to decode one picture: its key frame to the picture itself, which is the clip's last packet. Empty
     * where that picture is not kept.
     *
     * @param ptsUs the picture's exact presentation time
     */
    public synchronized Clip gopAt(long ptsUs) {
        int row = index.rows() - 1;
        while (row >= 0 && index.ptsUs(row) != ptsUs) {
            row--;
        }
        return copy(keyRowFor(ptsUs, row), row, ptsUs);
    }

    /** The largest presentation time ever offered, kept or not; {@code Long.MIN_VALUE} before the first. */
    public synchronized long newestPtsUs() {
        return newestPtsUs;
    }

    /** Presentation time of the oldest picture kept; {@code Long.MAX_VALUE} where nothing is kept. */
    public synchronized long oldestPtsUs() {
        return index.rows() == 0 ? Long.MAX_VALUE : index.ptsUs(0);
    }

    /** Packets offered and not kept: before a first key frame, empty, or of a group that outgrew the ring. */
    public synchronized long dropped() {
        return dropped;
    }

    /** Packets kept now. */
    public synchronized int size() {
        return index.rows();
    }

    /** Bytes this ring holds now, full or empty; never above its budget. */
    public synchronized long ringBytes() {
        return arena.length + (long) index.capacityRows() * PacketIndex.ROW_BYTES;
    }

    public StreamInfo info() {
        return info;
    }

    /** Evicts groups until a packet fits; the newest group only goes where a new one begins. */
    private boolean makeRoom(int size, boolean beginsGroup) {
        growFor(size);
        while (arena.length - usedBytes < size || index.full()) {
            int next = index.nextKey(1);
            if (next >= index.rows() && !beginsGroup) {
                return false;
            }
            evict(Math.min(next, index.rows()));
        }
        return true;
    }

    /** To at least twice its size, up to the budget; what is kept then lies at the arena's beginning. */
    private void growFor(int size) {
        if (arena.length < mostBytes && arena.length - usedBytes < size) {
            long wanted = Math.max(2L * arena.length, (long) usedBytes + size);
            byte[] larger = new byte[(int) Math.min(wanted, mostBytes)];
            int from = index.rows() == 0 ? 0 : index.offset(0);
            copyBytes(from, larger, usedBytes);
            index.moveBack(from, arena.length);
            arena = larger;
            writeAt = usedBytes;
        }
    }

    private void evict(int rows) {
        for (int row = 0; row < rows; row++) {
            usedBytes -= index.size(row);
        }
        index.removeOldest(rows);
    }

    private void write(Packet packet) {
        ByteBuffer data = packet.data();
        int size = data.remaining();
        int first = Math.min(size, arena.length - writeAt);
        data.get(data.position(), arena, writeAt, first);
        data.get(data.position() + first, arena, 0, size - first);
        index.add(packet, ChronoUnit.MICROS.between(Instant.EPOCH, packet.arrivedAt()), writeAt);
        writeAt = (int) (((long) writeAt + size) % arena.length);
        usedBytes += size;
    }

    /** The last key frame at or before a row that is shown at or before a time; else the oldest row. */
    private int keyRowFor(long ptsUs, int lastRow) {
        for (int row = lastRow; row > 0; row--) {
            if (index.key(row) && index.ptsUs(row) <= ptsUs) {
                return row;
            }
        }
        return 0;
    }

    private int lastRowShownBy(long toUs) {
        int row = index.rows() - 1;
        while (row >= 0 && index.ptsUs(row) > toUs) {
            row--;
        }
        return row;
    }

    private Clip copy(int firstRow, int lastRow, long askedFromUs) {
        if (lastRow < firstRow) {
            return Clip.empty(info, askedFromUs);
        }
        int total = 0;
        for (int row = firstRow; row <= lastRow; row++) {
            total += index.size(row);
        }
        byte[] bytes = new byte[total];
        copyBytes(index.offset(firstRow), bytes, total);
        List<KeptPacket> packets = new ArrayList<>(lastRow - firstRow + 1);
        int at = 0;
        for (int row = firstRow; row <= lastRow; row++) {
            packets.add(kept(row, ByteBuffer.wrap(bytes, at, index.size(row)).slice()));
            at += index.size(row);
        }
        return Clip.of(info, packets);
    }

    private void copyBytes(int from, byte[] bytes, int count) {
        int first = Math.min(count, arena.length - from);
        System.arraycopy(arena, from, bytes, 0, first);
        System.arraycopy(arena, 0, bytes, first, count - first);
    }

    private KeptPacket kept(int row, ByteBuffer data) {
        Instant arrivedAt = Instant.EPOCH.plus(index.arrivedUs(row), ChronoUnit.MICROS);
        return new KeptPacket(index.ptsUs(row), index.dtsUs(row), index.key(row), arrivedAt, data);
    }
}
