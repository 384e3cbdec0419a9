package org.streetwarden.farm;

import java.nio.ByteBuffer;

/**
 * One encoded picture, packetised once and shared by every session that plays it: RTP packets one after another, each behind
 * its 4-byte interleave header (RFC 2326 section 10.12). Channel, sequence number, timestamp and SSRC are zero and stamped
 * per session. Immutable, heap memory.
 */
final class Picture {

    /** Bytes of the interleave header: dollar sign, channel, length. */
    static final int INTERLEAVE_BYTES = 4;

    /** Bytes of the RTP header (RFC 3550 section 5.1, no extension, no contributing sources). */
    static final int RTP_HEADER_BYTES = 12;

    private final long dtsTicks;
    private final long ptsTicks;
    private final boolean key;
    private final int packets;
    private final byte[] framed;

    /**
     * @param dtsTicks decoding time from the start of the loop, 90 kHz
     * @param ptsTicks presentation time on the same scale; never before {@code dtsTicks}
     * @param key whether decoding can start here; its parameter sets go before it
     * @param packets number of RTP packets in {@code framed}
     * @param framed the packets; handed over, not copied
     */
    Picture(long dtsTicks, long ptsTicks, boolean key, int packets, byte[] framed) {
        this.dtsTicks = dtsTicks;
        this.ptsTicks = ptsTicks;
        this.key = key;
        this.packets = packets;
        this.framed = framed;
    }

    /** The same picture, that much earlier. */
    Picture earlier(long byTicks) {
        return new Picture(dtsTicks - byTicks, ptsTicks - byTicks, key, packets, framed);
    }

    long dtsTicks() {
        return dtsTicks;
    }

    long ptsTicks() {
        return ptsTicks;
    }

    boolean key() {
        return key;
    }

    int packets() {
        return packets;
    }

    /** Of all framed packets. */
    int bytes() {
        return framed.length;
    }

    /** Bytes of the framed packet that starts at {@code offset}, its interleave header included. */
    int packetBytes(int offset) {
        return INTERLEAVE_BYTES + ((framed[offset + 2] & 0xFF) << 8) + (framed[offset + 3] & 0xFF);
    }

    /** Copies {@code bytes} from {@code offset} on. */
    void copyTo(ByteBuffer out, int offset, int bytes) {
        out.put(framed, offset, bytes);
    }
}
