package org.streetwarden.proof;

import java.io.ByteArrayOutputStream;
import java.math.BigInteger;

/** Writes values in the distinguished encoding of ASN.1 (X.690). Stateless. */
final class DerText {

    private static final int SHORT_FORM = 0x80;

    private DerText() {}

    /** A value of these parts, one behind the other. */
    static byte[] value(int tag, byte[]... parts) {
        ByteArrayOutputStream content = new ByteArrayOutputStream();
        for (byte[] part : parts) {
            content.writeBytes(part);
        }
        ByteArrayOutputStream value = new ByteArrayOutputStream();
        value.write(tag);
        int length = content.size();
        if (length < SHORT_FORM) {
            value.write(length);
        } else {
            int bytes = (Integer.SIZE - Integer.numberOfLeadingZeros(length) + 7) / 8;
            value.write(SHORT_FORM | bytes);
            for (int i = bytes - 1; i >= 0; i--) {
                value.write(length >>> (8 * i));
            }
        }
        value.writeBytes(content.toByteArray());
        return value.toByteArray();
    }

    static byte[] integer(BigInteger number) {
        return value(Der.INTEGER, number.toByteArray());
    }

    /** @param dotted as {@code 1.2.840} */
    static byte[] oid(String dotted) {
        String[] arcs = dotted.split("\\.", -1);
        ByteArrayOutputStream content = new ByteArrayOutputStream();
        base128(content, Long.parseLong(arcs[0]) * 40 + Long.parseLong(arcs[1]));
        for (int i = 2; i < arcs.length; i++) {
            base128(content, Long.parseLong(arcs[i]));
        }
        return value(Der.OID, content.toByteArray());
    }

    private static void base128(ByteArrayOutputStream out, long arc) {
        int shift = Math.max(63 - Long.numberOfLeadingZeros(arc | 1), 0) / 7 * 7;
        for (; shift > 0; shift -= 7) {
            out.write((int) (((arc >>> shift) & 0x7f) | 0x80));
        }
        out.write((int) (arc & 0x7f));
    }
}
