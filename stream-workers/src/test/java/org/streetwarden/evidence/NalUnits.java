package org.streetwarden.evidence;

import java.io.ByteArrayOutputStream;
import java.nio.ByteBuffer;
import java.util.ArrayList;
import java.util.HexFormat;
import java.util.List;

/** Coded pictures taken apart, however they are packed, so that two packings can be compared. */
final class NalUnits {

    private NalUnits() {}

    /** Units of a length-prefixed packet (4-byte lengths), as hexadecimal text. */
    static List<String> lengthPrefixed(ByteBuffer packet) {
        ByteBuffer in = packet.duplicate();
        List<String> units = new ArrayList<>();
        while (in.remaining() >= 4) {
            byte[] unit = new byte[in.getInt()];
            in.get(unit);
            units.add(HexFormat.of().formatHex(unit));
        }
        return units;
    }

    /** Units of a packet with start codes, without the zeros that pad them, as hexadecimal text. */
    static List<String> startCoded(ByteBuffer packet) {
        byte[] bytes = new byte[packet.remaining()];
        packet.duplicate().get(bytes);
        List<String> units = new ArrayList<>();
        int start = -1;
        for (int at = 0; at <= bytes.length; at++) {
            boolean code = at + 2 < bytes.length && bytes[at] == 0 && bytes[at + 1] == 0 && bytes[at + 2] == 1;
            if (code || at == bytes.length) {
                if (start >= 0) {
                    int end = at;
                    while (end > start && bytes[end - 1] == 0) {
                        end--;
                    }
                    units.add(HexFormat.of().formatHex(bytes, start, end));
                }
                start = at + 3;
            }
        }
        return units;
    }

    /** The same units with start codes. */
    static ByteBuffer toStartCodes(ByteBuffer lengthPrefixed, byte[]... before) {
        ByteArrayOutputStream out = new ByteArrayOutputStream();
        for (byte[] unit : before) {
            out.writeBytes(new byte[] {0, 0, 0, 1});
            out.writeBytes(unit);
        }
        for (String unit : lengthPrefixed(lengthPrefixed)) {
            out.writeBytes(new byte[] {0, 0, 0, 1});
            out.writeBytes(HexFormat.of().parseHex(unit));
        }
        return ByteBuffer.wrap(out.toByteArray());
    }
}
