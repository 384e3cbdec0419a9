package org.streetwarden.source;

import java.io.ByteArrayOutputStream;
import java.nio.ByteBuffer;
import java.util.Base64;

/** The smallest H.264 there is, written by hand (ITU-T H.264, 7.3): key pictures of one grey macroblock, and its RTP. */
final class TinyStream {

    private static final int PCM_BYTES = 384;

    private long bits;
    private int count;
    private final ByteArrayOutputStream out = new ByteArrayOutputStream();

    private TinyStream(int nalHeader) {
        out.write(nalHeader);
    }

    /** Baseline, in macroblocks of 16x16 pixels. */
    static byte[] sps(int wide, int high) {
        TinyStream sps = new TinyStream(0x67);
        sps.put(66, 8).put(0, 8).put(51, 8).ue(0).ue(0).ue(2).ue(0).put(0, 1);
        return sps.ue(wide - 1)
                .ue(high - 1)
                .put(1, 1)
                .put(1, 1)
                .put(0, 1)
                .put(0, 1)
                .end();
    }

    static byte[] pps() {
        TinyStream pps = new TinyStream(0x68);
        return pps.ue(0)
                .ue(0)
                .put(0, 2)
                .ue(0)
                .ue(0)
                .ue(0)
                .put(0, 3)
                .ue(0)
                .ue(0)
                .ue(0)
                .put(0, 3)
                .end();
    }

    /** A key picture of one macroblock, uncompressed. */
    static byte[] picture() {
        TinyStream slice = new TinyStream(0x65);
        slice.ue(0).ue(7).ue(0).put(0, 4).ue(0).put(0, 2).ue(0).ue(25);
        while (slice.count % 8 != 0) {
            slice.put(0, 1);
        }
        for (int i = 0; i < PCM_BYTES; i++) {
            slice.put(0x80, 8);
        }
        return slice.end();
    }

    private TinyStream put(int value, int width) {
        for (int bit = width - 1; bit >= 0; bit--) {
            bits = bits << 1 | (value >> bit & 1);
            if (++count % 8 == 0) {
                out.write((int) bits);
            }
        }
        return this;
    }

    /** Exp-Golomb (9.1). */
    private TinyStream ue(int value) {
        int length = 32 - Integer.numberOfLeadingZeros(value + 1);
        return put(0, length - 1).put(value + 1, length);
    }

    private byte[] end() {
        put(1, 1);
        while (count % 8 != 0) {
            put(0, 1);
        }
        return out.toByteArray();
    }

    /** One video track with this sequence parameter set. */
    static String sdp(byte[] sps) {
        Base64.Encoder base64 = Base64.getEncoder();
        return head()
                + "m=video 0 RTP/AVP 96\r\na=rtpmap:96 H264/90000\r\na=fmtp:96 packetization-mode=1;sprop-parameter-sets="
                + base64.encodeToString(sps) + "," + base64.encodeToString(pps()) + "\r\na=control:track1\r\n";
    }

    static String head() {
        return "v=0\r\no=- 1 1 IN IP4 127.0.0.1\r\ns=-\r\nc=IN IP4 0.0.0.0\r\nt=0 0\r\n";
    }

    /** One interleaved RTP packet (RFC 2326, 10.12; RFC 3550, 5.1) with the marker set. */
    static byte[] rtp(int sequence, byte[] payload) {
        ByteBuffer packet = ByteBuffer.allocate(16 + payload.length);
        packet.put((byte) '$').put((byte) 0).putShort((short) (12 + payload.length));
        packet.put((byte) 0x80).put((byte) (0x80 | 96)).putShort((short) sequence);
        packet.putInt(sequence * 3600).putInt(0x1234).put(payload);
        return packet.array();
    }
}
