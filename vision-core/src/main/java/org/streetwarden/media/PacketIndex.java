package org.streetwarden.media;

/**
 * Where and when each packet of a ring is: a circular table in primitive arrays, oldest first, that grows up to a limit.
 * Rows are counted from 0, the oldest. Not thread-safe: the ring guards it.
 */
final class PacketIndex {

    /** Three longs, two ints, one boolean. */
    static final int ROW_BYTES = 3 * Long.BYTES + 2 * Integer.BYTES + 1;

    private static final int FIRST_ROWS = 256;

    private final int mostRows;
    private long[] ptsUs;
    private long[] dtsUs;
    private long[] arrivedUs;
    private int[] offset;
    private int[] size;
    private boolean[] key;
    private int oldest;
    private int rows;

    PacketIndex(int mostRows) {
        this.mostRows = mostRows;
        int capacity = Math.min(FIRST_ROWS, mostRows);
        ptsUs = new long[capacity];
        dtsUs = new long[capacity];
        arrivedUs = new long[capacity];
        offset = new int[capacity];
        size = new int[capacity];
        key = new boolean[capacity];
    }

    int rows() {
        return rows;
    }

    boolean full() {
        return rows == mostRows;
    }

    int capacityRows() {
        return ptsUs.length;
    }

    long ptsUs(int row) {
        return ptsUs[slot(row)];
    }

    long dtsUs(int row) {
        return dtsUs[slot(row)];
    }

    /** Microseconds since 1970. */
    long arrivedUs(int row) {
        return arrivedUs[slot(row)];
    }

    /** Of its first byte in the arena. */
    int offset(int row) {
        return offset[slot(row)];
    }

    /** Bytes. */
    int size(int row) {
        return size[slot(row)];
    }

    boolean key(int row) {
        return key[slot(row)];
    }

    /** Adds the newest row; must not be {@link #full()}. */
    void add(Packet packet, long arrivedAtUs, int atOffset) {
        if (rows == ptsUs.length) {
            grow();
        }
        int slot = slot(rows);
        ptsUs[slot] = packet.ptsUs();
        dtsUs[slot] = packet.dtsUs();
        arrivedUs[slot] = arrivedAtUs;
        offset[slot] = atOffset;
        size[slot] = packet.data().remaining();
        key[slot] = packet.key();
        rows++;
    }

    void removeOldest(int count) {
        oldest = slot(count);
        rows -= count;
    }

    /** Every packet's first byte lies so much earlier now, in an arena of that length. */
    void moveBack(int bytes, int arenaBytes) {
        for (int row = 0; row < rows; row++) {
            int slot = slot(row);
            offset[slot] = Math.floorMod(offset[slot] - bytes, arenaBytes);
        }
    }

    /** The first row from {@code row} on that holds a key frame; {@link #rows()} where there is none. */
    int nextKey(int row) {
        int at = row;
        while (at < rows && !key(at)) {
            at++;
        }
        return at;
    }

    private int slot(int row) {
        int slot = oldest + row;
        return slot < ptsUs.length ? slot : slot - ptsUs.length;
    }

    /** Moves all rows, oldest first, into larger arrays. */
    private void grow() {
        int capacity = Math.min(mostRows, rows * 2);
        ptsUs = (long[]) unrolled(ptsUs, new long[capacity]);
        dtsUs = (long[]) unrolled(dtsUs, new long[capacity]);
        arrivedUs = (long[]) unrolled(arrivedUs, new long[capacity]);
        offset = (int[]) unrolled(offset, new int[capacity]);
        size = (int[]) unrolled(size, new int[capacity]);
        key = (boolean[]) unrolled(key, new boolean[capacity]);
        oldest = 0;
    }

    private Object unrolled(Object full, Object larger) {
        System.arraycopy(full, oldest, larger, 0, rows - oldest);
        System.arraycopy(full, 0, larger, rows - oldest, oldest);
        return larger;
    }
}
