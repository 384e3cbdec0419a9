package org.streetwarden.evidence;

import java.io.ByteArrayOutputStream;
import java.nio.ByteBuffer;
import java.util.BitSet;
import org.streetwarden.media.StreamInfo;

/**
 * The codec configuration a muxer needs, found where a camera put it: in the stream's description, or in front of the
 * first key frame. Knows the two ways H.264 and H.265 pictures are packed: start codes (Annex B of ITU-T H.264 and H.265)
 * and length prefixes (ISO/IEC 14496-15).
 */
final class CodecSetup {

    private static final int H264_SPS = 7;
    private static final int H264_PPS = 8;
    private static final int HEVC_VPS = 32;
    private static final int HEVC_SPS = 33;
    private static final int HEVC_PPS = 34;

    private final byte[] extradata;
    private final boolean startCodes;

    private CodecSetup(byte[] extradata, boolean startCodes) {
        this.extradata = extradata;
        this.startCodes = startCodes;
    }

    /** As FFmpeg's muxer takes it; empty for codecs that need none. Not to be written to. */
    byte[] extradata() {
        return extradata;
    }

    /** Whether packets are packed with start codes. */
    boolean startCodes() {
        return startCodes;
    }

    /**
     * @param firstKey the clip's first packet
     * @throws RemuxFailure where neither place holds a configuration
     */
    static CodecSetup of(StreamInfo info, ByteBuffer firstKey) throws RemuxFailure {
        byte[] described = bytes(info.extradata());
        boolean nalCodec = info.codec().equals("h264") || info.codec().equals("hevc");
        if (!nalCodec) {
            return new CodecSetup(described, false);
        }
        boolean hevc = info.codec().equals("hevc");
        boolean described14496 = described.length > 6 && described[0] == 1;
        boolean lengths = described14496 && lengthsFit(firstKey, lengthBytes(described, hevc));
        if (lengths || !beginsWithStartCode(firstKey)) {
            if (!described14496) {
                throw new RemuxFailure("%s clip: expected start codes or a codec configuration, found neither"
                        .formatted(info.codec()));
            }
            return new CodecSetup(described, false);
        }
        byte[] carried = parameterSets(firstKey, hevc);
        if (carried.length > 0) {
            return new CodecSetup(carried, true);
        }
        if (described.length > 4 && !described14496) {
            return new CodecSetup(described, true);
        }
        throw new RemuxFailure(
                "%s clip: expected parameter sets in the stream's description or its first key frame, found none"
                        .formatted(info.codec()));
    }

    /** Whether a packet begins with {@code 00 00 01} or {@code 00 00 00 01}. */
    static boolean beginsWithStartCode(ByteBuffer packet) {
        int at = packet.position();
        if (packet.remaining() < 4 || packet.get(at) != 0 || packet.get(at + 1) != 0) {
            return false;
        }
        return packet.get(at + 2) == 1 || (packet.get(at + 2) == 0 && packet.get(at + 3) == 1);
    }

    private static int lengthBytes(byte[] described, boolean hevc) {
        int at = hevc ? 21 : 4;
        return described.length > at ? (described[at] & 3) + 1 : 4;
    }

    /** Whether the packet is a chain of length-prefixed units that ends where the packet ends. */
    private static boolean lengthsFit(ByteBuffer packet, int lengthBytes) {
        long at = packet.position();
        while (at + lengthBytes <= packet.limit()) {
            long length = 0;
            for (int i = 0; i < lengthBytes; i++) {
                length = (length << 8) | (packet.get((int) at + i) & 0xff);
            }
            at += lengthBytes + length;
        }
        return at == packet.limit();
    }

    /** @return the parameter sets with start codes; empty where a kind of them is missing */
    private static byte[] parameterSets(ByteBuffer packet, boolean hevc) {
        ByteArrayOutputStream sets = new ByteArrayOutputStream(256);
        BitSet kinds = new BitSet();
        int start = nextUnit(packet, packet.position());
        while (start < packet.limit()) {
            int next = nextUnit(packet, start);
            int kind = hevc ? (packet.get(start) >> 1) & 0x3f : packet.get(start) & 0x1f;
            if (hevc ? kind >= HEVC_VPS && kind <= HEVC_PPS : kind == H264_SPS || kind == H264_PPS) {
                kinds.set(kind);
                sets.writeBytes(new byte[] {0, 0, 0, 1});
                copy(packet, start, unitEnd(packet, next), sets);
            }
            start = next;
        }
        boolean complete = hevc
                ? kinds.get(HEVC_VPS) && kinds.get(HEVC_SPS) && kinds.get(HEVC_PPS)
                : kinds.get(H264_SPS) && kinds.get(H264_PPS);
        return complete ? sets.toByteArray() : new byte[0];
    }

    /** @return the index after the next start code, or the limit */
    private static int nextUnit(ByteBuffer packet, int from) {
        for (int at = from; at + 3 < packet.limit(); at++) {
            if (packet.get(at) == 0 && packet.get(at + 1) == 0 && packet.get(at + 2) == 1) {
                return at + 3;
            }
        }
        return packet.limit();
    }

    /** Where the unit before {@code next} ends: without the start code, and without zeros that pad it. */
    private static int unitEnd(ByteBuffer packet, int next) {
        int end = next == packet.limit() ? next : next - 3;
        while (end > packet.position() && packet.get(end - 1) == 0) {
            end--;
        }
        return end;
    }

    private static void copy(ByteBuffer packet, int from, int to, ByteArrayOutputStream out) {
        for (int at = from; at < to; at++) {
            out.write(packet.get(at));
        }
    }

    private static byte[] bytes(ByteBuffer buffer) {
        byte[] bytes = new byte[buffer.remaining()];
        buffer.duplicate().get(bytes);
        return bytes;
    }
}
