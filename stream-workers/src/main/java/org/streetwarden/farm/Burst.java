package org.streetwarden.farm;

import java.nio.ByteBuffer;
import java.util.SplittableRandom;

/**
 * One picture on its way to one client: a cursor over the shared packets, which are copied and stamped only while they are
 * written. Stamping is a pure function of the packet, so a half-written packet is stamped the same again.
 */
final class Burst implements Outbox.Item {

    private static final int SPOILT_BYTES = 24;

    /** What is the client's own in every packet. */
    record Stamp(int channel, int ssrc, double corruptShare, long corruptSeed) {}

    private final Picture picture;
    private final Stamp stamp;
    private final int firstSequence;
    private final int timestamp;

    private int packet;
    private int offset;
    private int written;

    /** @param firstSequence sequence number of the picture's first packet; the low 16 bits count */
    Burst(Picture picture, Stamp stamp, int firstSequence, int timestamp) {
        this.picture = picture;
        this.stamp = stamp;
        this.firstSequence = firstSequence;
        this.timestamp = timestamp;
    }

    @Override
    public int bytes() {
        return picture.bytes() - offset - written;
    }

    @Override
    public boolean fill(ByteBuffer out) {
        int end = picture.bytes();
        int at = offset;
        for (int n = packet; at < end; n++) {
            int bytes = picture.packetBytes(at);
            if (bytes > out.remaining()) {
                return false;
            }
            stampInto(out, at, bytes, n);
            at += bytes;
        }
        return true;
    }

    @Override
    public int alreadyWritten() {
        return written;
    }

    @Override
    public boolean consume(int bytes) {
        written += bytes;
        while (offset < picture.bytes() && written >= picture.packetBytes(offset)) {
            written -= picture.packetBytes(offset);
            offset += picture.packetBytes(offset);
            packet++;
        }
        return offset == picture.bytes();
    }

    /** Puts the next whole packet, without interleave header, and moves behind it. */
    void nextDatagram(ByteBuffer out) {
        int bytes = picture.packetBytes(offset);
        stampInto(out, offset, bytes, packet);
        offset += bytes;
        packet++;
    }

    private void stampInto(ByteBuffer out, int at, int bytes, int n) {
        int start = out.position();
        int sequence = firstSequence + n;
        picture.copyTo(out, at, bytes);
        out.put(start + 1, (byte) stamp.channel());
        out.putShort(start + 6, (short) sequence);
        out.putInt(start + 8, timestamp);
        out.putInt(start + 12, stamp.ssrc());
        if (stamp.corruptShare() > 0) {
            spoil(out, start + 16, bytes - 16, sequence & 0xFFFF);
        }
    }

    private void spoil(ByteBuffer out, int from, int bytes, int sequence) {
        SplittableRandom random = new SplittableRandom(stamp.corruptSeed() * 0x9E3779B97F4A7C15L + sequence);
        if (bytes > 0 && random.nextDouble() < stamp.corruptShare()) {
            for (int i = 0; i < SPOILT_BYTES; i++) {
                out.put(from + random.nextInt(bytes), (byte) random.nextInt(256));
            }
        }
    }
}
