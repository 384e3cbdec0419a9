package org.streetwarden.farm;

import static java.nio.charset.StandardCharsets.UTF_8;

import java.nio.ByteBuffer;
import java.time.Instant;

/** RTCP sender report with a source description (RFC 3550 sections 6.4.1 and 6.5), as one compound packet. */
final class SenderReport {

    private static final long NTP_EPOCH_OFFSET_S = 2_208_988_800L;
    private static final int SENDER_REPORT = 200;
    private static final int SOURCE_DESCRIPTION = 202;
    private static final int REPORT_BYTES = 28;
    private static final byte CNAME = 1;

    private SenderReport() {}

    /**
     * @param at wall clock time
     * @param timestamp RTP timestamp of the same instant
     * @param packets RTP packets sent so far
     * @param octets RTP payload bytes sent so far
     */
    static byte[] compose(int ssrc, String cname, Instant at, int timestamp, long packets, long octets) {
        byte[] name = cname.getBytes(UTF_8);
        int chunkBytes = 4 + 2 + name.length;
        int paddedBytes = (chunkBytes + 4) / 4 * 4;
        ByteBuffer out = ByteBuffer.allocate(REPORT_BYTES + 4 + paddedBytes);
        out.put((byte) 0x80).put((byte) SENDER_REPORT).putShort((short) (REPORT_BYTES / 4 - 1));
        out.putInt(ssrc);
        out.putInt((int) (at.getEpochSecond() + NTP_EPOCH_OFFSET_S));
        out.putInt((int) (((long) at.getNano() << 32) / 1_000_000_000L));
        out.putInt(timestamp).putInt((int) packets).putInt((int) octets);
        out.put((byte) 0x81).put((byte) SOURCE_DESCRIPTION).putShort((short) (paddedBytes / 4));
        out.putInt(ssrc).put(CNAME).put((byte) name.length).put(name);
        return out.array();
    }

    /** Behind an interleave header for a channel. */
    static byte[] interleaved(int channel, byte[] packet) {
        return ByteBuffer.allocate(Picture.INTERLEAVE_BYTES + packet.length)
                .put((byte) '$')
                .put((byte) channel)
                .putShort((short) packet.length)
                .put(packet)
                .array();
    }
}
