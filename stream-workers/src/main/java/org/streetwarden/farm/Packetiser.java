package org.streetwarden.farm;

import java.io.ByteArrayOutputStream;
import java.util.List;

/**
 * Lays a picture's NAL units out as RTP packets: one packet per NAL unit that fits, fragmentation units for the rest (RFC
 * 6184 sections 5.6 and 5.8, RFC 7798 sections 4.4.1 and 4.4.3). The last packet of a picture carries the marker bit.
 */
final class Packetiser {

    static final int PAYLOAD_TYPE = 96;

    /** Largest RTP payload: with RTP, UDP and IP headers it stays under a 1500-byte Ethernet frame. */
    static final int MAX_PAYLOAD_BYTES = 1400;

    private static final int H264_FU_A = 28;
    private static final int H265_FU = 49;
    private static final int MARKER = 0x80;

    private final VideoCodec codec;
    private final ByteArrayOutputStream out = new ByteArrayOutputStream();
    private int packets;

    private Packetiser(VideoCodec codec) {
        this.codec = codec;
    }

    /** @param units at least one NAL unit, each with at least its header */
    static Picture packetise(VideoCodec codec, long dtsTicks, long ptsTicks, boolean key, List<byte[]> units) {
        Packetiser p = new Packetiser(codec);
        for (int i = 0; i < units.size(); i++) {
            p.add(units.get(i), i == units.size() - 1);
        }
        return new Picture(dtsTicks, ptsTicks, key, p.packets, p.out.toByteArray());
    }

    private void add(byte[] unit, boolean lastOfPicture) {
        if (unit.length <= MAX_PAYLOAD_BYTES) {
            header(unit.length, lastOfPicture);
            out.write(unit, 0, unit.length);
        } else {
            fragment(unit, lastOfPicture);
        }
    }

    private void fragment(byte[] unit, boolean lastOfPicture) {
        int room = MAX_PAYLOAD_BYTES - codec.nalHeaderBytes - 1;
        for (int from = codec.nalHeaderBytes; from < unit.length; from += room) {
            int bytes = Math.min(room, unit.length - from);
            boolean first = from == codec.nalHeaderBytes;
            boolean last = from + bytes == unit.length;
            header(codec.nalHeaderBytes + 1 + bytes, lastOfPicture && last);
            fragmentHeader(unit, first, last);
            out.write(unit, from, bytes);
        }
    }

    private void fragmentHeader(byte[] unit, boolean first, boolean last) {
        int startEnd = (first ? 0x80 : 0) + (last ? 0x40 : 0);
        if (codec == VideoCodec.H264) {
            out.write((unit[0] & 0xE0) | H264_FU_A);
        } else {
            out.write((unit[0] & 0x81) | (H265_FU << 1));
            out.write(unit[1]);
        }
        out.write(startEnd | codec.nalType(unit[0]));
    }

    private void header(int payloadBytes, boolean marker) {
        int packetBytes = Picture.RTP_HEADER_BYTES + payloadBytes;
        out.write('$');
        out.write(0);
        out.write(packetBytes >> 8);
        out.write(packetBytes);
        out.write(0x80);
        out.write((marker ? MARKER : 0) | PAYLOAD_TYPE);
        out.write(new byte[10], 0, 10);
        packets++;
    }
}
